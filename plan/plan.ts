import { join } from "node:path";
import { type Evidence, evidence } from "../components/evidence";
import { UsageError } from "./errors";
import type { RegisteredResource, StandIn } from "./monitor";
import { runProgram, standInFor } from "./run";
import { readStack, refuseDecidingSecrets, standInArns, standInForSecrets } from "./stackFile";

/** A policy document as a role or policy gets it. */
export interface PlannedDocument {
  /** Physical name of the role or policy. */
  name: string;
  kind: "trust policy" | "managed policy";
  /** Characters without white space, as AWS counts. */
  size: number;
  /** AWS's default quota for it, in characters. */
  quota: number;
  document: { Version: string; Statement: PlannedStatement[] };
  /** Why each statement exists and what it serves, by Sid. */
  evidence: Record<string, Evidence>;
}

export interface PlannedStatement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Principal?: Record<string, string | string[]>;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface Plan {
  stack: string;
  standIn: StandIn;
  /** What else the plan could not know, in words. */
  notes: string[];
  resources: RegisteredResource[];
  documents: PlannedDocument[];
  outputs: Record<string, unknown>;
  warnings: string[];
}

/** Runs the stack program with a stack's config; an account, a Region and other stacks are stand-ins. */
export async function planStack(folder: string, stack: string, given: Partial<StandIn> = {}): Promise<Plan> {
  const stackConfig = readStack(folder, stack);
  refuseDecidingSecrets(stackConfig);
  const standIn = standInFor(stackConfig.config["aws:region"], given);
  standInForSecrets(stackConfig, standIn);

  const program = require(join(folder, "index.ts"));
  const { resources, stackReferences, outputs, warnings, errors } = await runProgram(program, {
    ...stackConfig,
    stack,
    standIn,
    stackOutputs: standInArns(standIn),
  });
  if (errors.length > 0) throw new UsageError(errors.map(({ message }) => message).join("\n"));
  const notes = notesOn(stackConfig.secretKeys, stackReferences);
  resources.sort((a, b) => (a.name < b.name ? -1 : 1)); // They come as their Outputs happen to be resolved.
  return { stack, standIn, notes, resources, documents: resources.flatMap(documentsOf), outputs, warnings };
}

export function notesOn(secretKeys: string[], stackReferences: string[]): string[] {
  return [
    ...secretKeys.map(
      (key) => `${key} is encrypted in the stack file; a value that is not it stands in for it.`,
    ),
    ...stackReferences.map((name) => `Outputs of the stack ${name} are stand-ins.`),
  ];
}

function documentsOf({ inputs }: RegisteredResource): PlannedDocument[] {
  const trust = typeof inputs.assumeRolePolicy === "string";
  const json = trust ? inputs.assumeRolePolicy : inputs.policy;
  if (typeof json !== "string") return [];
  const document = JSON.parse(json);
  return [
    {
      name: String(inputs.name),
      kind: trust ? "trust policy" : "managed policy",
      size: JSON.stringify(document).length,
      quota: trust ? 2048 : 6144,
      document,
      evidence: evidenceOf(document.Statement),
    },
  ];
}

function evidenceOf(statements: PlannedStatement[]): Record<string, Evidence> {
  return Object.fromEntries(
    statements.map(({ Sid }) => [Sid, evidence.get(Sid) ?? { purpose: "", hipaa: [] }]),
  );
}

import type { Decision, Policies, PolicyDocument } from "../../cli/access/request";
import { alone, type Row } from "../../cli/access/row";
import { statementsOf } from "../judge/documents";
import { decide } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import type { Mutant } from "../mutation/mutants";

/** What a mutant does to access, as the judge decides the rows of the access matrix. */
export type Effect = "widens" | "narrows" | "does both" | "is equivalent";

const decided = remembering(decide);

/** Less of it is more access: a deny that is lost no longer holds against other policies. */
const strictness: Decision[] = ["allow", "implicit deny", "explicit deny"];

export async function effectOf(mutant: Mutant, rows: Row[]): Promise<Effect> {
  const found = new Set<number>();
  for (const { request, policies, expect } of rows) {
    if (!concerns(mutant.actions, request.action)) continue;
    found.add(Math.sign(step(expect, await decided(request, swapped(policies, mutant)))));
    if (found.has(-1) && found.has(1)) break;
  }
  if (found.has(-1)) return found.has(1) ? "does both" : "widens";
  return found.has(1) ? "narrows" : "is equivalent";
}

/**
 * Whether a mutant widens for a value that no row asks for: rows asked again with another value of the key that the
 * mutant is about. A grant is looked at by itself, without the denies beside it.
 */
export async function widensForOtherValues(mutant: Mutant, rows: Row[]): Promise<boolean> {
  const [, key = ""] = /^\w+: [\w:]+ (\S+): /.exec(mutant.name) ?? [];
  const isGrant = statementsOf(mutant.original).some(
    ({ Sid, Effect }) => Sid === mutant.sid && Effect === "Allow",
  );
  const without = (document: PolicyDocument) => (isGrant ? withoutDenies(document) : document);
  const mapped = (policies: Policies): Policies => ({
    ...policies,
    identity: policies.identity.map(without),
  });
  for (const { request, policies } of rows.map(alone)) {
    const value = request.context[key];
    if (!concerns(mutant.actions, request.action) || value === undefined) continue;
    const changed = typeof value === "string" ? `${value}x` : value.map((one) => `${one}x`);
    const other = { ...request, context: { ...request.context, [key]: changed } };
    const before = await decide(other, mapped(policies));
    if (step(before, await decide(other, mapped(swapped(policies, mutant)))) < 0) return true;
  }
  return false;
}

function swapped({ identity, resource, ...others }: Policies, { original, mutated }: Mutant): Policies {
  const swap = (document: PolicyDocument) => (document === original ? mutated : document);
  return { ...others, identity: identity.map(swap), ...(resource && { resource: swap(resource) }) };
}

function withoutDenies(document: PolicyDocument): PolicyDocument {
  return { ...document, Statement: document.Statement.filter(({ Effect }) => Effect === "Allow") };
}

function step(from: Decision, to: Decision): number {
  return strictness.indexOf(to) - strictness.indexOf(from);
}

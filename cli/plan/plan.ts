import { type Evidence, evidence } from "../../components/promises/evidence";
import { isMap } from "./fields";
import { type Offline, runOffline } from "./offline";
import { noteOfRead } from "./reads";
import type { RegisteredResource } from "./resources";
import type { StandIn } from "./standIns";

/** A policy document as a role or policy gets it. */
export interface PlannedDocument {
  /** Physical name of the role or policy. */
  name: string;
  kind: "trust policy" | "managed policy" | "service control policy" | "bucket policy" | "key policy";
  /** Characters without white space, as AWS counts. */
  size: number;
  /** AWS's default quota for it, in characters. */
  quota: number;
  document: { Version: string; Statement: PlannedStatement | PlannedStatement[] };
  /** Why each statement exists and what it serves, by Sid. */
  evidence: Record<string, Evidence>;
}

/** A document that nobody knows here as a whole, or that is none. */
export interface UnreadDocument extends Pick<PlannedDocument, "name" | "kind"> {
  text: string;
}

type Texts = string | string[];

export interface PlannedStatement {
  Sid?: string;
  Effect: string;
  Action?: Texts;
  NotAction?: Texts;
  Resource?: Texts;
  NotResource?: Texts;
  Principal?: string | Record<string, Texts>;
  NotPrincipal?: string | Record<string, Texts>;
  Condition?: Record<string, Record<string, Texts>>;
}

export interface Plan {
  stack: string;
  standIn: StandIn;
  /** Of the stack's own provider; empty where it is not known, and stands in. */
  account: string;
  /** What else the plan could not know, in words. */
  notes: string[];
  /** What the program reads that is not known, in words. */
  reads: string[];
  resources: RegisteredResource[];
  documents: PlannedDocument[];
  unreadDocuments: UnreadDocument[];
  outputs: Record<string, unknown>;
  warnings: string[];
}

/** Plans a stack of the program in a folder. */
export async function planStack(
  folder: string,
  stack: string,
  given: Partial<StandIn> = {},
  config: string[] = [],
  otherwise: Pick<Offline, "otherwise" | "isAccountOpen"> = {},
): Promise<Plan> {
  const offline = await runOffline({
    folder,
    stack,
    standIn: given,
    config,
    ...otherwise,
  });
  const { resources, standIn, unread, outputs, warnings, shown } = offline;
  resources.sort((a, b) => (a.name < b.name ? -1 : 1)); // They come as their Outputs happen to be resolved.
  // Made before unknown values are shown as their origins, which are longer than values.
  const found = resources.flatMap(documentsOf);
  const documents = found.filter((one) => "document" in one);
  const unreadDocuments = found.filter((one) => "text" in one);
  const notes = unread.map(noteOfRead);
  const all = { notes, reads: unread, resources, documents, unreadDocuments, outputs, warnings };
  return { stack, account: offline.account ?? "", ...shown({ standIn, ...all }) };
}

/** Where a resource has its document, what kind it is, and AWS's default quota for it. */
const documented: Record<string, { input: string; kind: PlannedDocument["kind"]; quota: number }> = {
  "aws:iam/role:Role": { input: "assumeRolePolicy", kind: "trust policy", quota: 2048 },
  "aws:iam/policy:Policy": { input: "policy", kind: "managed policy", quota: 6144 },
  "aws:organizations/policy:Policy": { input: "content", kind: "service control policy", quota: 10240 },
  "aws:s3/bucketPolicy:BucketPolicy": { input: "policy", kind: "bucket policy", quota: 20480 },
  "aws:kms/keyPolicy:KeyPolicy": { input: "policy", kind: "key policy", quota: 32768 },
};

function documentsOf({ type, name, inputs }: RegisteredResource): (PlannedDocument | UnreadDocument)[] {
  const place = documented[type];
  const given = place && inputs[place.input];
  const text = isMap(given) ? JSON.stringify(given) : given; // As the provider does.
  if (!place || typeof text !== "string") return [];
  const { kind, quota } = place;
  const own = { name: String(inputs.name ?? name), kind };
  const document = readDocument(text);
  if (!document) return [{ ...own, text }];
  const evidence = evidenceOf(statementsOf(document));
  return [{ ...own, size: JSON.stringify(document).length, quota, document, evidence }];
}

function readDocument(text: string): PlannedDocument["document"] | undefined {
  try {
    const document: unknown = JSON.parse(text);
    const statements = isMap(document) ? [document.Statement].flat() : [];
    const isRead =
      statements.length > 0 && statements.every((one) => isMap(one) && typeof one.Effect === "string");
    return isRead ? (document as unknown as PlannedDocument["document"]) : undefined;
  } catch {
    return undefined;
  }
}

export const statementsOf = ({ Statement }: PlannedDocument["document"]) => [Statement].flat();

function evidenceOf(statements: PlannedStatement[]): Record<string, Evidence> {
  return Object.fromEntries(
    statements.map(({ Sid = "" }) => [Sid, evidence.get(Sid) ?? { purpose: "", hipaa: [] }]),
  );
}

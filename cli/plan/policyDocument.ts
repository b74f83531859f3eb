import { jsonIn } from "./fields";
import { goJson } from "./goJson";
import { documentsIn, merged } from "./mergedDocuments";

/**
 * The data source aws.iam.getPolicyDocument, as the AWS provider renders it. The offline plan and the tests use it
 * in place of the provider.
 */

interface Condition {
  test: string;
  variable: string;
  values: string[];
}

interface Principal {
  type: string;
  identifiers: string[];
}

export interface DocumentStatement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: Principal[];
  notPrincipals?: Principal[];
  conditions?: Condition[];
}

export interface DocumentArgs {
  version?: string;
  policyId?: string;
  statements?: DocumentStatement[];
  /** JSON of documents that come before, and of those that come after. */
  sourcePolicyDocuments?: (string | null)[];
  overridePolicyDocuments?: (string | null)[];
}

/** The documents that are merged into one and that nobody knows here: nor is what they are merged into. */
export function openDocuments(args: DocumentArgs, isKnown: (text: string) => boolean): string[] {
  const given = [...(args.sourcePolicyDocuments ?? []), ...(args.overridePolicyDocuments ?? [])];
  return given.filter((text) => typeof text === "string" && !isKnown(text) && !jsonIn(text)) as string[];
}

/** The provider's two renderings of a document: indented by two spaces, and without white space. */
export function renderPolicyDocument(args: DocumentArgs): { json: string; minifiedJson: string } {
  const statements = args.statements ?? [];
  refuseSameSids(statements);
  const sources = documentsIn("source", args.sourcePolicyDocuments);
  refuseSameSids(
    sources.flatMap(({ Statement }) => Statement).map(({ Sid }) => ({ sid: Sid as string | undefined })),
  );
  const own = {
    Version: args.version ?? "2012-10-17",
    Id: args.policyId || undefined,
    Statement: statements.map(renderStatement),
  };
  const { Statement, ...others } = merged([
    ...[...sources, own],
    ...documentsIn("override", args.overridePolicyDocuments),
  ]);
  const document = { ...others, ...(Statement.length > 0 && { Statement }) };
  return { json: goJson(document, 2), minifiedJson: goJson(document, 0) };
}

function renderStatement(statement: DocumentStatement) {
  return {
    Sid: statement.sid || undefined,
    Effect: statement.effect ?? "Allow",
    Action: renderSet(statement.actions),
    NotAction: renderSet(statement.notActions),
    Resource: renderSet(statement.resources?.map(withVariables)),
    NotResource: renderSet(statement.notResources?.map(withVariables)),
    Principal: renderPrincipals(statement.principals),
    NotPrincipal: renderPrincipals(statement.notPrincipals),
    Condition: renderConditions(statement.conditions),
  };
}

function refuseSameSids(statements: DocumentStatement[]): void {
  const sids = statements.map(({ sid }) => sid).filter(Boolean);
  const twin = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twin) throw new Error(`duplicate Sid (${twin}). Remove the Sid or ensure the Sid is unique.`);
}

/** Terraform reads `${` itself, so documents write `&{` for the variables of IAM. */
function withVariables(text: string): string {
  return text.replaceAll("&{", "${");
}

function descending(a: string, b: string): number {
  return Buffer.compare(Buffer.from(b), Buffer.from(a));
}

function ascending(a: string, b: string): number {
  return descending(b, a);
}

function one<T>(values: T[]): T | T[] | undefined {
  return values.length === 1 ? values[0] : values;
}

function renderSet(values: string[] | undefined): string | string[] | undefined {
  if (!values?.length) return undefined;
  return one([...new Set(values)].sort(descending));
}

function renderPrincipals(principals: Principal[] | undefined) {
  if (!principals?.length) return undefined;
  const [first] = principals;
  if (principals.length === 1 && first?.type === "*" && first.identifiers.join() === "*") return "*";
  return inOrder(principals, ({ type, identifiers }) => [type, renderSet(identifiers.map(withVariables))]);
}

function renderConditions(conditions: Condition[] | undefined) {
  if (!conditions?.length) return undefined;
  return inOrder([...new Set(conditions.map(({ test }) => test))], (test) => [
    test,
    inOrder(
      conditions.filter((condition) => condition.test === test),
      ({ variable, values }) => [variable, one(values.map(withVariables))],
    ),
  ]);
}

/**
 * An object with its keys ascending. The provider merges equal keys in the order of a hash, which this does not
 * imitate.
 */
function inOrder<T>(items: T[], entry: (item: T) => [string, unknown]): Record<string, unknown> {
  const entries = items.map(entry).sort(([a], [b]) => ascending(a, b));
  const twin = entries.find(([key], index) => key === entries[index + 1]?.[0]);
  if (twin) throw new Error(`${twin[0]} stands twice in one statement: give all its values in one place.`);
  return Object.fromEntries(entries);
}

import { type Fields, isMap } from "./fields";

/**
 * How aws.iam.getPolicyDocument reads and merges the JSON that it is given in sourcePolicyDocuments and
 * overridePolicyDocuments: seen with version 6.34 of the AWS provider.
 */

/** A document with its keys in the order of the provider. */
export interface Document {
  Version: string | undefined;
  Id: string | undefined;
  Statement: Fields[];
}

/** Later documents put their statements in the place of those with the same Sid. Order is that of the first of each. */
export function merged(documents: Document[]): Document {
  const all: Document = { Version: undefined, Id: undefined, Statement: [] };
  for (const { Version, Id, Statement } of documents) {
    if ((Version ?? "") > (all.Version ?? "")) all.Version = Version;
    all.Id = Id || all.Id;
    for (const statement of Statement) {
      const at = statement.Sid ? all.Statement.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
      if (at < 0) all.Statement.push(statement);
      else all.Statement[at] = statement;
    }
  }
  return all;
}

export function documentsIn(kind: "source" | "override", texts: (string | null)[] = []): Document[] {
  return texts.flatMap((text, index) => {
    if (text === null || text === undefined) return [];
    try {
      return [documentIn(text)];
    } catch (error) {
      throw new Error(
        `writing IAM Policy Document: merging ${kind} document ${index}: ${(error as Error).message}`,
      );
    }
  });
}

function documentIn(text: string): Document {
  const { Version, Id, Statement = [] } = knownFields(JSON.parse(text), ["Version", "Id", "Statement"]);
  if (!Array.isArray(Statement)) throw new Error("Statement must be a list.");
  return {
    Version: textOf(Version),
    Id: textOf(Id),
    Statement: Statement.map(statementOf),
  };
}

/** Anything else in a statement is dropped. */
const members = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"];

function statementOf(value: unknown): Fields {
  const known = knownFields(value, [...members, "Principal", "NotPrincipal", "Condition"]);
  const { Sid, Effect, Principal, NotPrincipal, Condition } = known;
  return {
    ...known,
    Sid: textOf(Sid),
    Effect: textOf(Effect),
    Principal: principalsOf(Principal),
    NotPrincipal: principalsOf(NotPrincipal),
    Condition: conditionsOf(Condition),
  };
}

/** The members of these names, in this order. Go does not mind their case. */
function knownFields(value: unknown, names: string[]): Fields {
  if (!isMap(value)) throw new Error("A document and its statements must be objects.");
  const entries = Object.entries(value);
  return Object.fromEntries(
    names.map((name) => [name, entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]]),
  );
}

/** Each text is taken for everybody; lists are sorted, and stay lists. */
function principalsOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (typeof value === "string") return "*";
  if (!isMap(value)) throw new Error("A principal must be a text or an object.");
  const all = ascending(value).map(([type, identifiers]) => [type, identifiersOf(identifiers)] as const);
  const [only] = all;
  if (all.length === 1 && only?.[0] === "*" && [only[1]].flat().join() === "*") return "*";
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

function identifiersOf(value: unknown): string | string[] {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new Error("The identifiers of principals must be texts.");
  }
  return value.sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)));
}

/** Values keep their order; of a list of one the text is left. */
function conditionsOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (!isMap(value)) throw new Error("A condition must be an object.");
  const tests = ascending(value).map(([test, variables]) => {
    if (!isMap(variables)) throw new Error("A test of a condition must be an object.");
    return [test, Object.fromEntries(ascending(variables).map(([name, one]) => [name, valuesOf(one)]))];
  });
  return tests.length === 0 ? undefined : Object.fromEntries(tests);
}

function valuesOf(value: unknown): string | string[] {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new Error("The values of conditions must be texts, or true or false.");
  }
  const [only] = value;
  return value.length === 1 && only !== undefined ? only : value;
}

const textOf = (value: unknown) => (value === undefined ? undefined : String(value) || undefined);

const ascending = (value: Fields) =>
  Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

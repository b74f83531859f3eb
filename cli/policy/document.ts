import { isMap } from "../plan/fields";

/** A list of patterns, or all that none of them matches: Action or NotAction. */
export interface Part {
  not: boolean;
  patterns: string[];
}

export interface Statement {
  sid: string;
  effect: "Allow" | "Deny";
  action: Part;
  /** Of a trust policy it is the role itself. */
  resource: Part;
  /** Each as `TYPE:IDENTIFIER`, or `*`. In the policy of an identity it is that identity. */
  principal: Part;
  conditions: { operator: string; key: string; values: string[] }[];
  /** Whether `${...}` is a variable. */
  variables: boolean;
}

export interface Document {
  name: string;
  statements: Statement[];
  /** Why it cannot be read, and its text, by which it is known again; empty where not even that is there. */
  fault?: { why: string; text: string };
}

export function documentOf(name: string, content: unknown): Document {
  try {
    return { name, statements: statementsOf(content) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { name, statements: [], fault: { why: error.message, text: JSON.stringify(content) ?? "" } };
  }
}

/** What stands in a document cannot be told for certain. */
export class Unreadable extends Error {}

export const everything: Part = { not: false, patterns: ["*"] };
/** Of a statement. */
export const elements = [
  ...["Sid", "Effect", "Principal", "NotPrincipal"],
  ...["Action", "NotAction", "Resource", "NotResource", "Condition"],
];

/** Reads a policy document. What IAM does not take is not guessed at. */
export function statementsOf(document: unknown): Statement[] {
  const { Version, Statement, ...others } = mapOf(document, "the document");
  refuseOthers(Object.keys(others), ["Id"], "the document");
  // Without a version IAM takes the older one.
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    throw new Unreadable(`the Version is none that IAM knows`);
  }
  if (typeof Statement !== "object" || Statement === null) throw new Unreadable("there is no Statement");
  return [Statement]
    .flat()
    .map((one, at) => statementOf(one, `statement ${at + 1}`, Version === "2012-10-17"));
}

function statementOf(value: unknown, where: string, variables: boolean): Statement {
  const statement = mapOf(value, where);
  refuseOthers(Object.keys(statement), elements, where);
  const { Sid, Effect, Condition } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") {
    throw new Unreadable(`${where} has an Effect that is neither Allow nor Deny`);
  }
  const action = partOf(statement, "Action", where, texts);
  const principal = partOf(statement, "Principal", where, identifiers);
  const resource = partOf(statement, "Resource", where, texts);
  if (!action) throw new Unreadable(`${where} has no Action`);
  if (!resource && !principal) throw new Unreadable(`${where} has no Resource`);
  return {
    sid: typeof Sid === "string" ? Sid : "",
    effect: Effect,
    action,
    resource: resource ?? everything,
    principal: principal ?? everything,
    conditions: Condition === undefined ? [] : conditionsOf(Condition, where),
    variables,
  };
}

type Read = (value: unknown, where: string) => string[];

function partOf(
  statement: Record<string, unknown>,
  name: string,
  where: string,
  read: Read,
): Part | undefined {
  const [plain, not] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && not !== undefined)
    throw new Unreadable(`${where} has both ${name} and Not${name}`);
  if (plain !== undefined) return { not: false, patterns: read(plain, `${name} of ${where}`) };
  return not === undefined ? undefined : { not: true, patterns: read(not, `Not${name} of ${where}`) };
}

function texts(value: unknown, where: string): string[] {
  const all = Array.isArray(value) ? value : [value];
  if (all.length === 0) throw new Unreadable(`${where} is an empty list`);
  return all.map((one) => {
    if (typeof one !== "string") throw new Unreadable(`${where} is ${inWords(one)} and not text`);
    return one;
  });
}

function identifiers(value: unknown, where: string): string[] {
  if (value === "*") return ["*"];
  const all = Object.entries(mapOf(value, where)).flatMap(([type, some]) =>
    // Everybody can be written in two ways.
    texts(some, where).map((one) => (type === "AWS" && one === "*" ? "*" : `${type}:${one}`)),
  );
  if (all.length === 0) throw new Unreadable(`${where} is empty`);
  return all;
}

function conditionsOf(value: unknown, where: string): Statement["conditions"] {
  return Object.entries(mapOf(value, `Condition of ${where}`)).flatMap(([operator, keys]) => {
    const entries = Object.entries(mapOf(keys, `${operator} of ${where}`));
    // IAM does not tell upper from lower case here, and what it makes of both is not known.
    const different = new Set(entries.map(([key]) => key.toLowerCase()));
    if (different.size < entries.length) throw new Unreadable(`${operator} of ${where} has a key twice`);
    return entries.map(([key, values]) => {
      const scalars = [values]
        .flat()
        .map((one) => (/^(boolean|number)$/.test(typeof one) ? String(one) : one));
      return { operator, key, values: texts(scalars, `${key} of ${where}`) };
    });
  });
}

function mapOf(value: unknown, where: string): Record<string, unknown> {
  if (isMap(value)) return value;
  throw new Unreadable(`${where} is ${inWords(value)} and not an object`);
}

function refuseOthers(names: string[], known: string[], where: string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Unreadable(`${where} has "${unknown}", which IAM does not know`);
}

/** The value itself is not shown: it may be a secret. */
function inWords(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const kinds: Record<string, string> = { string: "text", object: "an object" };
  return kinds[typeof value] ?? `a ${typeof value}`;
}

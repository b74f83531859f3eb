/**
 * Decides requests by itself, sharing nothing with what it is to judge: texts are compared by regular expressions made
 * from the policy, conditions by the words of IAM's documentation. Where these leave something open, it decides either way.
 */
export interface Request {
  principal: string;
  action: string;
  resource: string;
  /** What the request has for each key; a list of none is a key without a value. */
  context: Record<string, string[]>;
}

/** Ways to read what IAM's documentation leaves open. */
export interface Reading {
  /** A `*` that is not the last of a segment of an ARN stops at colons. */
  stars: "everywhere" | "within segments";
  /** What a variable without a value does: its text matches nothing, or its condition or its statement does not hold. */
  missing: "matches nothing" | "fails the condition" | "fails the statement";
  /** Whether wildcards in what a variable stands for are wildcards. */
  values: "are texts" | "are patterns";
}

export const readings: Reading[] = [
  { stars: "everywhere", missing: "matches nothing", values: "are texts" },
  { stars: "within segments", missing: "fails the condition", values: "are patterns" },
  { stars: "everywhere", missing: "fails the statement", values: "are texts" },
];

type Some = string | string[];

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | Record<string, Some>;
  Action?: Some;
  NotAction?: Some;
  Resource?: Some;
  NotResource?: Some;
  Condition?: Record<string, Record<string, Some>>;
}

export interface Document {
  Version: string;
  Statement: Statement[];
}

/** Whether a statement is about the request but for its context. */
export function isAbout(statement: Statement, request: Request, reading: Reading): boolean {
  const { Action, NotAction, Resource, NotResource, Principal } = statement;
  const isAction = (pattern: string) => regex(pattern, "everywhere", "i").test(request.action);
  const isResource = (pattern: string) => {
    const text = resolved(pattern, request, reading);
    return text !== undefined && regex(text, reading.stars).test(request.resource);
  };
  return (
    (Action ? list(Action).some(isAction) : !list(NotAction).some(isAction)) &&
    (NotResource ? !list(NotResource).some(isResource) : list(Resource ?? "*").some(isResource)) &&
    (!Principal || isPrincipal(Principal, request.principal))
  );
}

/** Whether a statement's conditions hold. */
export function conditionsHold(
  { Condition = {}, Resource, NotResource }: Statement,
  context: Request["context"],
  reading: Reading,
): boolean {
  const texts = [Resource ?? [], NotResource ?? [], ...Object.values(Condition).map(Object.values)].flat(2);
  const isVoid = (text: string) => resolved(text, { context }, reading) === undefined;
  if (reading.missing === "fails the statement" && texts.some(isVoid)) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, list(values), context, reading)),
  );
}

const list = (some: Some | undefined) => [some ?? []].flat();

/** With the variables' values in their places, in which wildcards are but characters; undefined where one has none. */
function resolved(
  text: string,
  { context }: Pick<Request, "context">,
  { values }: Reading,
): string | undefined {
  let isMissing = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (/^[*?$]$/.test(name)) return `\\${name}`;
    const value = context[name.toLowerCase()]?.[0];
    if (value === undefined) isMissing = true;
    return values === "are texts" ? (value ?? "").replace(/[*?]/g, "\\$&") : (value ?? "");
  });
  return isMissing ? undefined : result;
}

/** A backslash makes the next wildcard a character. */
function regex(pattern: string, stars: Reading["stars"], flags = ""): RegExp {
  const name = `${stars} ${flags} ${pattern}`;
  const found = regexes.get(name) ?? new RegExp(`^${sourceOf(pattern, stars)}$`, flags);
  regexes.set(name, found);
  return found;
}
const regexes = new Map<string, RegExp>();

function sourceOf(pattern: string, stars: Reading["stars"]): string {
  return pattern.replace(/\\([*?$])|[\s\S]/g, (one, escaped: string | undefined, at: number) => {
    if (escaped) return `\\${escaped}`;
    const isLast = at + 1 === pattern.length || pattern[at + 1] === ":";
    if (one === "*") return stars === "everywhere" || isLast ? "[\\s\\S]*" : "[^:]*";
    if (one === "?") return "[\\s\\S]";
    return one.replace(/[\\^$.|+()[\]{}]/, "\\$&");
  });
}

function isPrincipal(principal: "*" | Record<string, Some>, asking: string): boolean {
  if (principal === "*") return true;
  return Object.entries(principal).some(([type, some]) =>
    list(some).some((one) => {
      if (type === "AWS" && one === "*") return true;
      if (type !== "AWS") return asking === one;
      const account = /^\d+$/.test(one) ? one : /:iam::(\d+):root$/.exec(one)?.[1];
      return asking === one || (account !== undefined && asking.split(":")[4] === account);
    }),
  );
}

function holds(
  operator: string,
  key: string,
  values: string[],
  context: Request["context"],
  reading: Reading,
): boolean {
  const given = context[key.toLowerCase()];
  if (operator === "Null") return values.includes(String(given === undefined || given.length === 0));
  const [, set, name = "", ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const known = values.map((value) => (hasVariables(name) ? resolved(value, { context }, reading) : value));
  if (reading.missing === "fails the condition" && known.includes(undefined)) return false;
  if (given === undefined && ifExists) return true;
  const isNegated = name.includes("Not");
  const positive = name.replace("Not", "");
  const some = (one: string) => known.some((value) => value !== undefined && compared(positive, one, value));
  if (set === "ForAllValues") return (given ?? []).every((one) => some(one) !== isNegated);
  if (set === "ForAnyValue") return (given ?? []).some((one) => some(one) !== isNegated);
  return (given ?? []).some(some) !== isNegated;
}

const hasVariables = (operator: string) => /^(String|Arn)/.test(operator);

function compared(operator: string, given: string, value: string): boolean {
  const plain = value.replace(/\\([*?$])/g, "$1");
  const [, type, order] = /^(Numeric|Date)(.*)$/.exec(operator) ?? [];
  if (type) {
    const [a, b] =
      type === "Numeric" ? [Number(given), Number(value)] : [Date.parse(given), Date.parse(value)];
    if (order === "Equals") return a === b;
    const isBeyond = order?.startsWith("Less") ? a < b : a > b;
    return isBeyond || (order?.endsWith("ThanEquals") === true && a === b);
  }
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return given === plain;
    case "StringEqualsIgnoreCase":
      return given.toLowerCase() === plain.toLowerCase();
    case "StringLike":
      return regex(value, "everywhere").test(given);
    case "ArnLike":
    case "ArnEquals": {
      const [fields, patterns] = [sixOf(given), sixOf(value)];
      return patterns.every((pattern, at) => regex(pattern, "everywhere").test(fields[at] ?? ""));
    }
    case "IpAddress": {
      const [address = "", length = "32"] = value.split("/");
      const size = 2 ** (32 - Number(length));
      return Math.floor(numberOf(given) / size) === Math.floor(numberOf(address) / size);
    }
    default:
      throw new Error(`There is no operator ${operator} here.`);
  }
}

function sixOf(arn: string): string[] {
  const [a = "", b = "", c = "", d = "", e = "", ...rest] = arn.split(":");
  return [a, b, c, d, e, rest.join(":")];
}

const numberOf = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

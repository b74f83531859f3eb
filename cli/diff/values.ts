import { BlockList, isIPv6 } from "node:net";
import { contains as containsGlob, type Glob, globOf, hasVariable } from "../policy/glob";
import { dateOf, lowerCase, type Network, networkOf, numberOf } from "../policy/scalars";

/** What a value of a condition stands for: the values of a request that it equals, is like, or is below. */
export interface Value {
  /** As the document has it. */
  text: string;
  /** The variables in it. */
  variables: string[];
  /** What is made of `${` in it; undefined where there is none. */
  reading: "variable" | "text" | undefined;
  matches: Matches;
}

type Matches =
  | { kind: "text" | "text in any case"; glob: Glob }
  | { kind: "ARN"; fields: Glob[] }
  | { kind: "number" | "date"; from: bigint | number; to: bigint | number; open: boolean }
  | ({ kind: "address" } & Network)
  /** Nothing is known but how it is written. */
  | { kind: "as written"; operator: string };

/** Reads a value as the operator does, which is one without `Not`, `IfExists` and `ForAllValues:`. */
export function readValue(operator: string, text: string, variables: boolean): Value {
  const glob = globOf(text, { wildcards: false, variables });
  const matches = matchesOf(operator, text, variables) ?? { kind: "as written", operator };
  const names = glob.flatMap((token) => (token.is === "variable" ? token.text : []));
  const reading = text.includes("${") ? (variables ? "variable" : "text") : undefined;
  return { text, variables: names, reading, matches };
}

/** Undefined where the value is not of the operator's type. */
function matchesOf(operator: string, text: string, variables: boolean): Matches | undefined {
  const glob = (of: string, wildcards: boolean) => globOf(of, { wildcards, variables });
  const [, type = "", order = ""] = /^(Numeric|Date)(.*)$/.exec(operator) ?? [];
  if (type) return rangeOf(type === "Numeric" ? numberOf(text) : dateOf(text), type, order);
  switch (operator) {
    case "StringEquals":
      return { kind: "text", glob: glob(text, false) };
    case "StringLike":
      return { kind: "text", glob: glob(text, true) };
    case "StringEqualsIgnoreCase":
      return { kind: "text in any case", glob: inLowerCase(glob(text, false)) };
    case "ArnEquals":
    case "ArnLike":
      return arnOf(glob(text, true));
    case "IpAddress":
      return inNetwork(text);
    default:
      return undefined;
  }
}

/** Whether the outer value stands for all that the inner one does. */
export function contains(outer: Value, inner: Value): boolean {
  // `${*}` of one version of the language is the same as that of another to nobody.
  if (outer.reading && inner.reading && outer.reading !== inner.reading) return false;
  const [a, b] = [outer.matches, inner.matches];
  if (a.kind === "text in any case" && (b.kind === a.kind || b.kind === "text")) {
    return containsGlob(a.glob, inLowerCase(b.glob));
  }
  if (a.kind === "text" && b.kind === "text") return containsGlob(a.glob, b.glob);
  if (a.kind === "ARN" && b.kind === "ARN") {
    return a.fields.every((field, at) => containsField(field, b.fields[at] ?? [], at));
  }
  if ((a.kind === "number" || a.kind === "date") && b.kind === a.kind) {
    const isInside = a.from <= b.from && b.to <= a.to;
    const touches = (a.from === b.from && a.from !== -Infinity) || (a.to === b.to && a.to !== Infinity);
    return isInside && !(a.open && !b.open && touches);
  }
  if (a.kind === "address" && b.kind === "address") return containsAddress(a, b);
  if (a.kind !== "as written" || b.kind !== a.kind || a.operator !== b.operator) return false;
  return outer.text === inner.text && outer.variables.length === inner.variables.length;
}

function inLowerCase(glob: Glob): Glob {
  return glob.map((token) => (token.is === "character" ? { ...token, text: lowerCase(token.text) } : token));
}

/** Operators for ARNs look at each of the six fields for itself. */
function arnOf(glob: Glob): Matches | undefined {
  const fields: Glob[] = [[]];
  for (const token of glob) {
    const isColon = token.is === "character" && token.text === ":";
    if (isColon && fields.length < 6) fields.push([]);
    else fields[fields.length - 1] = [...(fields.at(-1) ?? []), token];
  }
  return fields.length === 6 ? { kind: "ARN", fields } : undefined;
}

/** What a variable stands for may have colons, and move what comes behind it to other fields. */
function containsField(outer: Glob, inner: Glob, at: number): boolean {
  if (at < 5 && [outer, inner].some(hasVariable)) return JSON.stringify(outer) === JSON.stringify(inner);
  return containsGlob(outer, inner);
}

function rangeOf(value: bigint | undefined, type: string, order: string): Matches | undefined {
  const kind = type === "Numeric" ? "number" : "date";
  if (value === undefined) return undefined;
  const [from, to] = [
    order.startsWith("Less") ? -Infinity : value,
    order.startsWith("Greater") ? Infinity : value,
  ];
  return { kind, from, to, open: order === "LessThan" || order === "GreaterThan" };
}

function inNetwork(text: string): Matches | undefined {
  const network = networkOf(text);
  return network && { kind: "address", ...network };
}

function containsAddress(outer: Network, inner: Network): boolean {
  const type = isIPv6(outer.address) ? "ipv6" : "ipv4";
  if (isIPv6(inner.address) !== (type === "ipv6")) return false;
  const list = new BlockList();
  list.addSubnet(outer.address, outer.prefix, type);
  return outer.prefix <= inner.prefix && list.check(inner.address, type);
}

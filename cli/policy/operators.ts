import { BlockList, isIPv6 } from "node:net";
import { type Glob, globOf, matches, withinFields } from "./glob";
import { dateOf, isBound, lowerCase, networkOf, numberOf } from "./scalars";

/** A condition operator, taken apart. */
export interface Operator {
  /** Without set, `Not` and `IfExists`, such as `StringLike`; `Null` stands for itself. */
  base: string;
  /** For keys with several values: whether each of them or some must match. */
  set: "all" | "any" | undefined;
  negated: boolean;
  ifExists: boolean;
}

const texts = ["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"];
const orders = ["Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const bases = [
  ...texts,
  ...["Bool", "BinaryEquals", "IpAddress", "Null"],
  ...["Numeric", "Date"].flatMap((type) => orders.map((order) => type + order)),
];
const negatable = [...texts, "NumericEquals", "DateEquals", "IpAddress"];

/**
 * Undefined where IAM has no such operator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operatorOf(name: string): Operator | undefined {
  const [, set, rest = "", ifExists] = /^(?:For(AnyValue|AllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const base = rest === "NotIpAddress" ? "IpAddress" : rest.replace(/Not(?=Equals|Like)/, "");
  const negated = base !== rest;
  if (!bases.includes(base) || (negated && !negatable.includes(base))) return undefined;
  if (base === "Null" && (set || ifExists)) return undefined;
  const sets = { AllValues: "all", AnyValue: "any" } as const;
  return { base, set: sets[set as keyof typeof sets], negated, ifExists: ifExists !== undefined };
}

/** Whether variables stand for something in the values of an operator. */
export const takesVariables = ({ base }: Operator) => /^(String|Arn)/.test(base);

/** How a value of a condition is compared: with a pattern of text, or as what it stands for. */
export type Wanted =
  | { is: "text"; glob: Glob; anyCase: boolean }
  | { is: "scalar"; type: "number" | "date" | "address"; text: string; holds(given: string): boolean }
  /** It is not of the operator's type: it matches nothing. */
  | { is: "nothing" };

/** Reads a value as an operator's base does. Variables stay in the pattern. */
export function wantedOf(base: string, value: string, variables: boolean): Wanted {
  const text = (glob: Glob | undefined, anyCase = false): Wanted =>
    glob ? { is: "text", glob, anyCase } : { is: "nothing" };
  const plain = globOf(value, { wildcards: false, variables });
  switch (base) {
    case "StringEquals":
      return text(plain);
    case "StringEqualsIgnoreCase":
      return text(plain, true);
    case "StringLike":
      return text(globOf(value, { wildcards: true, variables }));
    case "ArnEquals":
    case "ArnLike":
      return text(withinFields(globOf(value, { wildcards: true, variables })));
    case "Bool":
      return text(globOf(value, { wildcards: false, variables: false }), true);
    case "BinaryEquals":
      return text(globOf(value, { wildcards: false, variables: false }));
    case "IpAddress":
      return inNetwork(value);
    default:
      return inOrder(base, value);
  }
}

function inNetwork(text: string): Wanted {
  const network = networkOf(text);
  if (!network) return { is: "nothing" };
  const type = isIPv6(network.address) ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(network.address, network.prefix, type);
  const holds = (given: string) => isIPv6(given) === (type === "ipv6") && list.check(given, type);
  return { is: "scalar", type: "address", text, holds };
}

function inOrder(base: string, text: string): Wanted {
  const isNumber = base.startsWith("Numeric");
  const read = isNumber ? numberOf : dateOf;
  const order = base.replace(/^Numeric|^Date/, "");
  const wanted = read(text);
  if (wanted === undefined || !isBound(wanted)) return { is: "nothing" };
  const holds = (given: string) => {
    const value = read(given);
    if (value === undefined) return false;
    if (value === wanted) return order.endsWith("Equals");
    return order.startsWith("Less") ? value < wanted : order.startsWith("Greater") && value > wanted;
  };
  return { is: "scalar", type: isNumber ? "number" : "date", text, holds };
}

function matchesWanted(wanted: Wanted, given: string): boolean {
  if (wanted.is === "scalar") return wanted.holds(given);
  return wanted.is === "text" && matches(wanted.glob, given, wanted.anyCase);
}

/** Whether a condition holds, by its values as they are read and what the request has for its key. */
export function holds(operator: Operator, wanted: Wanted[], given: readonly string[] | undefined): boolean {
  if (given === undefined && operator.ifExists) return true;
  const all = given ?? [];
  const some = (one: string) => wanted.some((value) => matchesWanted(value, one));
  if (operator.set === "all") return all.every((one) => some(one) !== operator.negated);
  if (operator.set === "any") return all.some((one) => some(one) !== operator.negated);
  return all.some(some) !== operator.negated;
}

/** `Null` asks whether a key is not there, or has no value. */
export function holdsNull(values: string[], given: readonly string[] | undefined): boolean {
  const isNull = String(given === undefined || given.length === 0);
  return values.some((value) => lowerCase(value) === isNull);
}

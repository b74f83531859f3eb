import { namesExternalId, notShown } from "../policy/externalId";
import { lowerCase } from "../policy/scalars";
import { contains, readValue, type Value } from "./values";

/** What a request must fulfil in one key. A statement's conditions are constraints of which each must hold. */
export interface Constraint {
  key: string;
  /**
   * `one`: the key's value matches. `any`, `all`: some or each of several does. `null` also holds where the key is there
   * and has no value.
   */
  is: "absent" | "null" | "present" | "one" | "any" | "all" | "unknown";
  /** The values are those that must not match. */
  negated: boolean;
  values: Value[];
  operator: string;
}

/** The condition operators, as read by the operator that each negates or is. */
const operators = new Map<string, { base: string; negated: boolean }>([
  ...[
    ...[
      "StringEquals",
      "StringLike",
      "StringEqualsIgnoreCase",
      "ArnEquals",
      "ArnLike",
      "Bool",
      "BinaryEquals",
    ],
    ...["Numeric", "Date"].flatMap((type) =>
      ["Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
        (order) => type + order,
      ),
    ),
    "IpAddress",
  ].map((name) => [name, { base: name, negated: false }] as const),
  ...[
    ...["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"],
    ...["NumericEquals", "DateEquals", "IpAddress"],
  ].map((base) => [negation(base), { base, negated: true }] as const),
]);

function negation(base: string): string {
  return base === "IpAddress" ? "NotIpAddress" : base.replace(/(Equals|Like)/, "Not$1");
}

/**
 * One condition as alternatives, each a list of constraints that must all hold: the values of a positive operator are
 * alternatives, those of a negated one must all be missed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function alternativesOf(
  operator: string,
  key: string,
  values: string[],
  variables: boolean,
): Constraint[][] {
  if (operator === "Null" && values.every((value) => value === "true" || value === "false")) {
    return values.map((value) => [bare(key, value === "true" ? "null" : "present")]);
  }
  const [, set, name = "", ifExists] =
    /^(?:For(AnyValue|AllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const read = (base: string) => values.map((text) => readValue(base, text, variables));
  const { base, negated } = operators.get(name) ?? {};
  const hasVariables = read(operator).some((value) => value.variables.length > 0);
  // Where a key is absent and a variable stands for nothing, what comes of IfExists is not said.
  if (base === undefined || negated === undefined || (ifExists && hasVariables)) {
    return [[{ key, is: "unknown", negated: false, values: read(operator), operator }]];
  }
  const is = set === "AnyValue" ? "any" : set === "AllValues" ? "all" : "one";
  const constraint = (some: Value[]): Constraint => ({ key, is, negated, values: some, operator: name });
  const each = read(base).map((value) => constraint([value]));
  const whole = constraint(read(base));
  // These hold where the key is absent, with IfExists or without.
  if (is === "all") return [negated ? each : [whole]];
  if (is === "one" && negated) return [each];
  // Nor is it said whether the other values hold where one has a variable that stands for nothing.
  const present = negated || hasVariables ? [[whole]] : each.map((one) => [one]);
  return ifExists ? [[bare(key, "absent")], ...present] : present;
}

function bare(key: string, is: Constraint["is"]): Constraint {
  return { key, is, negated: false, values: [], operator: "" };
}

const isPresent = ({ is, negated }: Constraint) =>
  is === "present" || is === "any" || (is === "one" && !negated);
const isNull = ({ is }: Constraint) => is === "absent" || is === "null";

/** The constraints without those that others imply; undefined if no request fulfils all of them. */
export function simplified(constraints: Constraint[]): Constraint[] | undefined {
  const different = [...new Map(constraints.map((one) => [signOf(one), one])).values()];
  const others = (one: Constraint) => different.filter((other) => other !== one && sameKey(other, one));
  if (different.some((one) => isNull(one) && others(one).some(isPresent))) return undefined;
  return different.filter(
    (one) =>
      !(one.is === "present" && others(one).some(isPresent)) &&
      !(one.is === "null" && others(one).some(isNull)),
  );
}

/** Whether whatever fulfils all of the constraints fulfils this one. */
export function imply(constraints: Constraint[], one: Constraint): boolean {
  return constraints.some((other) => sameKey(other, one) && implies(other, one));
}

function implies(given: Constraint, one: Constraint): boolean {
  if (one.is === "present") return isPresent(given);
  if (one.is === "absent") return given.is === "absent";
  if (one.is === "null") return isNull(given);
  if (isNull(given)) {
    // A variable that stands for nothing may keep a condition from holding.
    const holds = one.is === "all" || (one.is === "one" && one.negated);
    return holds && variablesOf(one).length === 0;
  }
  if (given.is !== one.is || given.negated !== one.negated) return false;
  if (one.is === "unknown") return signOf(given) === signOf(one);
  // Where one of its own variables stands for nothing, the given constraint does not hold either.
  if (!variablesOf(one).every((name) => variablesOf(given).includes(name))) return false;
  const [outer, inner] = one.negated ? [given, one] : [one, given];
  return inner.values.every((value) => outer.values.some((other) => contains(other, value)));
}

const variablesOf = ({ values }: Constraint) => values.flatMap(({ variables }) => variables);
const sameKey = (one: Constraint, other: Constraint) => lowerCase(one.key) === lowerCase(other.key);

/** Same for the same constraint, other for another. */
export function signOf({ key, is, values, operator }: Constraint): string {
  const texts = values.map(({ text, reading }) => [text, reading === "variable"]).sort();
  return JSON.stringify([lowerCase(key), is, operator, ...texts]);
}

/** An external ID may be a secret, and this is printed. */
export const isSecret = ({ key, operator }: Constraint) => [key, operator].some(namesExternalId);

/** The constraint without what must not be printed. */
export function shown(constraint: Constraint): Constraint {
  if (!isSecret(constraint)) return constraint;
  return { ...constraint, values: constraint.values.map((value) => ({ ...value, text: notShown })) };
}

export function inWords(constraint: Constraint): string {
  const { key, is, operator, values } = shown(constraint);
  if (is === "absent" || is === "null" || is === "present") return `${key} is ${is}`;
  const set = { any: "ForAnyValue:", all: "ForAllValues:" }[is as string] ?? "";
  return `${key} ${set}${operator} ${values.map(({ text }) => text || "(empty)").join(" or ")}`;
}

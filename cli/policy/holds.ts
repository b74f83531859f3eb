import type { Part, Statement } from "./document";
import { Unreadable } from "./document";
import { type Glob, globOf, hasVariable, matches, withinSegments } from "./glob";
import {
  holds,
  holdsNull,
  type Operator,
  operatorOf,
  takesVariables,
  type Wanted,
  wantedOf,
} from "./operators";
import { remembered } from "./remembered";
import { lowerCase } from "./scalars";
import { substituted, type Variable, variablesIn } from "./variables";

/** How to read what IAM's documentation leaves open. */
export interface Reading {
  /**
   * A `*` that is not the last of a segment of an ARN stops at colons, or does not.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
   */
  stars: "everywhere" | "within segments";
  /**
   * What a variable does that stands for nothing: its text matches nothing, or its statement does not hold.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  missing: "matches nothing" | "fails the statement";
}

export const usual: Reading = { stars: "everywhere", missing: "matches nothing" };

/** Every way to read it. */
export const readings: Reading[] = (["matches nothing", "fails the statement"] as const).flatMap((missing) =>
  (["everywhere", "within segments"] as const).map((stars) => ({ stars, missing })),
);

/** What a variable stands for, by its condition key in lower case; undefined for nothing. */
export type Values = (key: string) => string | undefined;

/** A pattern of actions. IAM does not tell upper from lower case in them, and `*:*` is all of them. */
export function actionGlob(pattern: string): Glob {
  return remembered(actionGlobs, pattern, () =>
    globOf(pattern === "*:*" ? "*" : lowerCase(pattern), { wildcards: true, variables: false }),
  );
}
const actionGlobs = new Map<string, Glob>();

/** A pattern of resources, with its variables in it. */
export function resourceGlob(pattern: string, variables: boolean, { stars }: Reading): Glob {
  return remembered(resourceGlobs, `${variables} ${stars} ${pattern}`, () => {
    const glob = globOf(pattern, { wildcards: true, variables });
    return stars === "everywhere" ? glob : withinSegments(glob);
  });
}
const resourceGlobs = new Map<string, Glob>();

/** Whether it makes a difference for a pattern of resources if a `*` stops at colons. */
export function starsMatter(pattern: string, variables: boolean): boolean {
  const glob = resourceGlob(pattern, variables, { ...usual, stars: "within segments" });
  return glob.some((token) => token.is === "any" && token.within);
}

/** A condition that is read. */
export interface Condition {
  key: string;
  operator: Operator;
  values: string[];
  wanted: Wanted[];
}

/** Of the same condition the same object. */
export function conditionOf(stated: Statement["conditions"][number], variables: boolean): Condition {
  const found = read.get(stated);
  if (found?.variables === variables) return found.condition;
  const { operator, key, values } = stated;
  const condition = remembered(conditions, JSON.stringify([operator, key, values, variables]), () =>
    conditionFrom(stated, variables),
  );
  read.set(stated, { variables, condition });
  return condition;
}
const read = new WeakMap<Statement["conditions"][number], { variables: boolean; condition: Condition }>();

function conditionFrom(
  { operator: name, key, values }: Statement["conditions"][number],
  variables: boolean,
): Condition {
  const operator = operatorOf(name);
  if (!operator) throw new Unreadable(`there is no operator ${name}`);
  const hasVariables = variables && takesVariables(operator);
  const wanted = values.map((value) => wantedOf(operator.base, value, hasVariables));
  return { key: lowerCase(key), operator, values, wanted };
}
const conditions = new Map<string, Condition>();

/** Whether it is known what each value of a condition stands for. */
export function isRead({ operator: { base }, values, wanted }: Condition): boolean {
  // A variable, or what is not known offline, may be any text.
  const isOpen = (at: number) => wanted[at]?.is === "text" && hasVariable(wanted[at].glob);
  if (base === "Null") return values.every((value) => /^(true|false)$/i.test(value));
  if (base === "Bool") return values.every((value, at) => /^(true|false)$/i.test(value) || isOpen(at));
  if (base === "BinaryEquals") return values.every((value, at) => isBase64(value) || isOpen(at));
  return wanted.every(({ is }) => is !== "nothing");
}

const isBase64 = (value: string) => Buffer.from(value, "base64").toString("base64") === value;

const globsOf = ({ wanted }: Condition) => wanted.flatMap((one) => (one.is === "text" ? [one.glob] : []));

/** The keys that a statement asks for, in lower case, by a variable too. */
export const keysOf = (statement: Statement): string[] => [
  ...statement.conditions.map(({ key }) => lowerCase(key)),
  ...variablesOf(statement).map(({ key }) => key),
];

/** The variables of a statement, and what is not known offline. Of an operator that IAM does not have nothing is known. */
export function variablesOf(statement: Statement): Variable[] {
  const found = foundVariables.get(statement) ?? variablesFrom(statement);
  foundVariables.set(statement, found);
  return found;
}
const foundVariables = new WeakMap<Statement, Variable[]>();

function variablesFrom({ resource, conditions: all, variables }: Statement): Variable[] {
  const conditions = all.filter(({ operator }) => operatorOf(operator));
  return [
    ...resource.patterns.map((pattern) => resourceGlob(pattern, variables, usual)),
    ...conditions.flatMap((one) => globsOf(conditionOf(one, variables))),
  ].flatMap(variablesIn);
}

/** Whether a variable of a statement stands for nothing, where that keeps the statement from holding. */
export function isVoid(statement: Statement, values: Values, { missing }: Reading): boolean {
  if (missing === "matches nothing") return false;
  return variablesOf(statement).some(
    ({ key, otherwise }) => values(key) === undefined && otherwise === undefined,
  );
}

export function actionHolds(part: Part, action: string): boolean {
  const known = heldActions.get(part) ?? new Map<string, boolean>();
  heldActions.set(part, known);
  return remembered(known, action, () => {
    const asked = lowerCase(action);
    return part.patterns.some((pattern) => matches(actionGlob(pattern), asked)) !== part.not;
  });
}
const heldActions = new WeakMap<Part, Map<string, boolean>>();

export function resourceHolds(
  { resource: { not, patterns }, variables }: Pick<Statement, "resource" | "variables">,
  resource: string,
  values: Values,
  reading: Reading,
): boolean {
  const some = patterns.some((pattern) => {
    const glob = resolved(resourceGlob(pattern, variables, reading), values);
    return glob !== undefined && matches(glob, resource);
  });
  return some !== not;
}

/** The values of a condition with variables in their places. */
export function wantedIn({ wanted }: Condition, values: Values): Wanted[] {
  return wanted.map((one): Wanted => {
    if (one.is !== "text") return one;
    const glob = resolved(one.glob, values);
    return glob ? { ...one, glob } : { is: "nothing" };
  });
}

export function conditionHolds(
  condition: Condition,
  given: readonly string[] | undefined,
  values: Values,
): boolean {
  const { operator } = condition;
  if (operator.base === "Null") return holdsNull(condition.values, given);
  return holds(operator, wantedIn(condition, values), given);
}

/** The pattern itself where it has no variables, so that what is known of it stays known. */
function resolved(glob: Glob, values: Values): Glob | undefined {
  return glob.some(({ is }) => is === "variable") ? substituted(glob, values) : glob;
}

import fc from "fast-check";
import type { Document, Statement } from "./evaluator";

type Some = string | string[];
type Rewrite = (statement: Statement, pick: Pick) => Statement[];
/** A number below the one given. */
export type Pick = (below: number) => number;

/** Numbers from a list, over and over. */
export const picks: fc.Arbitrary<Pick> = fc
  .array(fc.nat(9999), { minLength: 40, maxLength: 40 })
  .map((numbers) => {
    let at = 0;
    return (below) => (numbers[at++ % numbers.length] ?? 0) % below;
  });

const parts = ["Action", "NotAction", "Resource", "NotResource"] as const;
type Part = (typeof parts)[number];
const list = (some: Some): string[] => [some].flat();
const isPositive = (operator: string) => !/Not|ForAllValues|^Null/.test(operator);

/** Ways to write a statement otherwise that change nothing. */
const rewrites: Record<string, Rewrite> = {
  "another Sid": (statement, pick) => [{ ...statement, Sid: `Renamed${pick(1000)}` }],
  "no Sid": ({ Sid: _, ...statement }) => [statement],
  twice: (statement) => [statement, { ...statement }],
  "actions in another case": (statement) => [
    mapped(statement, "Action", (all) =>
      all.map((one) => (one.length % 2 ? one.toUpperCase() : one.toLowerCase())),
    ),
  ],
  "lists turned round": (statement) => [
    parts.reduce((one, part) => mapped(one, part, (all) => all.toReversed()), statement),
  ],
  "lists in place of strings": (statement) => [
    mapped(
      mapped(statement, "Action", (all) => all),
      "Resource",
      (all) => all,
    ),
  ],
  "an action that a pattern holds": (statement) => [
    mapped(statement, "Action", (all) => [...all, ...all.map((one) => one.replace("*", "x"))]),
  ],
  "a resource that a pattern holds": (statement) => [
    mapped(statement, "Resource", (all) => [...all, ...all.map((one) => one.replace(/\*$/, "x"))]),
  ],
  "a statement for each action": (statement) => each(statement, "Action"),
  "a statement for each resource": (statement) => {
    // Where a variable stands for nothing, a statement may not hold at all: it takes the others of its list with it.
    const all = each(statement, "Resource");
    const variables = (one: Statement): string[] => JSON.stringify(one).match(/\$\{[^*?$}]*\}/g) ?? [];
    const isWhole = (one: Statement) => variables(statement).every((name) => variables(one).includes(name));
    return all.every(isWhole) ? all : [statement];
  },
  "conditions in another order": (statement) => [
    withCondition(statement, (entries) =>
      entries
        .toReversed()
        .map(([operator, keys]) => [operator, Object.fromEntries(Object.entries(keys).toReversed())]),
    ),
  ],
  "values in another order, as lists": (statement) => [
    withCondition(statement, (entries) =>
      entries.map(([operator, keys]) => [operator, inKeys(keys, (values) => list(values).toReversed())]),
    ),
  ],
  "keys in another case": (statement) => [
    withCondition(statement, (entries) =>
      entries.map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [key.toUpperCase(), values])),
      ]),
    ),
  ],
  "a statement for each value": (statement, pick) => {
    const all = Object.entries(statement.Condition ?? {}).filter(([operator]) => isPositive(operator));
    const [operator, keys] = all[pick(Math.max(1, all.length))] ?? [];
    const [key, values] = Object.entries(keys ?? {})[0] ?? [];
    // Of a value beside a variable it is not known whether it holds alone.
    if (!operator || !key || !values || JSON.stringify(values).includes("${")) return [statement];
    return list(values).map((value) => ({
      ...statement,
      Condition: { ...statement.Condition, [operator]: { ...keys, [key]: value } },
    }));
  },
};

export const waysToRewrite = Object.keys(rewrites);

/** A document that means the same: its statements rewritten a few times, and in another order. */
export function rewritten(document: Document, pick: Pick, ways = waysToRewrite): Document {
  let statements = document.Statement;
  for (let times = 0; times < 3; times++) {
    statements = statements.flatMap((one) => {
      if (statements.length > 60) return [one];
      return rewrites[ways[pick(ways.length)] ?? ""]?.(one, pick) ?? [one];
    });
  }
  return { ...document, Statement: shuffled(statements, pick) };
}

function mapped(statement: Statement, part: Part, change: (all: string[]) => string[]): Statement {
  const some = statement[part];
  return some === undefined ? statement : { ...statement, [part]: change(list(some)) };
}

function each(statement: Statement, part: Part): Statement[] {
  const some = statement[part];
  return some === undefined ? [statement] : list(some).map((one) => ({ ...statement, [part]: one }));
}

type Condition = NonNullable<Statement["Condition"]>;
type Entries = [string, Condition[string]][];

function withCondition(statement: Statement, change: (entries: Entries) => Entries): Statement {
  if (!statement.Condition) return statement;
  return { ...statement, Condition: Object.fromEntries(change(Object.entries(statement.Condition))) };
}

function inKeys(keys: Condition[string], change: (values: Some) => Some): Condition[string] {
  return Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, change(values)]));
}

function shuffled<T>(items: T[], pick: Pick): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(pick(left.length), 1));
}

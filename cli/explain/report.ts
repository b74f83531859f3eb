import { conditionWords } from "../policy/conditionWords";
import { truthOf, unknownOf } from "../policy/keyWords";
import type { Evaluation, Tested } from "../policy/request";
import { few, valuesIn, withoutValues, withValues } from "../requests/seen";
import type { Explanation } from "./explain";
import type { Open } from "./open";
import type { Question } from "./question";
import { isTold } from "./told";

/** How many are told one by one; more are summed up. */
const single = 20;

/** In words: each on its own, or, of many, by what decided. */
export function asText(explanations: Explanation[]): string {
  return explanations.length > single ? summed(explanations) : explanations.map(oneByOne).join("\n");
}

function oneByOne(explanation: Explanation): string {
  const { question, request, evaluation, open, role, advice, unknown } = explanation;
  const where = question.where ? [question.where] : [];
  const toDo = advice ? [`  To do: ${advice.replace(/\.$/, "")}.`] : [];
  // A role does not assume itself.
  const who = request?.action.startsWith("sts:")
    ? (question.principal ?? question.who?.words ?? "who asks")
    : role;
  if (!request || !evaluation) {
    const [asked] = question.checks;
    const what = asked ? [`${asked.action} on ${asked.resource} cannot be decided here.`] : [];
    return [
      ...where,
      ...what,
      ...unknown.map((line) => `  ${question.unnamed.includes(line) ? "Not known: " : ""}${line}`),
      ...toDo,
      "",
    ].join("\n");
  }
  if (open.length > 0) {
    return [
      ...where,
      `Whether ${request.action} on ${request.resource} is allowed to ${who} depends on ${keysOf(open).join(" and ")}, which ${source[question.tells]}.`,
      ...open.map((one) => `  ${ofOpen(one)}.`),
      ...(question.refused === false ? [`  ${letThrough}.`] : []),
      ...toDo,
      ...unknown.map((line) => `  Not known: ${line}`),
      "",
    ].join("\n");
  }
  const how = { allowed: "is allowed", "implicit deny": "is not allowed", "explicit deny": "is denied" }[
    evaluation.decision
  ];
  return [
    ...where,
    `${request.action} on ${request.resource} ${how} to ${who}.`,
    ...decidedBy(evaluation, question.tells).map((line) => `  ${line}`),
    ...toDo,
    ...unknown.map((line) => `  Not known: ${line}`),
    "",
  ].join("\n");
}

function decidedBy({ by, missing, nearMisses }: Evaluation, tells: Question["tells"]): string[] {
  if (by.length > 0) {
    return by.flatMap(({ statement, document, conditions }) => [
      `${statement.effect === "Deny" ? "Denied" : "Allowed"} by ${statement.sid || "a statement without Sid"} of ${document}.`,
      ...(statement.effect === "Deny" ? conditions.map((one) => `  ${ofDeny(one, tells)}.`) : []),
    ]);
  }
  const nearest = nearMisses
    .slice(0, 3)
    .flatMap(({ statement, document, parts, failed }) => [
      `${statement.sid || "A statement"} of ${document} allows the action, but only`,
      ...(parts.includes("resource") ? [`  on ${statement.resource.patterns.slice(0, 4).join(", ")};`] : []),
      ...(parts.includes("principal") ? ["  to somebody else;"] : []),
      ...failed.map((one) => `  where ${inWords(one, tells)};`),
    ]);
  return [`No statement of the ${missing.join(" and ")} policies allows it as it was asked.`, ...nearest];
}

const source = {
  all: "nothing here tells",
  most: "the event does not tell",
  nothing: "the error does not tell",
};

export const keysOf = (open: Open[]) => [...new Set(open.flatMap(({ keys }) => keys))];

const letThrough =
  "AWS let it through: so these policies allowed it, if they are the ones that are deployed (hipaa-iam verify compares them)";

/** What a statement does by what is not told. */
function ofOpen({ statement, document, conditions, resources }: Open): string {
  const name = `${statement.sid || "A statement without Sid"} of ${document}`;
  const does = statement.effect === "Deny" ? "denies it" : "allows it only";
  const on = resources.length > 0 ? ` on ${resources.slice(0, 4).join(", ")}` : "";
  const where =
    conditions.length > 0 ? ` where ${conditions.map((one) => conditionWords(one)).join(" and ")}` : "";
  return `${name} ${does}${on}${where}`;
}

/** Why a condition of a deny counts: by what the request has, or as nobody tells what it has. */
function ofDeny(one: Tested, tells: Question["tells"]): string {
  const { operator, key, seen } = one;
  const isUntold = seen === undefined && (!isTold(key, tells) || truthOf(key, true) !== undefined);
  if (!isUntold) return `It holds as ${inWords(one, tells)}`;
  const told = `${source[tells]} ${unknownOf(key, operator === "Null")}`;
  return `${told[0]?.toUpperCase()}${told.slice(1)}. So explain assumes the case of ${key} that the statement denies`;
}

/** What a condition says, and what the request has for its key. An external ID may be a secret. */
function inWords({ operator, key, wanted, seen }: Tested, tells: Question["tells"]): string {
  const isSecret = /^sts:ExternalId$/i.test(key);
  const values = isSecret ? ["that of the stack's config"] : wanted;
  const absent = isTold(key, tells) ? "was not sent" : "is not told here";
  const saw = seen === undefined ? absent : `was ${isSecret ? "another" : seen.join(", ") || "empty"}`;
  return `${conditionWords({ operator, key, values }, seen !== undefined)}: ${key} ${saw}`;
}

const outcomes = [
  ...(["allowed", "implicit deny", "explicit deny"] as const),
  "depends on what is not told",
  ...(["refused by AWS, not by these policies", "let through by AWS, not by these policies"] as const),
  "not known",
] as const;

/** How a request ended, or would. */
export function outcomeOf({
  question: { refused },
  evaluation,
  open,
}: Explanation): (typeof outcomes)[number] {
  if (!evaluation) return "not known";
  const { decision } = evaluation;
  if (open.length > 0)
    return refused ? "refused by AWS, not by these policies" : "depends on what is not told";
  if (decision === "allowed") return refused ? "refused by AWS, not by these policies" : decision;
  return refused === false ? "let through by AWS, not by these policies" : decision;
}

interface Group {
  decision: string;
  what: string;
  count: number;
  example: Explanation;
}

/** By action, deciding statement and advice, whatever values each request had; the most frequent first. */
export function groupsOf(explanations: Explanation[]): Group[] {
  const groups = new Map<string, Group & { values: Set<string>[] }>();
  for (const one of explanations) {
    const { request, evaluation, open, untold } = one;
    const marked = request ? one.marked : untold;
    const decision = outcomeOf(one);
    const by = (open.length > 0 ? open : (evaluation?.by ?? []))
      .map(({ statement }) => statement.sid)
      .join(", ");
    const on = open.length > 0 ? ` depends on ${keysOf(open).join(" and ")},` : "";
    const advice = withoutValues(marked);
    const what = request
      ? `${request.action}${on}${by ? ` by ${by}` : ""}${advice ? `: ${advice}` : ""}`
      : advice;
    const id = `${decision} ${what}`;
    const group = groups.get(id) ?? { decision, what, count: 0, example: one, values: [] };
    groups.set(id, group);
    group.count++;
    for (const [at, value] of valuesIn(marked).entries()) {
      group.values[at] ??= new Set();
      if (group.values[at].size <= few) group.values[at].add(value);
    }
  }
  return [...groups.values()]
    .map(({ values, what, ...group }) => ({ ...group, what: withValues(what, values) }))
    .sort((a, b) => b.count - a.count);
}

function summed(explanations: Explanation[]): string {
  const groups = groupsOf(explanations);
  const counts = outcomes.map(
    (decision) => [decision, groups.filter((one) => one.decision === decision)] as const,
  );
  const sum = (some: Group[]) => some.reduce((total, { count }) => total + count, 0);
  const totals = counts
    .filter(([, some]) => some.length > 0)
    .map(([decision, some]) => `${sum(some)} ${decision}`);
  return [
    `${explanations.length} events: ${totals.join(", ")}.`,
    ...counts.flatMap(([decision, some]) => [
      ...(some.length > 0 ? ["", `${decision}:`] : []),
      ...some.map(
        ({ count, what, example }) =>
          `  ${count} × ${what}\n      such as ${example.request?.resource ?? "?"}, ${example.question.where}`,
      ),
    ]),
    "",
  ].join("\n");
}

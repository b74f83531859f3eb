import type { Statement } from "../../policy/document";
import {
  actionGlob,
  type Condition,
  conditionOf,
  type Reading,
  readings,
  resourceGlob,
  variablesOf,
} from "../../policy/holds";
import { askingOf, namingOf } from "../../policy/principals";
import { all, type Claim, statementsIn } from "../claim";
import type { Universe } from "../decide";
import { linksOf } from "../links";
import { actionForms, principalsIn, resourceForms } from "../space";
import { readIn, refuseUnknownActions, unreadWords } from "../unread";
import { conditionTerm, type Key, keyOf } from "./keys";
import { and, matching, not, or, symbol, type ValueOf } from "./texts";

/**
 * The question whether there is a request that a claim holds for, in some reading of IAM's documentation, as an SMT-LIB
 * script: `sat` where there is one. It shares no step with the engine but how documents are read: no classes, no boxes.
 */
export function problemOf(claim: Claim, universe: Universe): string {
  const stated = statementsIn(claim);
  const facts = all(...universe.facts, ...linksOf([...stated], universe));
  statementsIn(facts, stated);
  const statements = [...stated];
  const names = new Map(statements.map((one, at) => [one, nameOf(one, at)]));
  const keys = keysOf(statements);
  const askings = universe.principal ? [universe.principal] : principalsIn(statements);
  const ofKey: ValueOf = (key) => {
    const { has, values } = keys.get(key) as Key;
    return { has, text: values[0]?.value ?? '""' };
  };
  refuseUnknownActions(statements);
  const unread = new Map(
    statements.map((one) => [one, unreadWords(one).map((words) => symbol(names.get(one) ?? "", words))]),
  );
  const written = readings.map((reading) => {
    const terms = statements.map((one) =>
      and([statementTerm(one, keys, ofKey, reading), ...(unread.get(one) ?? [])]),
    );
    return { terms, text: terms.join("\n") };
  });
  const different = written.filter(({ text }, at) => written.findIndex((one) => one.text === text) === at);
  const definitions = different.flatMap(({ terms }, reading) =>
    statements.flatMap((one, at) => [
      ...(reading === 0 ? commentsOf(one) : []),
      `(define-fun ${symbol(names.get(one) ?? "", `reading ${reading + 1}`)} () Bool\n  ${terms[at]})`,
    ]),
  );
  const claimed = different.map((_, reading) =>
    claimTerm(all(claim, facts), (one) => symbol(names.get(one) ?? "", `reading ${reading + 1}`), askings),
  );
  return [
    "(set-logic QF_SLIA)",
    "; The action is in lower case, as IAM does not tell cases apart in it.",
    "(declare-const action String)",
    formTerm("action", actionForms),
    "; An ARN, or * for an action that takes no resource.",
    "(declare-const resource String)",
    formTerm("resource", resourceForms),
    "; Whether the resource is of the account of whoever asks.",
    "(declare-const own Bool)",
    ...principalLines(askings),
    ...[...keys.values()].flatMap(({ declarations }) => declarations),
    ...[...unread.values()].flat().map((one) => `(declare-const ${one} Bool)`),
    ...definitions,
    `(assert ${or(claimed)})`,
    "(check-sat)",
    "",
  ].join("\n");
}

const nameOf = ({ sid }: Statement, at: number) => `${at + 1}${sid ? ` ${sid}` : ""}`;

function keysOf(statements: Statement[]): Map<string, Key> {
  const conditions = new Map<string, Set<Condition>>();
  const ofVariables = new Set(statements.flatMap(variablesOf).map(({ key }) => key));
  for (const key of ofVariables) conditions.set(key, new Set());
  for (const statement of statements) {
    for (const one of readIn(statement)) {
      const condition = conditionOf(one, statement.variables);
      conditions.set(condition.key, (conditions.get(condition.key) ?? new Set()).add(condition));
    }
  }
  return new Map(
    [...conditions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, found]) => [key, keyOf(key, [...found], ofVariables.has(key))]),
  );
}

function commentsOf({ sid, effect, action, resource, principal, conditions }: Statement): string[] {
  const part = (name: string, { not: isNot, patterns }: Statement["action"]) =>
    `${isNot ? "Not" : ""}${name} ${JSON.stringify(patterns)}`;
  const parts = [part("Action", action), part("Resource", resource), part("Principal", principal)];
  return [
    `; ${[sid && JSON.stringify(sid), effect, ...parts].filter((one) => one !== "").join(", ")}`,
    ...conditions.map(({ operator, key, values }) => `;   if ${JSON.stringify([operator, key, values])}`),
  ].map((line) => line.replace(/[\u007f-\uffff]/g, "?"));
}

function statementTerm(
  statement: Statement,
  keys: Map<string, Key>,
  ofKey: ValueOf,
  reading: Reading,
): string {
  const { action, resource, variables } = statement;
  const needed = reading.missing === "matches nothing" ? [] : variablesOf(statement);
  const actions = or(action.patterns.map((one) => matching("action", actionGlob(one), false, ofKey)));
  const resources = or(
    resource.patterns.map((one) => matching("resource", resourceGlob(one, variables, reading), false, ofKey)),
  );
  return and([
    ...needed.flatMap(({ key, otherwise }) => (otherwise === undefined ? [ofKey(key).has] : [])),
    action.not ? not(actions) : actions,
    resource.not ? not(resources) : resources,
    ...readIn(statement).map((one) => {
      const condition = conditionOf(one, variables);
      return conditionTerm(condition, keys.get(condition.key) as Key, ofKey);
    }),
  ]);
}

function formTerm(text: string, forms: typeof actionForms): string {
  const none: ValueOf = () => ({ has: "false", text: '""' });
  return `(assert ${or(forms.map(({ glob }) => matching(text, glob, false, none)))})`;
}

function principalLines(askings: string[]): string[] {
  return [
    "; Who asks: each of whom the documents name, and one of each sort that they do not name.",
    "(declare-const principal Int)",
    ...askings.map((one, at) => `;   ${at}: ${one.replace(/[^ -~]/g, "?")}`),
    `(assert (<= 0 principal ${askings.length - 1}))`,
  ];
}

function claimTerm(claim: Claim, nameIn: (statement: Statement) => string, askings: string[]): string {
  const asks = askings.map((one) => askingOf(one, undefined));
  const among = (holds: (asking: (typeof asks)[number]) => boolean) =>
    or(asks.flatMap((one, at) => (holds(one) ? [`(= principal ${at})`] : [])));
  const termOf = (one: Claim): string => {
    switch (one.is) {
      case "not":
        return not(termOf(one.claim));
      case "all":
        return and(one.claims.map(termOf));
      case "any":
        return or(one.claims.map(termOf));
      case "in":
        return nameIn(one.statement);
      case "named":
        return among((asking) => one.how.some((how) => how === namingOf(one.statement.principal, asking)));
      case "of an account":
        return among(({ account }) => account !== undefined);
      case "own":
        return "own";
    }
  };
  return termOf(claim);
}

import type { Statement } from "../policy/document";
import { namesExternalId, notShown } from "../policy/externalId";
import { hasVariable } from "../policy/glob";
import { actionGlob, type Condition, conditionOf, isRead } from "../policy/holds";
import { operatorOf } from "../policy/operators";
import { Undecided } from "./automaton";
import { isSeveral } from "./severalKeys";

type Stated = Statement["conditions"][number];

/**
 * The conditions of a statement with a value that IAM's documentation does not tell the meaning of, or that is not known
 * offline. Nobody can tell when these hold: a question counts both.
 */
export function unreadIn(statement: Statement): Stated[] {
  const found = known.get(statement) ?? statement.conditions.filter((one) => !isReadIn(statement, one));
  known.set(statement, found);
  return found;
}
const known = new WeakMap<Statement, Stated[]>();

/** Of an operator that IAM does not have nothing is said. */
function isReadIn(statement: Statement, one: Stated): boolean {
  const { operator } = one;
  if (!operatorOf(operator)) refuse(statement, `there is no operator ${operator}`);
  return isRead(conditionOf(one, statement.variables));
}

function refuse(statement: Statement, why: string): never {
  const refusal = new Undecided(why);
  refusal.statements = [statement];
  throw refusal;
}

/** The conditions that are read. */
export function readIn(statement: Statement): Stated[] {
  const unread = unreadIn(statement);
  return unread.length === 0
    ? statement.conditions
    : statement.conditions.filter((one) => !unread.includes(one));
}

/** Names what of a statement is not read, as it writes it. */
export function unreadWords(statement: Statement): string[] {
  const of = statement.sid ? ` of ${statement.sid}` : "";
  return unreadIn(statement).map(({ operator, key, values }) => {
    const shown = namesExternalId(key) ? notShown : values.join(" or ");
    return `${operator} ${key} ${shown}${of} cannot be read`;
  });
}

/** Of actions that are not known offline nothing is said. */
export function refuseUnknownActions(statements: Iterable<Statement>): void {
  for (const one of statements) {
    const unknown = one.action.patterns.find((pattern) => hasVariable(actionGlob(pattern)));
    if (unknown !== undefined) refuse(one, `the action ${unknown} cannot be read`);
  }
}

const typeWords = { number: "a number", date: "a date", address: "an address" };

/**
 * A variable stands for one text. How AWS writes a number, a date or an address in its place it does not say, and a key of
 * several values it does not put there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function refuseUnreadVariable(key: string, conditions: Condition[]): void {
  const own = conditions.filter((one) => one.key === key);
  if (isSeveral(key) || own.some(({ operator }) => operator.set !== undefined))
    throw new Undecided(`the variable \${${key}} cannot be read: its key has several values`);
  for (const wanted of own.flatMap((one) => one.wanted)) {
    if (wanted.is !== "scalar") continue;
    const type = typeWords[wanted.type];
    throw new Undecided(`the variable \${${key}} cannot be read: its key is also compared as ${type}`);
  }
}

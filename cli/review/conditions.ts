import { conditionWords, holdsWhereAbsent, type Stated } from "../policy/conditionWords";
import { operatorOf } from "../policy/operators";
import { entries, list } from "./statement";

/** A condition of a statement, in IAM's words and in plain ones. */
export interface ReviewedCondition extends Stated {
  words: string;
}

/** All conditions of a statement. All of them must hold. */
export function conditionsOf(condition: unknown): ReviewedCondition[] {
  return entries(condition).flatMap(([operator, map]) =>
    entries(map).map(([key, value]) => {
      const stated = { operator, key, values: list(value) };
      return { ...stated, words: conditionWords(stated) };
    }),
  );
}

/** The conditions as sentences; where two are about one key, as they read together. */
export function sentencesOf(conditions: ReviewedCondition[]): string[] {
  const of = (key: string, isOne: (one: ReviewedCondition) => boolean) =>
    conditions.some((one) => one.key === key && isOne(one));
  return conditions.flatMap((one) => {
    if (isNegated(one) && of(one.key, requires)) return conditionWords(one, true);
    return isPresence(one) && of(one.key, isNegated) ? [] : conditionWords(one);
  });
}

function isPresence({ operator, values }: ReviewedCondition): boolean {
  return operator === "Null" && values.join() === "false";
}

/** Whether a condition is met by other values than its own. */
function isNegated({ operator }: ReviewedCondition): boolean {
  const read = operatorOf(operator);
  return read?.negated === true && read.set === undefined && !read.ifExists;
}

/** Whether a condition does not hold where its key is absent. */
function requires(one: ReviewedCondition): boolean {
  const read = operatorOf(one.operator);
  return isPresence(one) || (read !== undefined && read.base !== "Null" && !holdsWhereAbsent(read));
}

import { meaningOf, presenceOf, truthOf } from "./keyWords";
import { type Operator, operatorOf } from "./operators";

/** A condition as a document states it. */
export interface Stated {
  operator: string;
  key: string;
  values: string[];
}

/** What an operator says of a key: that it is so, and that it is not, behind "is absent or" and of a key that is there. */
type Verb = [is: string, orNot: string, not: string];

const equals: Verb = ["is", "other than", "has a value other than"];
const like: Verb = ["matches", "does not match", "has a value that does not match"];
const inOrder = (is: string): Verb => [is, `not ${is}`, `not ${is}`]; // IAM has no negation of these.
const verbs: Record<string, Verb> = {
  ...{ StringLike: like, ArnLike: like },
  IpAddress: ["is in", "not in", "is there and not in"],
  NumericLessThan: inOrder("is less than"),
  NumericLessThanEquals: inOrder("is at most"),
  NumericGreaterThan: inOrder("is more than"),
  NumericGreaterThanEquals: inOrder("is at least"),
  DateLessThan: inOrder("is before"),
  DateLessThanEquals: inOrder("is not after"),
  DateGreaterThan: inOrder("is after"),
  DateGreaterThanEquals: inOrder("is not before"),
};

/**
 * A condition as a sentence. `isThere` says whether the request has the key, where that is known: an operator that also
 * holds where the key is absent then says which of the two it is.
 */
export function conditionWords({ operator, key, values }: Stated, isThere?: boolean): string {
  const read = operatorOf(operator);
  if (!read) return `${key} ${operator} ${either(values)}`;
  if (read.base === "Null") return presenceWords(key, values);
  const truth = read.base === "Bool" ? truthIn(key, values) : undefined;
  if (isThere === false && holdsWhereAbsent(read)) {
    return truth ? `it is not told whether ${truthOf(key, true)}` : presenceOf(key, false);
  }
  if (truth) return read.ifExists && isThere === undefined ? `${truth}, or does not say` : truth;
  return read.set ? setWords(read, key, values) : oneWords(read, key, values, isThere);
}

/** Whether a condition holds of a request without its key. */
export function holdsWhereAbsent({ set, negated, ifExists }: Operator): boolean {
  return ifExists || set === "all" || (negated && set === undefined);
}

function presenceWords(key: string, values: string[]): string {
  const asked = new Set(values.map((value) => value === "true"));
  if (asked.size > 1) return `${meaningOf(key)} is present or absent`;
  return presenceOf(key, asked.has(false));
}

function truthIn(key: string, values: string[]): string | undefined {
  const [value, ...more] = values;
  return more.length === 0 && /^(true|false)$/.test(value ?? "") ? truthOf(key, value === "true") : undefined;
}

function oneWords(read: Operator, key: string, values: string[], isThere: boolean | undefined): string {
  const [is, orNot, not] = verbOf(read, values);
  const [meaning, some] = [meaningOf(key), given(read, values)];
  const isOpen = isThere === undefined && holdsWhereAbsent(read);
  if (read.negated) return `${meaning} ${isOpen ? `is absent or ${orNot}` : not} ${some}`;
  return `${meaning} ${isOpen ? "is absent or " : ""}${is} ${some}`;
}

/** Of a key with several values. */
function setWords(read: Operator, key: string, values: string[]): string {
  const [is, , not] = verbOf(read, values);
  const [meaning, some] = [meaningOf(key), given(read, values)];
  if (read.set === "any") return `at least one of ${meaning} ${read.negated ? not : is} ${some}`;
  if (read.negated) return `none of ${meaning} ${is} ${some}`;
  return is === "is" ? `${meaning} are none other than ${some}` : `each of ${meaning} ${is} ${some}`;
}

/** Operators for equal ARNs take wildcards too. */
function verbOf({ base }: Operator, values: string[]): Verb {
  const isPattern = base === "ArnEquals" && values.some((value) => /[*?]/.test(value));
  return (isPattern ? like : verbs[base]) ?? equals;
}

function given({ base }: Operator, values: string[]): string {
  return `${either(values)}${base === "StringEqualsIgnoreCase" ? ", in upper or lower case" : ""}`;
}

export function either(values: string[]): string {
  return values.map((one) => (one === "" ? "empty" : one)).join(" or ");
}

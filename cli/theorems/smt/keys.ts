import type { Condition } from "../../policy/holds";
import type { Operator, Wanted } from "../../policy/operators";
import { dateOf, dates, lowerCase, networkOf, numberOf } from "../../policy/scalars";
import { Undecided } from "../automaton";
import { numberOfAddress } from "../keys";
import { hasType, typeOf } from "../keyTypes";
import { isSeveral } from "../severalKeys";
import { refuseUnreadVariable } from "../unread";
import { and, matching, not, or, symbol, type ValueOf } from "./texts";

/** What a request has for a key, as terms. */
export interface Key {
  has: string;
  /** Its values: whether there is one at that place, and which. */
  values: { is: string; value: string }[];
  declarations: string[];
}

/** The terms of a key that some conditions ask for. One that variables stand for has one value, a text. */
export function keyOf(key: string, conditions: Condition[], isVariable: boolean): Key {
  if (isVariable) refuseUnreadVariable(key, conditions);
  const has = symbol("has", key);
  const scalar = scalarOf(key, conditions);
  const isFlag = typeOf(key) === "flag";
  const isText = typeOf(key) && !isFlag && !scalar && !isVariable;
  const sort = scalar ? "Int" : "String";
  const facts = (value: string) => [
    ...(isFlag ? [`(assert (or (= ${value} "true") (= ${value} "false")))`] : []),
    ...(isText ? [`(assert (distinct ${value} ""))`] : []),
    ...(scalar ? [`(declare-const ${isOfType(value)} Bool)`] : []),
    ...(scalar && hasType(key, scalar) ? [`(assert ${isOfType(value)})`] : []),
    ...(scalar === "date"
      ? [`(assert (=> ${isOfType(value)} (<= ${dates.map(integer).join(` ${value} `)})))`]
      : []),
    ...(scalar === "address" ? [`(declare-const ${longOf(value)} Bool)`] : []),
  ];
  const declared = `(declare-const ${has} Bool)`;
  const hasSeveral = isSeveral(key) || conditions.some(({ operator }) => operator.set);
  if (!hasSeveral) {
    const value = symbol(key);
    const declarations = [declared, `(declare-const ${value} ${sort})`, ...facts(value)];
    return { has, values: [{ is: has, value }], declarations };
  }
  // Each condition can ask for one value more, and none for more than that.
  const values = Array.from({ length: Math.max(1, conditions.length) }, (_, at) => {
    return { is: symbol("has", key, at + 1), value: symbol(key, at + 1) };
  });
  const declarations = values.flatMap(({ is, value }) => [
    `(declare-const ${is} Bool)`,
    `(declare-const ${value} ${sort})`,
    ...facts(value),
    `(assert (=> ${is} ${has}))`,
  ]);
  return { has, values, declarations: [declared, ...declarations] };
}

type Type = Extract<Wanted, { is: "scalar" }>["type"];

function scalarOf(key: string, conditions: Condition[]): Type | undefined {
  const wanted = conditions.flatMap((one) => one.wanted);
  const types = new Set(wanted.flatMap((one) => (one.is === "scalar" ? [one.type] : [])));
  const isMixed = types.size > 1 || (types.size === 1 && wanted.some(({ is }) => is === "text"));
  if (isMixed) throw new Undecided(`${key} is compared as two types of value`);
  return [...types][0];
}

/** Whether an address is one of IPv6. */
const longOf = (value: string) => symbol(value.replaceAll("|", ""), "is IPv6");

/** Whether a value is a number, a date or an address at all: of most keys it may be any text. */
const isOfType = (value: string) => symbol(value.replaceAll("|", ""), "is of its type");

/** That a condition holds. */
export function conditionTerm(condition: Condition, key: Key, ofKey: ValueOf): string {
  const { operator, wanted } = condition;
  const { has, values } = key;
  if (operator.base === "Null") {
    const isNull = not(and([has, or(values.map(({ is }) => is))]));
    return or(condition.values.map((value) => nullTerm(lowerCase(value), isNull)));
  }
  const some = (value: string) => or(wanted.map((one) => wantedTerm(one, value, operator, ofKey)));
  const turned = (term: string) => (operator.negated ? not(term) : term);
  const holds =
    operator.set === "all"
      ? and(values.map(({ is, value }) => or([not(is), turned(some(value))])))
      : operator.set === "any"
        ? or(values.map(({ is, value }) => and([is, turned(some(value))])))
        : turned(or(values.map(({ is, value }) => and([is, some(value)]))));
  return operator.ifExists ? or([not(has), holds]) : holds;
}

const nullTerm = (value: string, isNull: string) =>
  value === "true" ? isNull : value === "false" ? not(isNull) : "false";

function wantedTerm(wanted: Wanted, value: string, { base }: Operator, ofKey: ValueOf): string {
  if (wanted.is === "nothing") return "false";
  if (wanted.is === "text") return matching(value, wanted.glob, wanted.anyCase, ofKey);
  if (wanted.type === "address") return and([isOfType(value), addressTerm(wanted.text, value)]);
  const bound = wanted.type === "number" ? numberOf(wanted.text) : dateOf(wanted.text);
  const order = base.replace(/^Numeric|^Date/, "");
  const orders: Record<string, string> = {
    Equals: "=",
    LessThan: "<",
    LessThanEquals: "<=",
    GreaterThan: ">",
    GreaterThanEquals: ">=",
  };
  return and([isOfType(value), `(${orders[order]} ${value} ${integer(bound ?? 0n)})`]);
}

const integer = (value: bigint) => (value < 0 ? `(- ${-value})` : String(value));

function addressTerm(text: string, value: string): string {
  const { address, prefix } = networkOf(text) ?? { address: "", prefix: 0 };
  const isLong = address.includes(":");
  const size = 1n << BigInt((isLong ? 128 : 32) - prefix);
  const start = (numberOfAddress(address) / size) * size;
  const long = longOf(value);
  return and([isLong ? long : not(long), `(<= ${integer(start)} ${value} ${integer(start + size - 1n)})`]);
}

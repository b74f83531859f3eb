import { isIP } from "node:net";
import { UsageError } from "../plan/errors";
import { dateOf, numberOf } from "../policy/scalars";
import type { Context } from "../requests/check";
import { type KeyType, typeOf } from "../theorems/keyTypes";

/** What --context tells, each as KEY=VALUE. */
export function contextOf(pairs: string[]): Context {
  const told: Context = {};
  for (const pair of pairs) {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (!key)
      throw new UsageError(
        `--context: "${pair}" is not accepted. Give KEY=VALUE, such as s3:if-none-match=*.`,
      );
    if (!key.includes(":"))
      throw new UsageError(
        `--context: no condition key "${key}" is known. Give it whole, such as s3:${key}.`,
      );
    const before = told[key];
    const type = typeOf(key.toLowerCase());
    if (type && before !== undefined)
      throw new UsageError(`--context: ${key} is given twice, and a request has one value of it.`);
    if (type && !isOf[type](value)) throw new UsageError(`--context: "${pair}": ${key} is ${wanted[type]}.`);
    told[key] = before === undefined ? value : [before, value].flat();
  }
  return told;
}

/** Whether a text is a value that AWS makes of such a key. */
const isOf: Record<KeyType, (value: string) => boolean> = {
  flag: (value) => /^(true|false)$/i.test(value),
  number: (value) => numberOf(value) !== undefined,
  date: (value) => dateOf(value) !== undefined,
  address: (value) => isIP(value) !== 0,
};

const wanted: Record<KeyType, string> = {
  flag: "true or false",
  number: "a number, such as 7 or 1.2",
  date: "a time with its zone, such as 2026-11-30T10:00:00Z, or seconds since 1970",
  address: "one IP address, such as 203.0.113.7",
};

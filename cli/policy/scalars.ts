import { isIP } from "node:net";

/** Only ASCII letters: of others it is not known which ones AWS takes for the same. */
export function lowerCase(text: string): string {
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** In units of the ninth decimal. */
export function numberOf(text: string): bigint | undefined {
  const [, sign, whole, part = ""] = /^(-?)(\d{1,20})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : BigInt(`${sign}${whole}${part.padEnd(9, "0")}`);
}

/** A bound has a decimal less than what is compared with it: so there is a number, and an instant, between any two. */
export const isBound = (value: bigint) => value % 10n === 0n;

/**
 * A date of the W3C with its zone, or seconds since 1970, as billionths of a second. What instant a day alone is for IAM is not
 * said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function dateOf(text: string): bigint | undefined {
  if (/^\d{9,10}$/.test(text)) return numberOf(text);
  const [, day, time = "", part = "", zone] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?)(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const date = Date.parse(`${day}${time.replace(/\..*/, "")}${zone}`);
  // Its zone may lead to a year that has no four digits: what AWS makes of that is not said.
  return Number.isNaN(date) || date < firstYear || date >= endOfYears
    ? undefined
    : BigInt(date) * 1_000_000n + BigInt(part.padEnd(9, "0"));
}

const firstYear = Date.parse("0000-01-01T00:00:00Z");
const endOfYears = Date.parse("+010000-01-01T00:00:00Z");

/** The first and the last billionth of a second of a date. */
export const dates = [BigInt(firstYear) * 1_000_000n, BigInt(endOfYears) * 1_000_000n - 1n] as const;

/** JavaScript takes February 30 for March 2. */
function isDay(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Addresses with the same first bits. */
export interface Network {
  address: string;
  prefix: number;
}

/** An address, or all of a network. */
export function networkOf(text: string): Network | undefined {
  const [address = "", length, ...more] = text.split("/");
  const longest = address.includes("%") ? undefined : { 4: 32, 6: 128 }[isIP(address)];
  if (longest === undefined || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) {
    return undefined;
  }
  const prefix = Number(length ?? longest);
  return prefix <= longest ? { address, prefix } : undefined;
}

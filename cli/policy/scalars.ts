import { isIP } from "node:net";

/** Only ASCII letters: of others it is not known which ones AWS takes for the same. */
export function lowerCase(text: string): string {
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** With so many digits JavaScript keeps them all. */
export function numberOf(text: string): number | undefined {
  return /^-?\d{1,12}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
}

/**
 * A date of the W3C with its zone, or seconds since 1970. What instant a day alone is for IAM is not said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function dateOf(text: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (!isDate || !isDay(text.slice(0, 10))) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

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

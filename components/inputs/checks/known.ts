import { inspect } from "node:util";
import type { HipaaIamComponentArgs } from "../args";
import { rules } from "../rules";
import type { ProviderScope } from "../scope";

export type ArgName = keyof HipaaIamComponentArgs;

/** Values of args, with `later` for those that are not known yet. */
export type Values = Partial<Record<ArgName, unknown>>;
export const later = Symbol("not known yet");

/** What a provider tells of itself. */
export interface Provider extends ProviderScope {
  /** The tags that it puts on all that it makes. */
  defaultTags?: Record<string, string>;
  /** What it says instead of all this, line by line. */
  failure?: string[];
  /** It is of version 6, which calls things by other names. */
  isOld?: boolean;
}

export interface Known {
  values: Values;
  /** Args whose values must not be shown. */
  secret?: readonly string[];
  /** Once it is known. */
  provider?: Provider;
}

/** What a value is checked in. */
export type Surroundings = Omit<Known, "values">;

/** Whether an arg has a value that its own rule accepts. */
export function isGood(values: Values, arg: ArgName): boolean {
  return rules[arg].is(values[arg]);
}

/** What is given so is no value, and no default either: a name that is spelt wrong elsewhere comes to that. */
export const isEmpty = (value: unknown) => value === undefined || value === null;

export const isGiven = (value: unknown) => !isEmpty(value);

/** A value as a message may show it. */
export function shown(propertyPath: string, value: unknown, { secret = [] }: Surroundings): string {
  return secret.includes(propertyPath.replace(/[[.].*/, "")) ? "[secret]" : show(value);
}

/** One line, at most some 200 characters of it. */
export function show(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 200 });
}

export function list(words: readonly string[], conjunction: "and" | "or"): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

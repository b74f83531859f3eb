import { readFileSync, statSync } from "node:fs";
import { UsageError } from "../plan/errors";
import { isMap, isObject } from "../plan/fields";
import { opened as openedBy } from "../plan/secrets";

/** No review and no state of a stack comes near it. */
const limit = 64 * 1024 * 1024;

/** Reads a file of JSON; what it says must be certain. */
export function readJson(file: string): unknown {
  try {
    if (statSync(file).size > limit) throw new Error("it has more than 64 MB");
    return parseJson(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`Cannot read "${file}": ${(error as Error).message}`);
  }
}

/** Of a key that stands twice JavaScript takes the last; what AWS would take is not known. */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  const value = parsed(json);
  const keys = json.match(/"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?/g)?.filter((part) => part.endsWith(":")) ?? [];
  if (keys.length !== countKeys(value)) throw new Error("a key stands twice in one object");
  return value;
}

/** What is wrong is not shown: it may be a secret. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error("it is not JSON");
  }
}

function countKeys(value: unknown): number {
  if (!isObject(value)) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, one) => sum + countKeys(one), own);
}

/** Text as such; anything else as JSON with its keys in order. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const inOrder = (one: unknown) =>
    isMap(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one;
  return JSON.stringify(value, (_, one) => inOrder(one)) ?? "";
}

/** A value without envelopes of secrets, but those that are encrypted: they are compared as they are. */
export const opened = (value: unknown) =>
  openedBy(value, { read: parseJson, unreadable: (sealed) => sealed });

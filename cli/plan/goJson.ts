import { isMap } from "./fields";

/** As Go's encoding/json writes it: it escapes what could end a script element, and line separators. */
export function goJson(value: unknown, indent: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[&<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The same of a map whose keys have no order: they are sorted by their bytes, and fields that are null are left out. */
export function goMapJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => goMapJson(one ?? null)).join(",")}]`;
  if (!isMap(value)) return goJson(value, 0);
  const given = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  const sorted = given.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${sorted.map(([key, one]) => `${goJson(key, 0)}:${goMapJson(one)}`).join(",")}}`;
}

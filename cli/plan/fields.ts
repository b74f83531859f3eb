export type Fields = Record<string, unknown>;

/** A map or a list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

export function isMap(value: unknown): value is Fields {
  return isObject(value) && !Array.isArray(value);
}

/** A map as such; anything else as one with nothing. */
export function fieldsOf(value: unknown): Fields {
  return isMap(value) ? value : {};
}

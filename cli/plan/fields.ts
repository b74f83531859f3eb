export type Fields = Record<string, unknown>;

/** A map or a list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

export function isMap(value: unknown): value is Fields {
  return isObject(value) && !Array.isArray(value);
}

/** A text or a list with nothing in it. */
export const isEmpty = (value: unknown) => value === "" || (Array.isArray(value) && value.length === 0);

/** A map that is of no class. */
export function isPlain(value: unknown): value is Fields {
  if (!isObject(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** The map or the list that a text is in JSON. */
export function jsonIn(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** A value with each text in it made anew, and each key where that is asked for. */
export function withTexts<T>(value: T, make: (text: string) => string, makeKey = (key: string) => key): T {
  const each = (one: unknown): unknown => {
    if (typeof one === "string") return make(one);
    if (Array.isArray(one)) return one.map(each);
    if (!isMap(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([key, field]) => [makeKey(key), each(field)]));
  };
  return each(value) as T;
}

/** A map as such; anything else as one with nothing. */
export function fieldsOf(value: unknown): Fields {
  return isMap(value) ? value : {};
}

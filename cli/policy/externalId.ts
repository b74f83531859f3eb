import { lowerCase } from "./scalars";

/** Whether a text is about an external ID: that may be a secret, and what is printed leaves it out. */
export const namesExternalId = (text: string) => lowerCase(text).includes("externalid");

export const notShown = "(not shown)";

/** A context without external IDs. */
export function withoutExternalIds<T>(context: Record<string, T>): Record<string, T | string> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, namesExternalId(key) ? notShown : value]),
  );
}

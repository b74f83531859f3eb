import { isEnvelope } from "../plan/envelope";
import { fieldsOf, parseJson } from "./json";

/** Opens the secrets that are exported with --show-secrets, and those of a program that is run offline. */
export function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  const { plaintext, value: content } = fieldsOf(value);
  if (isSealed(value) && content !== undefined) return opened(content);
  if (isSealed(value) && typeof plaintext === "string") return opened(parseJson(plaintext));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, opened(one)]));
}

/** Whether a value is an encrypted secret. */
export const isSealed: (value: unknown) => boolean = isEnvelope;

import { fieldsOf, parseJson } from "./json";

/** The key that marks a secret in the state of a stack, and its value for secrets. */
const envelope = "4dabf18193072939515e22adb298388d";
const secretSig = "1b47061264138c4ac30d75fd1eb44270";

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
export function isSealed(value: unknown): boolean {
  return fieldsOf(value)[envelope] === secretSig;
}

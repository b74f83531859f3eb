import { createHash, scryptSync } from "node:crypto";
import { remembered } from "../policy/remembered";

/** Of what may be printed beside it: a fast hash. */
export const hashOf = (parts: unknown) => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

const known = new Map<string, string>();

/**
 * Of what is shown to nobody, such as an external ID: whoever sees the hash may try values, and each costs scrypt some
 * 50 milliseconds and 16 MB. The place makes the same value another hash elsewhere.
 */
export function slowHashOf(place: string, parts: unknown): string {
  const [salt, text] = [hashOf(place), JSON.stringify(parts)];
  return remembered(known, `${salt} ${text}`, () => scryptSync(text, salt, 32).toString("hex"));
}

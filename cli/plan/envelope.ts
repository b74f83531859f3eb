/** The key that marks an envelope in Pulumi's protocol and states, and its values for resources and for secrets. */
export const envelope = "4dabf18193072939515e22adb298388d";
export const resourceSig = "5cf8f73096256a8f31e491e813e4eb8e";
export const secretSig = "1b47061264138c4ac30d75fd1eb44270";

/** Whether a value is the envelope of a secret. */
export function isEnvelope(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && (value as Record<string, unknown>)[envelope] === secretSig
  );
}

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

export const hasSecret = (value: unknown) => JSON.stringify(value ?? null).includes(secretSig);
export const sealedValue = (value: unknown) => ({ [envelope]: secretSig, value });

/** Opens the envelopes in which secrets travel, and names the properties that had one. */
export function revealed(properties: Record<string, unknown>): {
  value: Record<string, unknown>;
  secrets: string[];
} {
  const secrets = Object.keys(properties).filter((key) => hasSecret(properties[key]));
  return { value: open(properties) as Record<string, unknown>, secrets };
}

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (isEnvelope(fields)) return open(fields.value);
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, open(field)]));
}

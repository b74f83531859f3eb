import { type ArgName, later, type Values } from "./checks/known";
import type { Fault } from "./faults";
import { type ProviderScope, type Scope, withDefaults } from "./scope";

/** A document that grows with what it is made of, and AWS's default quota for it. */
export interface SizedDocument {
  /** What it is to a reader. */
  name: string;
  args: readonly (ArgName & keyof Scope)[];
  document(scope: Scope): object;
  /** Characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  quota: number;
}

/**
 * Providers of which one makes no document longer than the real one will. With inference Regions it is in one of them,
 * and counts that one once.
 */
function shortest({ bedrockInferenceRegions: listed }: Values): ProviderScope[] {
  const regions = Array.isArray(listed) && listed.length > 0 ? listed : ["us-east-1"];
  return regions.map((region) => ({ partition: "aws", accountId: "0".repeat(12), region }));
}

/** Faults of good values that are too many, or too long, together. A document with one that comes later can wait. */
export function sizeFaults(documents: SizedDocument[], values: Values, provider?: ProviderScope): Fault[] {
  const places = provider ? [provider] : shortest(values);
  return documents.flatMap(({ name, args, document, quota }): Fault[] => {
    const given = Object.fromEntries(args.map((arg) => [arg, values[arg]]));
    if (holdsLater(given)) return [];
    const sizes = places.map((place) => sizeOf(document({ ...place, ...withDefaults(given) } as Scope)));
    return tooLong(name, Math.min(...sizes), quota, given);
  });
}

/** The fault of a document's size, if it is one, at the longest of the args that the document is made of. */
export function tooLong(name: string, size: number, quota: number, given: object): Fault[] {
  if (size <= quota) return [];
  const length = (value: unknown) => JSON.stringify(value ?? "").length;
  const [[longest] = [name]] = Object.entries(given).sort(([, a], [, b]) => length(b) - length(a));
  const reason = `it makes ${name} ${size} characters long, and AWS takes ${quota}. Give fewer or shorter values.`;
  return [{ propertyPath: longest, reason }];
}

export function holdsLater(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === later;
  return Object.values(value).some(holdsLater);
}

/** Of the text that the provider makes: one value stands there without its list. */
export function sizeOf(document: object): number {
  const text = JSON.stringify(document, (key, value) =>
    Array.isArray(value) && value.length === 1 && key !== "Statement" ? value[0] : value,
  );
  return text.length;
}

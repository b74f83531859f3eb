import { holdsHidden } from "../plan/masking";
import type { Document } from "../policy/document";
import type { Evaluation } from "../policy/request";

/** A review does not show external IDs: whether what was sent is the right one cannot be told. */
export const hingesOnHidden = ({ nearMisses }: Evaluation) =>
  nearMisses.some(
    ({ parts, failed }) =>
      parts.length === 0 &&
      failed.every(({ wanted, seen }) => seen !== undefined && wanted.some(holdsHidden)),
  );

export function withoutHidden(document: Document): Document {
  const statements = document.statements.map((one) => ({
    ...one,
    conditions: one.conditions.filter(({ values }) => !values.some(holdsHidden)),
  }));
  return { ...document, statements };
}

import { isObject } from "../plan/fields";

/** A statement of a policy document, as AWS shows it. */
export interface DocumentStatement {
  Sid?: string;
  Effect?: string;
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: unknown;
  NotAction?: unknown;
  Resource?: unknown;
  NotResource?: unknown;
  Condition?: unknown;
}

/** The keys that a statement may have. */
export const grammar = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"],
  "Condition",
];

/** A policy document, as AWS shows it. */
export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: DocumentStatement[];
}

/** The document in a text, or one that is none; undefined where there is none. */
export function parsedDocument(content: unknown): PolicyDocument | undefined {
  try {
    const document = typeof content === "string" ? JSON.parse(content) : content;
    if (typeof document !== "object" || document === null) return undefined;
    const statements = [document.Statement ?? []].flat();
    return statements.every(isObject) ? { ...document, Statement: statements } : undefined;
  } catch {
    return undefined;
  }
}

/** One or several values as a list. */
export function list(values: unknown): string[] {
  return [values ?? []].flat().map(String);
}

/** A principal's or condition's map as pairs. */
export function entries(map: unknown): [string, unknown][] {
  return isObject(map) ? Object.entries(map) : [];
}

/** The same text for statements that say the same, whatever the order of their values. */
export function canonical(statement: DocumentStatement): string {
  return JSON.stringify(inOrder(statement));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = [...new Set(value.map(inOrder))].sort();
    return members.length === 1 ? members[0] : members;
  }
  if (!isObject(value)) return value;
  const known = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    known.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, inOrder(field)]),
  );
}

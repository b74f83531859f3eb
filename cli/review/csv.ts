import { csv } from "./escape";
import type { Review } from "./review";
import { reasonOf, rowsOf, wordsOf } from "./rows";

/** The matrix for spreadsheets, RFC 4180: a line a statement, several values in a field with semicolons between. */
export function csvOf(review: Review): string {
  const columns = [
    ...["number", "stack", "component", "role", "document", "kind", "made by", "statement", "effect"],
    ...["principals", "actions", "resources", "conditions", "conditions in IAM's words"],
    ...["data", "reason", "HIPAA"],
  ];
  const lines = rowsOf(review).map((row) => [
    ...[String(row.number), review.stack, row.component, row.role, row.document, row.kind, row.madeBy],
    ...[row.sid, row.effect, joined(row.principals), joined(row.actions), joined(row.resources)],
    joined(wordsOf(row)),
    joined(row.conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(", ")}`)),
    ...[joined(row.data), reasonOf(row), joined(row.provisions)],
  ]);
  return [columns, ...lines].map((fields) => `${fields.map(csv).join(",")}\r\n`).join("");
}

function joined(values: string[]): string {
  return values.join("; ");
}

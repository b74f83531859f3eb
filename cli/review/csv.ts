import { csv } from "./escape";
import type { Review } from "./review";
import { conditionSentence, reasonOf, rowsOf } from "./rows";
import { answers, outcomeOf, requestOf } from "./words";

/** Between fields. A spreadsheet takes that of its machine's language, unless the first line says which. */
const separators = { comma: ",", semicolon: ";", tab: "\t" };
export type Separator = keyof typeof separators;

export function isSeparator(name: string): name is Separator {
  return Object.hasOwn(separators, name);
}

/**
 * The matrix for spreadsheets, RFC 4180: a line a statement, several values in a field with semicolons between. Others
 * than commas are told to Excel in a first line of their own, which other programs show as a line.
 */
export function csvOf(review: Review, separator: Separator): string {
  const columns = [
    ...["number", "stack", "component", "role", "document", "kind", "made by", "statement", "effect"],
    ...["principals", "actions", "resources", "conditions", "conditions in IAM's words"],
    ...["data", "reason", "HIPAA"],
  ];
  const lines = rowsOf(review).map((row) => [
    ...[String(row.number), review.stack, row.component, row.role, row.document, row.kind, row.madeBy],
    ...[row.sid, row.effect, joined(row.principals), joined(row.actions), joined(row.resources)],
    conditionSentence(row),
    joined(row.conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(", ")}`)),
    ...[joined(row.data), reasonOf(row), joined(row.provisions)],
  ]);
  return sheetOf([columns, ...lines], separator);
}

/** What is promised: a line a sentence, with what became of it for all requests. */
export function promisesCsvOf({ stack, components }: Review, separator: Separator): string {
  const columns = [
    ...["stack", "component", "whose", "answer", "sentence", "outcome", "why not", "request"],
    ...["HIPAA", "id"],
  ];
  const lines = components.flatMap(({ name, promises = [] }) =>
    promises.map((promise) => {
      const { id, of, answer, says, why = "", hipaa } = promise;
      return [
        ...[stack, name, of, answers[answer], says, outcomeOf(promise), why, requestOf(promise)],
        ...[joined(hipaa), id],
      ];
    }),
  );
  return sheetOf([columns, ...lines], separator);
}

function sheetOf(records: string[][], separator: Separator): string {
  const mark = separators[separator];
  const hint = separator === "comma" ? "" : `sep=${mark}\r\n`;
  return hint + records.map((fields) => `${fields.map(csv).join(mark)}\r\n`).join("");
}

function joined(values: readonly string[]): string {
  return values.join("; ");
}

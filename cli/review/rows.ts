import { sentencesOf } from "./conditions";
import { noReason, type Review, type ReviewedStatement } from "./review";

/** A statement with where it stands, as tables show it. */
export interface Row extends ReviewedStatement {
  component: string;
  role: string;
  document: string;
  kind: string;
  madeBy: string;
}

/** Every statement of a review, once. */
export function rowsOf({ components }: Review): Row[] {
  return components.flatMap((component) =>
    component.roles.flatMap((role) =>
      role.documents.flatMap(({ name, kind, madeBy, statements }) =>
        statements.map((statement) => ({
          ...statement,
          ...{ component: component.name, role: role.name, document: name, kind, madeBy },
        })),
      ),
    ),
  );
}

export function wordsOf({ conditions }: ReviewedStatement): string[] {
  return sentencesOf(conditions);
}

/** All conditions of a statement, which must all hold, as a part of a sentence; empty where there are none. */
export function conditionSentence(statement: ReviewedStatement): string {
  return wordsOf(statement).join(", and ");
}

/** The same, whatever the order of conditions and values in the document. */
export function sortedSentence({ conditions }: ReviewedStatement): string {
  const sorted = conditions.map((one) => ({ ...one, values: [...new Set(one.values)].sort() }));
  return sentencesOf(sorted).sort().join(", and ");
}

export function reasonOf({ reason }: ReviewedStatement): string {
  return reason || noReason;
}

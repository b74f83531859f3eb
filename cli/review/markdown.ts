import { lanesOf, principalNote } from "./access";
import { checkedOf, footOf, refusalsOf } from "./cover";
import { markdown } from "./escape";
import type { Made } from "./made";
import { openOf } from "./open";
import {
  isTrust,
  type Review,
  type ReviewedComponent,
  type ReviewedDocument,
  type ReviewedRole,
  type ReviewedStatement,
} from "./review";
import { reasonOf, wordsOf } from "./rows";
import { answers, cannotSay, outcomeOf, requestOf, summaryOf } from "./words";

/** The review for wikis and pull requests. */
export function markdownOf(review: Review, made: Made): string {
  const lines = [
    `# Access review of stack ${markdown(review.stack)}`,
    "",
    `${markdown(footOf(review, made))}\n`,
    ...summaryOf(review).map((sentence) => `${markdown(sentence)}\n`),
    ...listOf(review.notes),
    "## What is open",
    "",
    ...listOf(openOf(review), "Nothing that this file knows of."),
    "## What is refused whatever else is granted",
    "",
    ...listOf(
      refusalsOf(review),
      "Nothing is refused explicitly. What is not allowed is refused all the same.",
    ),
    "## What was proven and verified",
    "",
    ...listOf(checkedOf(review)),
    ...review.components.flatMap(componentLines),
    "## What this review cannot say",
    "",
    ...cannotSay.map((sentence) => `- ${markdown(sentence)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function listOf(items: string[], none = ""): string[] {
  const lines = items.map((item) => `- ${markdown(item)}`);
  return [...(lines.length > 0 || none === "" ? lines : [none]), ""];
}

function componentLines(component: ReviewedComponent): string[] {
  const { name, environment, accountId, region, promises = [] } = component;
  return [
    `## Component ${markdown(name)}: ${markdown(environment)}, account ${markdown(accountId)}, ${markdown(region)}`,
    "",
    ...table(
      ["Who", "assumes", "and can then"],
      lanesOf(component).map(({ who, role, reach }) => [
        who,
        [role.name],
        reach.map(({ title, verbs }) => `${title}: ${verbs.join(", ")}`),
      ]),
    ),
    ...(promises.length > 0 ? ["### What is promised", ""] : []),
    ...(promises.length > 0
      ? table(
          ["Whose", "Answer", "Sentence", "Outcome", "HIPAA"],
          promises.map((promise) => {
            const { of, answer, says, why = "", hipaa } = promise;
            const told = [outcomeOf(promise), why, requestOf(promise)].filter((text) => text !== "");
            return [[of], [answers[answer]], [says], told, hipaa];
          }),
        )
      : []),
    ...component.roles.flatMap(roleLines),
  ];
}

function roleLines(role: ReviewedRole): string[] {
  const boundary = role.permissionsBoundary;
  return [
    `### Role ${markdown(role.name)} (${role.kind})`,
    "",
    ...(boundary ? [`Permissions boundary: ${markdown(boundary)}`, ""] : []),
    ...role.documents.flatMap(documentLines),
  ];
}

function documentLines(document: ReviewedDocument): string[] {
  const { name, kind, madeBy, unread, reason, statements } = document;
  const columns = ["No.", "Effect", "Statement", isTrust(document) ? "Who" : "Resources", "Actions"];
  return [
    `#### ${markdown(name)} (${kind}, ${unread ? "attached" : "made"} by ${madeBy})`,
    "",
    ...(unread ? [markdown(`${unread} ${reason}`), ""] : []),
    ...(statements.length > 0
      ? table(
          [...columns, "Conditions", "Reason", "HIPAA"],
          statements.map((statement) => [
            ...[[String(statement.number)], [statement.effect], [statement.sid]],
            [...statement.principals.flatMap(noted), ...(isTrust(document) ? [] : statement.resources)],
            ...[statement.actions, conditionsOf(statement), [reasonOf(statement)], statement.provisions],
          ]),
        )
      : []),
  ];
}

function noted(principal: string): string[] {
  return [principal, principalNote(principal) ?? []].flat();
}

/** All must hold, so that they read as one sentence. */
function conditionsOf(statement: ReviewedStatement): string[] {
  return wordsOf(statement).map((words, index) => (index > 0 ? `and ${words}` : words));
}

function table(columns: string[], rows: string[][][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(row.map((values) => values.map(markdown).join("<br>")))),
    "",
  ];
}

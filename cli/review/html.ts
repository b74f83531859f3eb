import { lanesOf } from "./access";
import { html } from "./escape";
import { arrowhead, pictureOf } from "./picture";
import type { Review, ReviewedComponent, ReviewedDocument, ReviewedRole, ReviewedStatement } from "./review";
import { style } from "./style";
import { provisionsOf, tableOf } from "./table";
import { cannotSay, glossary, sentencesOf, summaryOf } from "./words";

/** The review for people: one page that needs nothing else, neither a network nor scripts. */
export function htmlOf(review: Review): string {
  const title = `Access review of stack ${review.stack}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${html(title)}</h1>
</header>
<main>
${arrowhead}
<div class="summary">
${summaryOf(review).map(paragraph).join("\n")}
${notesOf(review)}
</div>
${contentsOf(review)}
${review.components.map(componentOf).join("\n")}
<h2 class="follows" id="hipaa">HIPAA Security Rule, by provision</h2>
${provisionsOf(review)}
<h2 class="follows" id="words">Words</h2>
<dl>
${glossary.map(([term, meaning]) => `<dt>${html(term)}</dt><dd>${html(meaning)}</dd>`).join("\n")}
</dl>
<h2 class="follows" id="limits">What this page cannot say</h2>
${listOf(cannotSay)}
</main>
</body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p>${html(text)}</p>`;
}

function listOf(items: string[]): string {
  return `<ul>${items.map((item) => `<li>${html(item)}</li>`).join("")}</ul>`;
}

function notesOf({ source, notes, warnings }: Review): string {
  return [
    `<p class="quiet">Made from the ${html(source)}. ${html(notes.join(" "))}</p>`,
    ...warnings.map((warning) => `<p class="warning">Warning: ${html(warning)}</p>`),
  ].join("\n");
}

function contentsOf({ components }: Review): string {
  const links = components.map(
    ({ name }, index) => `<li><a href="#component-${index}">${html(name)}</a></li>`,
  );
  return `<nav aria-label="Contents">
<ul>${links.join("")}<li><a href="#hipaa">HIPAA Security Rule, by provision</a></li><li><a href="#words">Words</a></li><li><a href="#limits">What this page cannot say</a></li></ul>
</nav>`;
}

function componentOf(component: ReviewedComponent, index: number): string {
  const { name, environment, accountId, region, roles } = component;
  const lanes = lanesOf(component);
  const shape = index === 0 ? ' class="follows"' : "";
  return `<section aria-labelledby="component-${index}">
<h2 id="component-${index}"${shape}>${html(name)}: ${html(environment)}, account ${html(accountId)}, ${html(region)}</h2>
<h3>Who can become what, and reach what</h3>
<p>First who may put on the role, then the role, then what it can do with which data.</p>
${pictureOf(lanes, "wide")}
${pictureOf(lanes, "narrow")}
${listOf(sentencesOf(lanes))}
<h3>What is allowed, and why</h3>
${roles.map((role) => matrixOf(role, "Allow")).join("\n")}
<h3>What is explicitly refused, and why</h3>
<p>These hold whatever else a role is granted. Besides, everything is refused that is not allowed above.</p>
${roles.map((role) => matrixOf(role, "Deny")).join("\n")}
<h3>The documents</h3>
${roles.map(documentsOf).join("\n")}
</section>`;
}

/** What is neither is shown with what is allowed, as nobody knows what it does. */
function matrixOf(role: ReviewedRole, effect: "Allow" | "Deny"): string {
  const isShown = (statement: ReviewedStatement) => (statement.effect === "Deny") === (effect === "Deny");
  const rows = role.documents.flatMap((document) =>
    document.statements.filter(isShown).map((statement) => ({ document, statement })),
  );
  const unread = effect === "Allow" ? role.documents.filter((document) => document.unread !== "") : [];
  const words = effect === "Allow" ? "may do" : "is refused";
  const boundary = role.permissionsBoundary;
  return `<h4>${html(role.name)}${role.kind === "other" ? "" : `, ${role.kind}`}</h4>
${effect === "Allow" && boundary ? paragraph(`Its permissions boundary is ${boundary}.`) : ""}
${unread.map(unreadOf).join("\n")}
${rows.length > 0 ? tableOf(`What ${role.name} ${words}`, rows) : unread.length > 0 ? "" : paragraph("Nothing.")}`;
}

function unreadOf({ name, kind, unread, reason, madeBy }: ReviewedDocument): string {
  const style = madeBy === "other" ? ' class="warning"' : "";
  const origin = madeBy === "other" ? "Not of hipaa-iam, no reason known. " : "";
  return `<p${style}>${html(`${name} (${kind}): ${origin}${unread} ${reason}`)}</p>`;
}

function documentsOf({ documents }: ReviewedRole): string {
  return documents
    .map((document) => {
      const heading = `<h4>${html(document.name)}: ${html(document.kind)}</h4>`;
      const Statement = document.statements.map(({ json }) => json);
      const text = JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2);
      const style = text.split("\n").length > 40 ? ' class="long"' : "";
      return `${heading}\n${document.unread ? unreadOf(document) : `<pre${style}>${html(text)}</pre>`}`;
    })
    .join("\n");
}

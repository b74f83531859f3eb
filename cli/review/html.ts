import { lanesOf } from "./access";
import { coverOf, footOf, headOf, titleOf } from "./cover";
import { html } from "./escape";
import { glossary } from "./glossary";
import type { Made } from "./made";
import { arrowhead, pictureOf } from "./picture";
import type { Review, ReviewedComponent, ReviewedDocument, ReviewedRole, ReviewedStatement } from "./review";
import { isTrust } from "./review";
import { footStyle, style } from "./style";
import { promisesOf, provisionsOf, tableOf } from "./table";
import { cannotSay, introduction, proofWords, sentencesOf } from "./words";

/** The review for people: one page that needs nothing else, neither a network nor scripts. */
export function htmlOf(review: Review, made: Made): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(titleOf(review))}</title>
<style>${style}${footStyle(footOf(review, made))}</style>
</head>
<body>
${headOf(review, made)}
<main>
${arrowhead}
${coverOf(review)}
<div class="introduction">
<h2>How to read this page</h2>
${introduction.map(paragraph).join("\n")}
${review.notes.length > 0 ? `<p class="quiet">${html(review.notes.join(" "))}</p>` : ""}
${contentsOf(review)}
</div>
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

function contentsOf({ components }: Review): string {
  const links = components.map(
    ({ name }, index) => `<li><a href="#component-${index}">${html(name)}</a></li>`,
  );
  return `<nav aria-label="Contents">
<ul><li><a href="#summary">Summary</a></li>${links.join("")}<li><a href="#hipaa">HIPAA Security Rule, by provision</a></li><li><a href="#words">Words</a></li><li><a href="#limits">What this page cannot say</a></li></ul>
</nav>`;
}

function componentOf(component: ReviewedComponent, index: number): string {
  const { name, environment, accountId, region, roles, promises = [] } = component;
  const lanes = lanesOf(component);
  return `<section aria-labelledby="component-${index}">
<h2 id="component-${index}">${html(name)}: ${html(environment)}, account ${html(accountId)}, ${html(region)}</h2>
<h3>Who can assume which role, and reach what</h3>
<p>First who may assume the role, then the role, then what it can do with which data.</p>
${pictureOf(lanes, "wide")}
${pictureOf(lanes, "narrow")}
${listOf(sentencesOf(lanes))}
<h3>Who may assume a role, and why</h3>
${roles.map((role) => matrixOf(role, "assume")).join("\n")}
<h3>What a role may do then, and why</h3>
${roles.map((role) => matrixOf(role, "do")).join("\n")}
<h3>What is explicitly refused, and why</h3>
<p>These hold whatever else a role is granted. Besides, everything is refused that is not allowed above.</p>
${roles.map((role) => matrixOf(role, "refused")).join("\n")}
${promises.length > 0 ? `<h3 id="promises-${index}">Promises, and what became of each</h3>\n${paragraph(proofWords)}\n${promisesOf(promises)}` : ""}
<h3>The documents</h3>
${roles.map(documentsOf).join("\n")}
</section>`;
}

const captions = {
  assume: (role: string) => `Who may assume ${role}`,
  do: (role: string) => `What ${role} may do`,
  refused: (role: string) => `What ${role} is refused`,
};

type Part = keyof typeof captions;

/** What is neither allowed nor refused is shown with what a role may do, as nobody knows what it does. */
function partOf(document: ReviewedDocument, { effect }: ReviewedStatement): Part {
  if (isTrust(document)) return "assume";
  return effect === "Deny" ? "refused" : "do";
}

function matrixOf(role: ReviewedRole, part: Part): string {
  const rows = role.documents.flatMap((document) =>
    document.statements
      .filter((statement) => partOf(document, statement) === part)
      .map((statement) => ({ document, statement })),
  );
  const unread = role.documents.filter(
    (document) => document.unread !== "" && part === (isTrust(document) ? "assume" : "do"),
  );
  const boundary = part === "do" && role.permissionsBoundary;
  const none = part === "assume" ? "Nobody." : "Nothing.";
  return `<h4>${html(role.name)}${role.kind === "other" ? "" : `, ${role.kind}`}</h4>
${boundary ? paragraph(`Its permissions boundary is ${boundary}.`) : ""}
${unread.map(unreadOf).join("\n")}
${rows.length > 0 ? tableOf(captions[part](role.name), rows) : unread.length > 0 ? "" : paragraph(none)}`;
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
      return `${heading}\n${document.unread ? unreadOf(document) : `<pre>${html(text)}</pre>`}`;
    })
    .join("\n");
}

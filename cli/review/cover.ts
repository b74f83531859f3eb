import { lanesOf, type Reach, unexplained } from "./access";
import { html } from "./escape";
import type { Made } from "./made";
import { dayOf, originOf } from "./made";
import { openOf } from "./open";
import { type Review, type ReviewedComponent, statementsOf } from "./review";
import { countsOf } from "./words";

const foreign = ' class="warning"';

/** The head: what this is, of what, when, by whom and with what it was made. */
export function headOf(review: Review, made: Made): string {
  const facts: [string, string][] = [
    ["Made on", dayOf(made.date)],
    ["by", made.by || "not known"],
    ["from", originOf(review.source, made)],
    ["with", `hipaa-iam ${made.version}`],
    ...(made.commit ? ([["of commit", made.commit]] as [string, string][]) : []),
    ["project", review.project],
  ];
  return `<header>
<h1>${html(titleOf(review))}</h1>
<dl class="facts">${facts.map(([term, fact]) => `<div><dt>${term}</dt><dd>${html(fact)}</dd></div>`).join("")}</dl>
</header>`;
}

export function titleOf({ stack }: Review): string {
  return `Access review of stack ${stack}`;
}

/** The same at the foot of each sheet of paper. */
export function footOf(review: Review, made: Made): string {
  const commit = made.commit ? `, commit ${made.commit.replace(/^([0-9a-f]{12})[0-9a-f]*/, "$1")}` : "";
  const by = made.by ? ` by ${made.by}` : "";
  return `${titleOf(review)}. Made on ${dayOf(made.date)}${by} from ${originOf(review.source, made)}${commit}, hipaa-iam ${made.version}.`;
}

/** The first page: what somebody answers for who signs. */
export function coverOf(review: Review): string {
  return `<section class="cover" aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<p>Who can reach patient data through these AWS roles, what they can do then, and what is refused. ${html(countsOf(review))}</p>
<h3>Who, and which data</h3>
${reachOf(review)}
<h3>What is refused whatever else is granted</h3>
${listOf(refusalsOf(review), "columns", "Nothing is refused explicitly. What is not allowed is refused all the same.")}
<h3>What is open</h3>
${listOf(openOf(review), "open", "Nothing that this page knows of.")}
<h3>What was proven and verified</h3>
${listOf(checkedOf(review), "", "")}
${linksOf(review)}
<div class="decision">
<h3>Decision</h3>
<p>${html(subjectOf(review))}</p>
<p class="boxes">${["accepted", "accepted with the remarks below", "refused"].map((box) => `<span>☐ ${box}</span>`).join(" ")}</p>
<dl class="sign"><div><dt>Name and office</dt><dd></dd></div><div><dt>Date</dt><dd></dd></div>\
<div><dt>Signature</dt><dd></dd></div><div class="wide"><dt>Remarks</dt><dd></dd></div></dl>
</div>
</section>`;
}

/** The way to the tables of promises. */
function linksOf({ components }: Review): string {
  const links = components.flatMap(({ name, promises = [] }, index) =>
    promises.length > 0 ? [`<a href="#promises-${index}">${html(name)}</a>`] : [],
  );
  return links.length > 0 ? `<p>Each promise with its outcome: ${links.join(", ")}.</p>` : "";
}

/** What is signed, should a long summary leave the signature to the next sheet. */
function subjectOf({ stack, components }: Review): string {
  const names = [...new Set(components.flatMap(({ roles }) => roles.map(({ name }) => name)))];
  const roles = names.length === 1 ? "role" : "roles";
  return `Stack ${stack}, ${names.length > 4 ? `the ${names.length} roles above` : `${roles} ${names.join(", ")}`}:`;
}

/** Roles that the same callers may assume, and that can do the same, share a row. */
function reachOf({ components }: Review): string {
  const place = ({ environment, accountId, region }: ReviewedComponent) =>
    `${environment}, account ${accountId}, ${region}`;
  const places = [...new Set(components.map(place))];
  const isOnePlace = places.length === 1;
  const rows = new Map<string, string[]>();
  for (const component of components) {
    for (const { role, who, reach } of lanesOf(component)) {
      const own = `account ${component.accountId}`;
      const callers = isOnePlace ? who : who.map((one) => one.replaceAll(own, "the role's own account"));
      const cells = `<td data-label="Who may assume it">${whoItems(callers)}</td>\
<td data-label="What it can do with which data">${reachItems(reach)}</td>`;
      const name = isOnePlace ? role.name : `${role.name} (${own}, ${component.region})`;
      rows.set(cells, [...(rows.get(cells) ?? []), name]);
    }
  }
  const lines = [...rows].map(
    ([cells, names]) => `<tr><th scope="row">${listOf(names, "", "")}</th>${cells}</tr>`,
  );
  return `<table class="reach">
<caption>${html(isOnePlace ? places.join() : `Roles of ${components.length} components`)}</caption>
<thead><tr><th scope="col">Role</th><th scope="col">Who may assume it</th><th scope="col">What it can do with which data</th></tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table>`;
}

function reachItems(reach: Reach[]): string {
  const can = reach.map(({ title, verbs, isForeign }) => {
    const words = `<b>${html(title)}</b>: ${html(some(verbs).join(", "))}`;
    return `<li${isForeign ? foreign : ""}>${words}</li>`;
  });
  return can.length > 0 ? `<ul>${can.join("")}</ul>` : "Nothing.";
}

/** A policy of others may name hundreds of actions. The table has them all. */
function some(verbs: string[]): string[] {
  const most = 8;
  return verbs.length > most ? [...verbs.slice(0, most), `and ${verbs.length - most} more`] : verbs;
}

/** What was proven of the promises, and what was asked of AWS. */
export function checkedOf({ proven, verified }: Review): string[] {
  return [
    ...(proven ?? ["Not proven: no proofs are attached to this review."]),
    ...(verified ?? ["Not verified: nothing was asked of AWS for this review."]),
  ];
}

/** The reasons of what the package denies, each once. */
export function refusalsOf({ components }: Review): string[] {
  const denies = components
    .flatMap(({ roles }) => roles.flatMap(statementsOf))
    .filter(({ effect, reason }) => effect === "Deny" && reason !== "");
  return [...new Set(denies.map(({ reason }) => reason))];
}

function listOf(texts: string[], style: string, none: string): string {
  if (texts.length === 0) return `<p>${html(none)}</p>`;
  return `<ul${style ? ` class="${style}"` : ""}>${texts.map((text) => `<li>${html(text)}</li>`).join("")}</ul>`;
}

/** Marked as what such a role can do is: who signs must see both. */
function whoItems(who: string[]): string {
  const marked = who.map((one) => `<li${one.endsWith(unexplained) ? foreign : ""}>${html(one)}</li>`);
  return `<ul>${marked.join("")}</ul>`;
}

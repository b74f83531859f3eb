import { hipaaProvisions } from "../../components/policies/hipaa";
import { principalNote } from "./access";
import { html } from "./escape";
import {
  isTrust,
  type Review,
  type ReviewedDocument,
  type ReviewedPromise,
  type ReviewedStatement,
} from "./review";
import { reasonOf, rowsOf, wordsOf } from "./rows";
import { answers, outcomeOf, requestOf } from "./words";

/** Statements as a matrix: a row each. Of a trust policy they say who, of the others what on which resource. */
export function tableOf(
  caption: string,
  rows: { document: ReviewedDocument; statement: ReviewedStatement }[],
): string {
  const what = rows.every(({ document }) => isTrust(document)) ? "Who" : "Action and resource";
  const heads = [
    ["Statement", 20],
    [what, 34],
    ["Only if", 23],
    ["Why", 23],
  ].map(([name, width]) => `<th scope="col" style="width:${width}%">${name}</th>`);
  return `<table>
<caption>${html(caption)}</caption>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${rows.map(({ document, statement }) => rowOf(document, statement, what)).join("\n")}
</tbody>
</table>`;
}

/** Which statements serve a provision of the rule, role by role, with the way to them. */
export function provisionsOf(review: Review): string {
  const isOneOfMany = review.components.length > 1;
  const lines = Object.entries(hipaaProvisions).map(([provision, title]) => {
    const served = new Map<string, string[]>();
    for (const { component, role, number, sid, provisions } of rowsOf(review)) {
      if (!provisions.includes(provision)) continue;
      const name = isOneOfMany ? `${role} of ${component}` : role;
      const link = `<a href="#statement-${number}">${breakable(html(sid))}</a>`;
      served.set(name, [...(served.get(name) ?? []), link]);
    }
    const roles = [...served].map(([role, links]) => `${html(role)}: ${links.join(", ")}`);
    return `<tr><th scope="row">${html(provision)}</th>${cell("Title", html(title))}
${cell("Statements, by role", roles.length > 0 ? items(roles) : "none")}</tr>`;
  });
  const heads = ["Provision", "Title", "Statements, by role"].map((name) => `<th scope="col">${name}</th>`);
  return `<table class="provisions">
<caption>Provisions of 45 CFR part 164, and the statements that serve them</caption>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table>`;
}

/** What is promised of some documents, each sentence with what became of it for all requests. */
export function promisesOf(promises: ReviewedPromise[]): string {
  const heads = [
    ["Sentence", 46],
    ["Outcome", 32],
    ["HIPAA", 22],
  ].map(([name, width]) => `<th scope="col" style="width:${width}%">${name}</th>`);
  const holders = [...new Set(promises.map(({ of }) => of))];
  return holders
    .map((holder) => {
      const own = promises.filter(({ of }) => of === holder);
      return `<table class="promises">
<caption>${html(`What is promised of: ${holder}`)}</caption>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${own.map(promiseRow).join("\n")}
</tbody>
</table>`;
    })
    .join("\n");
}

function promiseRow(promise: ReviewedPromise): string {
  const { answer, says, outcome, why = "", hipaa } = promise;
  const style = outcome === "proven" ? "" : ' class="warning"';
  const told = [why, requestOf(promise)].filter((text) => text !== "").map(html);
  return `<tr><th scope="row"><b>${html(answers[answer])}</b>: ${html(says)}</th>
${cell("Outcome", [`<span${style}>${outcomeOf(promise)}</span>`, ...told].join("<br>"))}
${cell("HIPAA", hipaa.map(cite).join(", "))}</tr>`;
}

function rowOf(document: ReviewedDocument, statement: ReviewedStatement, what: string): string {
  const { number, sid, effect, actions, resources, principals, provisions } = statement;
  const style = effect === "Deny" ? "deny" : "allow";
  const reason = html(reasonOf(statement));
  const why = statement.reason === "" ? `<span class="warning">${reason}</span>` : reason;
  const cited = provisions.length > 0 ? `<p class="quiet">HIPAA ${provisions.map(cite).join(", ")}</p>` : "";
  return `<tr id="statement-${number}"><th scope="row"><span class="${style}">${html(effect)}</span> \
${breakable(html(sid || "(no name)"))}<br><span class="quiet">${html(document.name)}, ${document.kind}</span></th>
${cell(what, [principalsOf(principals), codes(actions), on(resources)].join(""))}
${cell("Only if", conditionsOf(statement))}
${cell("Why", `${why}${cited}`)}</tr>`;
}

function principalsOf(principals: string[]): string {
  return items(
    principals.map((principal) => {
      const note = principalNote(principal);
      return `${code(principal)}${note ? `<br><span class="quiet">${html(note)}</span>` : ""}`;
    }),
  );
}

function on(resources: string[]): string {
  return resources.length > 0 ? `<p class="on">on</p>${codes(resources)}` : "";
}

/** All must hold, so that they read as one sentence. */
function conditionsOf(statement: ReviewedStatement): string {
  if (statement.conditions.length === 0) return '<span class="quiet">no condition</span>';
  return items(
    wordsOf(statement).map((words, index) => `${index > 0 ? "<b>and</b> " : ""}${breakable(html(words))}`),
  );
}

/** Long names may go on in the next line where a word or a part begins. */
function breakable(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])|(?<=[:/](?![:/]))/g, "<wbr>");
}

/** A number of the rule stays on its line. */
function cite(provision: string): string {
  return `<span class="cite">${html(provision)}</span>`;
}

function cell(label: string, content: string): string {
  return `<td data-label="${label}">${content}</td>`;
}

function items(texts: string[]): string {
  return texts.length > 0 ? `<ul>${texts.map((text) => `<li>${text}</li>`).join("")}</ul>` : "";
}

function codes(texts: string[]): string {
  return items(texts.map(code));
}

function code(text: string): string {
  return `<code>${breakable(html(text))}</code>`;
}

import { hipaaProvisions } from "../../components/policies/hipaa";
import { html } from "./escape";
import { isTrust, type Review, type ReviewedDocument, type ReviewedStatement } from "./review";
import { reasonOf, rowsOf, wordsOf } from "./rows";

/** Roles are named, as a style that shows rows as cards takes them away. */
const columns = [
  ["Statement", 18],
  ["Action", 17],
  ["Resource", 21],
  ["Condition", 19],
  ["Reason", 15],
  ["HIPAA", 10],
] as const;

/** Statements as a matrix: a row each. */
export function tableOf(
  caption: string,
  rows: { document: ReviewedDocument; statement: ReviewedStatement }[],
): string {
  const heads = columns.map(
    ([name, width]) => `<th role="columnheader" scope="col" style="width:${width}%">${name}</th>`,
  );
  return `<table role="table">
<caption>${html(caption)}</caption>
<thead role="rowgroup"><tr role="row">${heads.join("")}</tr></thead>
<tbody role="rowgroup">
${rows.map(({ document, statement }) => rowOf(document, statement)).join("\n")}
</tbody>
</table>`;
}

/** Which statements serve a provision of the rule. */
export function provisionsOf(review: Review): string {
  const rows = rowsOf(review);
  const served = Object.entries(hipaaProvisions).map(([provision, title]) => {
    const sids = rows.filter(({ provisions }) => provisions.includes(provision)).map(({ sid }) => sid);
    return { provision, title, sids: [...new Set(sids)] };
  });
  const lines = served.map(
    ({ provision, title, sids }) =>
      `<tr role="row"><th role="rowheader" scope="row">${html(provision)}</th>${cell("Title", html(title))}
${cell("Statements", html(sids.join(", ") || "none"))}</tr>`,
  );
  const heads = ["Provision", "Title", "Statements"].map(
    (name) => `<th role="columnheader" scope="col">${name}</th>`,
  );
  return `<table role="table" class="provisions">
<caption>Provisions of 45 CFR part 164, and the statements that serve them</caption>
<thead role="rowgroup"><tr role="row">${heads.join("")}</tr></thead>
<tbody role="rowgroup">
${lines.join("\n")}
</tbody>
</table>`;
}

function rowOf(document: ReviewedDocument, statement: ReviewedStatement): string {
  const { number, sid, effect, actions, resources, principals, provisions } = statement;
  const reason = statement.reason === "" ? `<span class="warning">${html(reasonOf(statement))}</span>` : "";
  const own = isTrust(document) ? "this role" : "";
  const style = effect === "Deny" ? "deny" : "allow";
  return `<tr role="row" data-statement="${number}"><th role="rowheader" scope="row"><span class="${style}">${html(effect)}</span> \
${breakable(html(sid || "(no name)"))}<br><span class="quiet">${html(document.name)}, ${document.kind}</span></th>
${cell("Action", codes(actions))}
${cell("Resource", principals.length > 0 ? `${own}${own && ", by"}${codes(principals)}${codes(resources)}` : codes(resources))}
${cell("Condition", items(wordsOf(statement).map(html)))}
${cell("Reason", reason || html(reasonOf(statement)))}
${cell("HIPAA", items(provisions.map(html)))}</tr>`;
}

/** Long names may go on in the next line where a word begins. */
function breakable(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "<wbr>");
}

function cell(label: string, content: string): string {
  return `<td role="cell" data-label="${label}">${content}</td>`;
}

function items(texts: string[]): string {
  return texts.length > 0 ? `<ul>${texts.map((text) => `<li>${text}</li>`).join("")}</ul>` : "";
}

function codes(texts: string[]): string {
  return items(texts.map((text) => `<code>${html(text)}</code>`));
}

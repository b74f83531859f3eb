import { csv, html } from "../review/escape";
import { dayOf, type Made, originOf } from "../review/made";
import { footStyle, style } from "../review/style";
import { type Area, areas, type Check } from "./check";
import { summary, type Verification } from "./report";

export const words: Record<Check["result"], string> = {
  agrees: "agrees",
  differs: "differs",
  told: "for the reader",
  "not judged": "not judged",
  "not seen": "could not be seen",
};

/** The page "Verified": what AWS was asked, when and by whom, and what it answered. */
export function htmlOf(verification: Verification, made: Made): string {
  const { stack, source, account, caller, region, checks, notes } = verification;
  const facts: [string, string][] = [
    ["Read on", dayOf(made.date)],
    ["by", caller],
    ["account", account],
    ["Region", region],
    ["held against", originOf(source, made)],
    ["with", `hipaa-iam ${made.version}`],
    ...(made.commit ? ([["of commit", made.commit]] as [string, string][]) : []),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Verified: stack ${html(stack)}</title>
<style>${style}${footStyle(footOf(verification, made))}</style>
</head>
<body>
<header>
<h1>Verified: stack ${html(stack)}</h1>
<dl class="facts">${facts.map(([term, fact]) => `<div><dt>${term}</dt><dd>${html(fact)}</dd></div>`).join("")}</dl>
</header>
<main>
<p>${html(summary(checks))}</p>
${openOf(checks)}
${notes.map((note) => `<p class="quiet">${html(note)}</p>`).join("\n")}
${(Object.keys(areas) as Area[]).map((area) => sectionOf(area, checks)).join("\n")}
</main>
</body>
</html>
`;
}

/** At the foot of each sheet of paper. */
function footOf({ stack, account, caller }: Verification, made: Made): string {
  return `Verified: stack ${stack}. Account ${account} was read on ${dayOf(made.date)} by ${caller}, hipaa-iam ${made.version}.`;
}

/** What somebody has to look at: it differs and nobody has accepted it, or it could not be seen. */
export const isOpen = ({ result, accepted }: Check) =>
  (result === "differs" || result === "not seen") && !accepted;

/** What the reader should see first. */
function openOf(checks: Check[]): string {
  const open = checks.filter(isOpen);
  if (open.length === 0) return "";
  const lines = open.map(({ of, what }) => `<li><b>${html(of)}</b>: ${html(what)}</li>`);
  return `<ul>${lines.join("\n")}</ul>`;
}

const order: Check["result"][] = ["differs", "not seen", "agrees", "told", "not judged"];

function sectionOf(area: Area, checks: Check[]): string {
  const found = checks.filter((one) => one.area === area);
  if (found.length === 0) return "";
  const groups = [...new Set(found.map(({ of }) => of))].map((of) => {
    const own = found.filter((one) => one.of === of);
    const rows = own.sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result)).map(rowOf);
    return `<tbody><tr><th scope="rowgroup" colspan="2">${html(of)}</th></tr>\n${rows.join("\n")}</tbody>`;
  });
  return `<h2>${areas[area]}</h2>
<table class="verified">
<thead><tr><th scope="col">Result</th><th scope="col">What</th></tr></thead>
${groups.join("\n")}
</table>`;
}

function rowOf(one: Check): string {
  const { result, what, details, accepted } = one;
  const style = isOpen(one) ? ' class="warning"' : "";
  const shown = accepted ? [...details, `accepted: ${accepted}`] : details;
  return `<tr><td data-label="Result"${style}>${accepted ? "accepted" : words[result]}</td>\
<td data-label="What">${html(what)}${detailsOf(shown, result === "agrees")}</td></tr>`;
}

/** What agrees, and what is long, is there to be opened. */
function detailsOf(details: string[], isQuiet: boolean): string {
  if (details.length === 0) return "";
  const list = `<ul>${details.map((detail) => `<li>${html(detail)}</li>`).join("")}</ul>`;
  return details.length <= 10 && !isQuiet
    ? list
    : `<details><summary>all ${details.length}</summary>${list}</details>`;
}

/** For spreadsheets, RFC 4180. */
export function csvOf({ stack, account, date, caller, checks }: Verification): string {
  const columns = [
    "stack",
    "account",
    "date",
    "by",
    "area",
    "of",
    "result",
    "what",
    "details",
    "accepted",
    "id",
  ];
  const lines = checks.map(({ area, of, result, what, details, accepted = "", id = "" }) => [
    ...[stack, account, date, caller, areas[area], of, words[result], what, details.join("; "), accepted, id],
  ]);
  return [columns, ...lines].map((fields) => `${fields.map(csv).join(",")}\r\n`).join("");
}

import { csv, html } from "../review/escape";
import { dayOf, type Made, originOf } from "../review/made";
import { style } from "../review/style";
import { type Area, areas, type Check } from "./check";
import { summary, type Verification } from "./report";

const words: Record<Check["result"], string> = {
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
<style>${style}</style>
</head>
<body>
<header>
<h1>Verified: stack ${html(stack)}</h1>
<dl class="facts">${facts.map(([term, fact]) => `<div><dt>${term}</dt><dd>${html(fact)}</dd></div>`).join("")}</dl>
</header>
<main>
<p>${html(summary(checks))}</p>
${notes.map((note) => `<p class="quiet">${html(note)}</p>`).join("\n")}
${(Object.keys(areas) as Area[]).map((area) => sectionOf(area, checks)).join("\n")}
</main>
</body>
</html>
`;
}

function sectionOf(area: Area, checks: Check[]): string {
  const found = checks.filter((one) => one.area === area);
  if (found.length === 0) return "";
  const rows = found.map(
    ({ of, result, what, details, accepted }) => `<tr><th scope="row">${html(of)}</th>\
<td data-label="Result"${result === "differs" && !accepted ? ' class="warning"' : ""}>${accepted ? "accepted" : words[result]}</td>\
<td data-label="What">${html(what)}${detailsOf(accepted ? [...details, `accepted: ${accepted}`] : details)}</td></tr>`,
  );
  return `<h2>${areas[area]}</h2>
<table>
<thead><tr><th scope="col">Of</th><th scope="col">Result</th><th scope="col">What</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

/** Hundreds of requests that agree are there to be opened. */
function detailsOf(details: string[]): string {
  if (details.length === 0) return "";
  const list = `<ul>${details.map((detail) => `<li>${html(detail)}</li>`).join("")}</ul>`;
  return details.length <= 10 ? list : `<details><summary>all ${details.length}</summary>${list}</details>`;
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

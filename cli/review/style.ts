/** The page's style: on screens of any width, light and dark, and on paper. Contrast of text is 4.5 at least. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1c2128; --quiet: #4d5661; --page: #ffffff; --panel: #f4f6f8; --line: #c9d1d9;
  --allow: #0b6b36; --deny: #a11722; --warn: #8a4b00; --link: #0a58b0;
  --who: #e8eefc; --role: #dff3e6; --data: #fdf3dc; --foreign: #fbe3e4;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --text: #e6eaf0; --quiet: #aab4c0; --page: #14181d; --panel: #1d232a; --line: #3b444f;
    --allow: #6fdc9a; --deny: #ff9aa1; --warn: #ffc069; --link: #8ab8ff;
    --who: #223154; --role: #1c4030; --data: #453813; --foreign: #552629;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; max-width: none; margin: 0 0 1rem; }
.facts dt, .facts dd { display: inline; font-weight: 400; margin: 0; } .facts dt { color: var(--quiet); margin-right: .35em; white-space: nowrap; }
.cite { white-space: nowrap; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
h1, h2, h3, h4, p, li, dd, td, th, caption, code, pre { overflow-wrap: anywhere; }
p, ul, dl { max-width: 48rem; }
a { color: var(--link); }
code, pre, svg text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code { font-size: .875em; }
pre { margin: 0; padding: .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  font-size: .8rem; line-height: 1.4; white-space: pre-wrap; }
.cover { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1.25rem; }
.cover h2 { margin: 0 0 .5rem; padding: 0; border: 0; } .cover h3 { margin: 1.1rem 0 .3rem; font-size: 1rem; }
.cover p, .cover ul { max-width: none; margin-top: 0; margin-bottom: .4rem; }
.cover li { margin-bottom: .1rem; }
.columns { columns: 26rem; column-gap: 2rem; } .columns li { break-inside: avoid; }
.boxes { display: flex; flex-wrap: wrap; gap: 0 2rem; }
.sign { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: .5rem 1.5rem; max-width: none; margin: .5rem 0; }
.sign dt { font-weight: 400; font-size: .85rem; color: var(--quiet); margin: 0; }
.sign dd { margin: 0; height: 1.8rem; border-bottom: 1px solid var(--text); } .sign .wide { grid-column: 1 / -1; }
.reach th:first-child { width: 31%; } .reach th:nth-child(2) { width: 26%; }
.quiet { color: var(--quiet); }
.warning { color: var(--warn); font-weight: 600; }
nav ul { padding-left: 1.2rem; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0 0 0 1.2rem; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1.5rem; font-size: .9rem; table-layout: fixed; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid var(--line); padding: .45rem .55rem; text-align: left; vertical-align: top; }
.verified thead th:first-child { width: 9rem; } .verified tbody th { background: var(--panel); }
.provisions th:first-child { width: 11rem; } .provisions th:nth-child(2) { width: 12rem; }
thead th { background: var(--panel); }
tbody th { font-weight: 600; } tbody th .quiet { font-weight: 400; }
.cover td ul, .cover th ul, td ul { list-style: none; margin: 0; padding: 0; }
td li + li { margin-top: .3rem; }
td p { margin: .3rem 0; } td .on { color: var(--quiet); }
tr:target { outline: 3px solid var(--link); }
.allow { color: var(--allow); font-weight: 600; }
.deny { color: var(--deny); font-weight: 600; }
svg { display: block; width: 100%; height: auto; margin: .5rem 0 1rem; }
svg.narrow { display: none; }
svg.defs { position: absolute; height: 0; }
svg rect { stroke: var(--line); }
svg text { fill: var(--text); font-size: 12px; }
svg .title { font-weight: 700; }
svg .who rect { fill: var(--who); } svg .role rect { fill: var(--role); }
svg .data rect { fill: var(--data); } svg .foreign rect { fill: var(--foreign); stroke: var(--deny); }
svg .arrow { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
svg .head { fill: var(--quiet); }
@media screen and (max-width: 50rem) {
  body { padding: 1rem; }
  svg.wide { display: none; }
  svg.narrow { display: block; max-width: 480px; }
  table, thead, tbody, tr, th, td, caption { display: block; width: auto !important; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border: 1px solid var(--line); border-radius: 6px; margin-bottom: .8rem; padding: .3rem .6rem; }
  tbody th, td { border: 0; padding: .3rem 0; }
  td::before { content: attr(data-label); display: block; font-size: .8rem; font-weight: 600; color: var(--quiet); }
  td:empty { display: none; }
}
@page { margin: 12mm 12mm 17mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.4; }
  h1 { font-size: 15pt; margin-bottom: 1mm; } .facts { margin-bottom: 2mm; font-size: 8.5pt; }
  h2 { font-size: 12pt; border-top: 0; padding-top: 0; margin-top: 6mm; } h3 { font-size: 10.5pt; margin-top: 4mm; }
  h4 { font-size: 9pt; }
  .cover { border: 0; padding: 0; background: none; font-size: 7.5pt; line-height: 1.2; }
  .cover h2 { margin: 0 0 1mm; font-size: 11pt; } .cover p, .cover ul { margin-bottom: .7mm; } .cover li { margin-bottom: 0; }
  .cover ul { padding-left: 5mm; } .cover th, .cover td { padding: .8mm 1.5mm; } .cover td li + li { margin-top: 0; }
  .cover h3 { font-size: 8.5pt; margin: 1.4mm 0 .4mm; } .cover table { margin: 0; font-size: 7pt; } .cover caption { padding: 0 0 1mm; }
  .columns { columns: 3; column-gap: 5mm; font-size: 7pt; } .sign { margin: 0; gap: 1mm 6mm; } .sign dd { height: 6mm; } .sign dt { font-size: 7.5pt; }
  .introduction, main > section { break-before: page; } .cover { break-before: auto !important; }
  .introduction + section { break-before: auto; }
  h2, h3, h4, caption, thead, thead tr, section > p { break-after: avoid; }
  tr, svg, dt, .decision { break-inside: avoid; }
  table { font-size: 7.5pt; width: calc(100% - 1px); } pre { font-size: 6.5pt; padding: 2mm; }
  svg.wide { max-width: 170mm; }
  a { color: inherit; text-decoration: none; }
  nav { display: none; }
}
`;

/** The foot of each sheet; what does not know the boxes of a page's margin (Firefox, Safari) prints none. */
export function footStyle(foot: string): string {
  return `@page {
  @bottom-left { content: "${cssText(foot)}"; width: 85%; font: 7pt/1.3 sans-serif; color: #4d5661; vertical-align: top; padding-top: 3mm; }
  @bottom-right { content: counter(page) " of " counter(pages); font: 7pt/1.3 sans-serif; color: #4d5661; vertical-align: top; padding-top: 3mm; }
}
`;
}

/** A text within quotes of a style sheet: what could end it, or the sheet, is written as its number. */
function cssText(text: string): string {
  return text.replace(
    /[^\w .,:+-]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0xfffd).toString(16)} `,
  );
}

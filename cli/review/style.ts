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
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
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
.summary { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1.25rem; }
.summary p, .summary ul { max-width: none; }
.quiet { color: var(--quiet); }
.warning { color: var(--warn); font-weight: 600; }
nav ul { padding-left: 1.2rem; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0 0 0 1.2rem; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1.5rem; font-size: .9rem; table-layout: fixed; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid var(--line); padding: .45rem .55rem; text-align: left; vertical-align: top; }
.provisions th:first-child { width: 12rem; } .provisions th:nth-child(2) { width: 16rem; }
thead th { background: var(--panel); }
tbody th { font-weight: 600; } tbody th .quiet { font-weight: 400; }
td ul { list-style: none; margin: 0; padding: 0; }
td li + li { margin-top: .3rem; }
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
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  h2 { break-before: page; border-top: 0; padding-top: 0; margin-top: 0; }
  h2.follows { break-before: auto; margin-top: 1.5rem; }
  h2, h3, h4, caption, thead, thead tr, main > section > p { break-after: avoid; }
  tr, svg, dt { break-inside: avoid; }
  table { font-size: 8pt; } pre { font-size: 7pt; } pre.long { columns: 2; }
  svg.wide { max-width: 200mm; }
  a { color: inherit; text-decoration: none; }
  nav { display: none; }
}
`;

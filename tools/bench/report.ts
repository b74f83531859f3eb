/** A table of results, and what they are held against. */
export interface Table {
  title: string;
  head: string[];
  rows: string[][];
  /** What was measured, its figure, and the most that it may be. */
  targets: [what: string, figure: number, most: number][];
}

/** The tables as Markdown. */
export function markdown(tables: Table[]): string {
  return tables
    .map(({ title, head, rows }) => [`### ${title}`, "", table(head, rows)].join("\n"))
    .join("\n\n");
}

/** Every target and whether it is met. */
export function targets(tables: Table[]): string {
  const all = tables.flatMap((one) => one.targets);
  const rows = all.map(([what, figure, most]) => [
    ...[what, figure.toFixed(2), String(most)],
    figure <= most ? "met" : "**missed**",
  ]);
  return table(["target", "measured", "at most", ""], rows);
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

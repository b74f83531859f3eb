import { readFileSync } from "node:fs";
import type { Cell } from "./run";

/**
 * What the page is made of: what was found now, and of other suites what the run before has kept in a file. Undefined where
 * only some suites were run and nothing was kept: the page would lose the others.
 */
export function allFound(cells: Cell[], isWhole: boolean, kept: string): Cell[] | undefined {
  const before = isWhole ? [] : earlier(kept);
  if (!before) return undefined;
  const told = ({ client, opening }: Cell) => `${client}, ${opening}`;
  const now = new Set(cells.map(told));
  const clients = [...before, ...cells].map(({ client }) => client);
  return [...before.filter((one) => !now.has(told(one))), ...cells].sort(
    (a, b) => clients.indexOf(a.client) - clients.indexOf(b.client),
  );
}

function earlier(path: string): Cell[] | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

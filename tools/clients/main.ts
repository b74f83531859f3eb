import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { endWith } from "../../tests/support/command";
import { textTable } from "../table";
import { pageOf, works } from "./page";
import { type Cell, runSuites } from "./run";
import { suites } from "./suites";

const page = resolve(__dirname, "../../docs/clients.md");
const kept = resolve(__dirname, "../../.cache/clients.json");

/** `npm run test:clients [SUITE...]`: real clients under the sandbox. A run of all of them writes docs/clients.md. */
async function main(names: string[]): Promise<number> {
  const some = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
  const missed = new Set<string>();
  const cells = await runSuites(some, (what) => missed.add(what));
  const rows = cells.map((cell) => [
    cell.client,
    cell.data,
    cell.setting,
    cell.opening,
    works(cell) ? "works" : cell.sees.slice(0, 80),
  ]);
  console.log(textTable([["client", "data", "setting", "sandbox", ""], ...rows]));
  const before = names.length === 0 ? [] : earlier();
  const told = (one: Cell) => [one.client, one.data, one.setting, one.opening].join();
  const now = new Set(cells.map(told));
  const clients = [...before, ...cells].map(({ client }) => client);
  const all = [...before.filter((one) => !now.has(told(one))), ...cells].sort(
    (a, b) => clients.indexOf(a.client) - clients.indexOf(b.client),
  );
  writeFileSync(kept, JSON.stringify(all));
  writeFileSync(page, pageOf(all, new Date().toISOString().slice(0, 10), [...missed]));
  console.log(
    `\n${new Set(all.map(({ client }) => client)).size} clients, ${all.length} cells: ${join("docs", "clients.md")} is written.`,
  );
  return 0;
}

/** What the run before has found of the other suites. */
function earlier(): Cell[] {
  try {
    return JSON.parse(readFileSync(kept, "utf8"));
  } catch {
    return [];
  }
}

endWith(main(process.argv.slice(2)));

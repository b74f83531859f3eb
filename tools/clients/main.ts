import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { endWith } from "../../tests/support/command";
import { textTable } from "../table";
import { allFound } from "./found";
import { pageOf } from "./page";
import { runSuites } from "./run";
import { suites } from "./suites";
import { works } from "./words";

const page = resolve(__dirname, "../../docs/clients.md");
const kept = resolve(__dirname, "../../.cache/clients.json");

/** `npm run test:clients [SUITE...]`: real clients under the sandbox. A run of all of them writes docs/clients.md, and one of some mends it. */
async function main(names: string[]): Promise<number> {
  const some = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
  const missed = new Set<string>();
  const cells = await runSuites(some, (what) => missed.add(what));
  const rows = cells.map((cell) => [
    cell.client,
    cell.data,
    cell.size ?? "",
    cell.setting,
    cell.opening,
    works(cell) ? "works" : cell.sees.slice(0, 80),
  ]);
  console.log(textTable([["client", "data", "size", "setting", "sandbox", ""], ...rows]));
  const all = allFound(cells, names.length === 0, kept);
  if (!all) {
    console.log(
      `\n${join("docs", "clients.md")} is not written: no run has found the other suites here. Run all first: npm run test:clients`,
    );
    return 0;
  }
  writeFileSync(kept, JSON.stringify(all));
  writeFileSync(page, pageOf(all, new Date().toISOString().slice(0, 10), [...missed]));
  console.log(
    `\n${new Set(all.map(({ client }) => client)).size} clients, ${all.length} cells: ${join("docs", "clients.md")} is written.`,
  );
  return 0;
}

endWith(main(process.argv.slice(2)));

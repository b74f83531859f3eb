import { fork } from "node:child_process";
import { endWith } from "../../tests/support/command";
import { heldAt, sites } from "../../tests/theorems/sites";

const processes = 2;
/** On two cores of their own the processes take as long as the one that takes more of the processor. */
const limit = 30;

interface Part {
  sites: number;
  optionSets: number;
  promises: number;
  broken: string[];
  /** Of processor, with the start of the process. */
  seconds: number;
}

/** `npm run bench:promises`: every promise of every option set, at every site, by two processes. */
async function main(): Promise<number> {
  const start = performance.now();
  const parts = await Promise.all(Array.from({ length: processes }, (_, at) => partBy(at)));
  const total = (count: "sites" | "optionSets" | "promises") =>
    parts.reduce((sum, part) => sum + part[count], 0);
  console.log(
    `${total("promises")} promises of ${total("optionSets")} sets of options at ${total("sites")} sites`,
  );
  console.log(
    `${((performance.now() - start) / 1000).toFixed(1)} s by the clock, and of processor in each process:`,
  );
  console.log(`${parts.map(({ seconds }) => seconds.toFixed(1)).join(" and ")} s (at most ${limit})`);
  const broken = parts.flatMap((part) => part.broken);
  for (const one of broken) console.log(one);
  return broken.length === 0 && parts.every(({ seconds }) => seconds <= limit) ? 0 : 1;
}

/** What one of the processes has proven. */
const partBy = (at: number) =>
  new Promise<Part>((resolve, reject) => {
    const child = fork(__filename, [String(at)]);
    child.once("message", (part) => resolve(part as Part));
    child.once("disconnect", () => reject(new Error("A process ended without an answer.")));
  });

/** In one of the processes: it proves each second site. */
async function prove(part: number): Promise<number> {
  const found: Part = { sites: 0, optionSets: 0, promises: 0, broken: [], seconds: 0 };
  for (const site of sites.filter((_, at) => at % processes === part)) {
    const { optionSets, promises, broken } = await heldAt(site);
    found.sites++;
    found.optionSets += optionSets;
    found.promises += promises;
    found.broken.push(...broken.map((one) => `${site.title}, ${one}`));
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ ...found, seconds: (user + system) / 1e6 });
  return 0;
}

const [part] = process.argv.slice(2);
endWith(part === undefined ? main() : prove(Number(part)));

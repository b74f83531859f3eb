import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endWith, progress } from "../../tests/support/command";
import { repository } from "../../tests/support/folder";
import { markdown, type Table, targets } from "./report";
import { inTurns, median } from "./statistics";
import { besideCommit } from "./worktree";

const times = 10;

/** A command: of the package, as users run it, or a script of this repository, without npm. Its most CPU time and memory. */
interface Command {
  title: string;
  words(folder: string): string[];
  most: [cpu: number, memory: number];
}

const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const ofPackage = (folder: string) => ["node", manifest(folder).bin["hipaa-iam"]];
const script = (name: string) => (folder: string) => manifest(folder).scripts[name].split(" ");

const commands: Command[] = [
  {
    title: "npm run plan -- --stack production",
    words: (folder) => [...script("plan")(folder), "--stack", "production"],
    most: [0.7, 0.8],
  },
  {
    title: "hipaa-iam review --stack production",
    words: (folder) => [...ofPackage(folder), "review", "--stack", "production"],
    most: [0.7, 0.8],
  },
  {
    title: "hipaa-iam diff stack:dev stack:dev",
    words: (folder) => [...ofPackage(folder), "diff", "stack:dev", "stack:dev"],
    most: [0.5, 0.8],
  },
  {
    title: "npm run access -- --stack production",
    words: (folder) => [...script("access")(folder), "--stack", "production"],
    most: [0.5, 0.8],
  },
];
const floor = ["node", "-e", 'require("@pulumi/pulumi")'];

/** Seconds of processor time of a process and of those that it started, and the most memory of one, in megabytes. */
interface Usage {
  cpu: number;
  memory: number;
}

/** `npm run bench:commands -- COMMIT`: what commands take, beside another commit. Needs GNU time. */
async function main([commit = "HEAD"]: string[]): Promise<number> {
  return besideCommit(commit, async (folders, folder) => {
    const out = join(folder, "usage");
    const [before = "", now = ""] = Object.keys(folders);
    const rows: string[][] = [];
    const asked: Table["targets"] = [];
    for (const { title, words, most } of commands) {
      progress(title);
      const run = (kind: string) => usageOf(words(folders[kind] ?? ""), folders[kind] ?? "", out);
      for (const kind of [before, now]) run(kind); // What is kept from a run to the next is there from now on.
      const all = medians(await inTurns([before, now], times, run));
      for (const [at, what] of (["cpu", "memory"] as const).entries()) {
        const [old = 0, own = 0] = [all[before]?.[what], all[now]?.[what]];
        asked.push([`${what === "cpu" ? "CPU" : "memory"}, \`${title}\``, own / old, most[at] ?? 1]);
      }
      rows.push([`\`${title}\``, ...cells(all[before]), ...cells(all[now])]);
    }
    const loading = Array.from({ length: times }, () => usageOf(floor, repository, out));
    rows.push(["a process that only loads the SDK", "", "", ...cells(medians({ floor: loading }).floor)]);
    const table: Table = {
      title: "Commands, medians of ten, in turns",
      head: ["", ...[before, now].flatMap((kind) => [`CPU s, ${kind}`, `MB, ${kind}`])],
      ...{ rows, targets: asked },
    };
    console.log(`${targets([table])}\n\n${markdown([table])}`);
    return asked.every(([, figure, limit]) => figure <= limit) ? 0 : 1;
  });
}

function usageOf(words: string[], cwd: string, out: string): Usage {
  const args = ["--format", "%U %S %M", "--output", out, ...words];
  const { status, stderr, error } = spawnSync("/usr/bin/time", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${error ?? stderr}`);
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(out, "utf8").trim().split(" ").map(Number);
  return { cpu: user + system, memory: kilobytes / 1024 };
}

function medians<K extends string>(runs: Record<K, Usage[]>): Record<K, Usage> {
  const of = (all: Usage[]) => ({
    cpu: median(all.map(({ cpu }) => cpu)),
    memory: median(all.map(({ memory }) => memory)),
  });
  return Object.fromEntries(Object.entries<Usage[]>(runs).map(([kind, all]) => [kind, of(all)])) as Record<
    K,
    Usage
  >;
}

const cells = ({ cpu, memory }: Usage = { cpu: 0, memory: 0 }) => [cpu.toFixed(2), memory.toFixed(0)];

endWith(main(process.argv.slice(2)));

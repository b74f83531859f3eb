import { endWith, progress } from "../../tests/support/command";
import { repository } from "../../tests/support/folder";
import { type PluginRun, runPlugin } from "../../tests/support/plugin";
import { markdown, type Table, targets } from "./report";
import { inTurns, median } from "./statistics";
import { besideCommit } from "./worktree";

const times = 10;

/** `npm run bench:plugin -- COMMIT`: the start of the plugin until its schema is there, beside that of another commit. */
async function main([commit = "HEAD"]: string[]): Promise<number> {
  return besideCommit(commit, async (folders, folder) => {
    const runs = await inTurns(Object.keys(folders), times, (kind) => {
      progress(`start ${kind}`);
      return runPlugin(folders[kind] ?? repository, folder);
    });
    const tables = [table(Object.entries(runs))];
    console.log(`${targets(tables)}\n\n${markdown(tables)}`);
    return 0;
  });
}

function table(runs: [kind: string, runs: PluginRun[]][]): Table {
  const rows = runs.map(([kind, of]) => ({
    kind,
    cpu: median(of.map(({ cpu }) => cpu)),
    memory: median(of.map(({ memory }) => memory)),
  }));
  const [before, now] = rows;
  if (!before || !now) throw new Error("Two are compared.");
  return {
    title: "Start of the plugin, until its schema is there",
    head: ["", "CPU s", "MB"],
    rows: rows.map(({ kind, cpu, memory }) => [kind, cpu.toFixed(2), memory.toFixed(0)]),
    targets: [
      ["CPU of the plugin's start", now.cpu / before.cpu, 0.4],
      ["memory of the plugin's start", now.memory / before.memory, 0.5],
    ],
  };
}

endWith(main(process.argv.slice(2)));

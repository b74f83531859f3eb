import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { progress } from "../../tests/support/command";
import { repository } from "../../tests/support/folder";
import { type PluginRun, runPlugin } from "../../tests/support/plugin";
import { markdown, type Table, targets } from "./report";
import { inTurns, median } from "./statistics";

const times = 10;

/** `npm run bench:plugin -- COMMIT`: the start of the plugin until its schema is there, beside that of another commit. */
async function main([commit = "HEAD"]: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-plugin-"));
  const before = join(folder, "before");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();
  try {
    git("worktree", "add", "--quiet", "--detach", before, commit);
    symlinkSync(join(repository, "node_modules"), join(before, "node_modules"));
    for (const cwd of [before, repository]) execFileSync("npm", ["run", "--silent", "build"], { cwd });
    const folders = { [`at ${git("rev-parse", "--short", commit)}`]: before, "as it stands": repository };
    const runs = await inTurns(Object.keys(folders), times, (kind) => {
      progress(`start ${kind}`);
      return runPlugin(folders[kind] ?? repository, folder);
    });
    const tables = [table(Object.entries(runs))];
    console.log(`${targets(tables)}\n\n${markdown(tables)}`);
  } finally {
    git("worktree", "remove", "--force", before);
    rmSync(folder, { recursive: true, force: true });
  }
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

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { requireEngine } from "../../tests/e2e/support/engine";
import { installMoto } from "../../tests/e2e/support/moto";
import { repository } from "../../tests/e2e/support/project";
import { compiledPrograms } from "./compile";
import { engine } from "./engine";
import { offline, start } from "./offline";
import { markdown, type Table, targets } from "./report";
import { documents, tarball } from "./tarball";

/** `npm run bench`: prints all results; with --write it puts them into docs/benchmarks.md. */
async function main(args: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hipaa-iam-bench-"));
  process.env.TMPDIR = folder; // Where the checkouts go.
  const programs = compiledPrograms();
  try {
    const tables = [
      ...(await offline(programs)),
      ...(await start(programs)),
      ...(await engineTables(programs)),
      ...(await documents()),
      ...(await tarball(folder)),
    ];
    const results = [machine(), targets(tables), markdown(tables)].join("\n\n");
    console.log(results);
    if (args.includes("--write")) write(results);
  } finally {
    for (const made of [folder, programs]) rmSync(made, { recursive: true, force: true });
  }
}

/** Nothing, and why, where there is no engine. */
async function engineTables(programs: string): Promise<Table[]> {
  try {
    await requireEngine();
  } catch (error) {
    process.stderr.write(`Without the engine: ${(error as Error).message}\n`);
    return [];
  }
  await installMoto();
  return engine(programs);
}

function versionOfEngine(): string {
  try {
    return `, pulumi ${execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim()}`;
  } catch {
    return "";
  }
}

function machine(): string {
  const version = (name: string) =>
    JSON.parse(readFileSync(join(repository, "node_modules", name, "package.json"), "utf8")).version;
  const packages = ["@pulumi/pulumi", "@pulumi/aws", "typescript"].map((name) => `${name} ${version(name)}`);
  const [{ model } = { model: "unknown processor" }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const date = new Date().toISOString().slice(0, 10);
  return `${date}; ${cpus().length} cores (${model}), ${memory}, ${type()} ${release()}; Node ${process.versions.node}; ${packages.join(", ")}${versionOfEngine()}.`;
}

function write(results: string): void {
  const path = join(repository, "docs/benchmarks.md");
  const [words = ""] = readFileSync(path, "utf8").split("<!-- results -->");
  writeFileSync(path, `${words}<!-- results -->\n\n${results}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});

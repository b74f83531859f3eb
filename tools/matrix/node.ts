import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** A version of Node.js, from npm's package of that name, installed into the project's ignored folder once. */
export function nodeOf(version: string): string {
  const folder = resolve(__dirname, `../../.cache/node-${version}`);
  const executable = join(folder, "node_modules/node/bin/node");
  if (existsSync(folder)) return executable;
  const half = `${folder}.${process.pid}`; // Only a whole installation gets the name.
  try {
    mkdirSync(half, { recursive: true });
    const args = ["install", "--prefix", half, "--silent", "--no-audit", "--no-fund", `node@${version}`];
    execFileSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return executable;
}

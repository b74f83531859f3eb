import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** Builds and packs the package into an empty folder, as `npm publish` would. Returns the tarball. */
export function pack(folder: string): string {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: resolve(__dirname, "../.."),
  });
  const [tarball = ""] = readdirSync(folder);
  return join(folder, tarball);
}

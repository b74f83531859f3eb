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

/** The size of a tarball, unpacked into a folder, in bytes without the source maps, which only debuggers read. */
export function sizeWithoutSourceMaps(folder: string): number {
  const tar = ["-czf", "-", "--exclude=*.map", "package"];
  return execFileSync("tar", tar, { cwd: folder, maxBuffer: 2 ** 26 }).length;
}

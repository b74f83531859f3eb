import { execFileSync } from "node:child_process";

/** Of the package's tarball in bytes, without the source maps, at most. Half of it is the command, which has an AWS API to develop against. */
export const sizeLimit = 330_000;

/** The size of an unpacked tarball, compressed, in bytes without the source maps, which only debuggers read. */
export function sizeWithoutSourceMaps(unpacked: string): number {
  const tar = ["-czf", "-", "--exclude=*.map", "."];
  return execFileSync("tar", tar, { cwd: unpacked, maxBuffer: 2 ** 26 }).length;
}

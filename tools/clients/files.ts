import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Bytes that clients store. Each stores the small ones, and others that are more than it sends in one piece: that is up to
 * 15 MiB for most, up to 80 MB for those of LARGER, and up to 200 MiB for those of LARGEST.
 */
const sizes = { SMALL: 8, LARGE: 20_000_000, LARGER: 100_000_000, LARGEST: 220_000_000 };

export type Size = keyof typeof sizes;

export const megabytes = (size: Size) => `${sizes[size] / 1_000_000} MB`;

/** Lets work be done with a file of zeros of each size, whose path is in the variable of that name. */
export async function withFiles<Result>(
  work: (variables: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "hipaa-iam-clients-"));
  try {
    const paths = Object.entries(sizes).map(([name, bytes]): [string, string] => {
      const path = join(folder, `${name.toLowerCase()}.bin`);
      writeFileSync(path, "");
      truncateSync(path, bytes); // It takes no room on the disk.
      return [name, path];
    });
    return await work(Object.fromEntries(paths));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

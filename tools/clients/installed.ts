import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/** A folder of .cache/, made once for what it is made of. Only a whole one gets the name. */
export function installed(name: string, of: string, make: (folder: string) => void): string {
  const hash = createHash("sha256").update(of).digest("hex").slice(0, 12);
  const folder = resolve(__dirname, `../../.cache/clients-${name}-${hash}`);
  if (existsSync(folder)) return folder;
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  try {
    make(half);
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return folder;
}

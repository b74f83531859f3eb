import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../plan/errors";
import { makeFolder } from "../plan/makeFolder";

/** Writes files into the folder of an option, all or none of them. Other files there stay. */
export function writeFiles(folder: string, files: Record<string, string>, option = "--out"): void {
  let draft: string | undefined;
  try {
    makeFolder(folder);
    refuseFolders(folder, Object.keys(files));
    draft = mkdtempSync(join(folder, ".access-review-")); // On the same disk, so that renaming is enough.
    for (const [name, content] of Object.entries(files)) writeFileSync(join(draft, name), content);
    for (const name of Object.keys(files)) renameSync(join(draft, name), join(folder, name));
  } catch (error) {
    throw new UsageError(
      `${option}: cannot write to "${folder}": ${(error as Error).message}. Give a folder that can be written to.`,
    );
  } finally {
    if (draft) rmSync(draft, { recursive: true, force: true });
  }
}

function refuseFolders(folder: string, names: string[]): void {
  const taken = names.find((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory());
  if (taken) throw new Error(`${taken} is a folder there`);
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const repository = resolve(__dirname, "../..");

/** A new folder for the tests of the surrounding suite, removed after them. */
export function temporaryFolder(): () => string {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hipaa-iam-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

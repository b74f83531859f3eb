import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { inTemporaryFolder } from "../../support/command";

/** Fails, in words, where the suite's one prerequisite is missing. */
export async function requireEngine(): Promise<void> {
  const missing = ["pulumi", "pulumi-resource-aws"].filter((program) => !onPath(program));
  if (missing.length > 0) {
    throw new Error(
      `npm run test:e2e needs ${missing.join(" and ")} on PATH: install the Pulumi CLI ` +
        "(https://www.pulumi.com/docs/install/) and put the folder of its aws plugin, version 7, on PATH too.",
    );
  }
  if (!onPath("ps"))
    throw new Error("npm run test:e2e needs ps on PATH, to end what it starts: install procps.");
  await inTemporaryFolder(async (folder) => {
    const env = { ...process.env, PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" }; // It writes logs there.
    await promisify(execFile)("pulumi", ["version"], { env }).catch((error) => {
      throw new Error(`pulumi is on PATH and does not run: ${error.message}`);
    });
  });
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

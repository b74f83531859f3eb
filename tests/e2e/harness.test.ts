import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const main = join(__dirname, "main.ts");

/** Runs the suite's command inside the suite, with a temporary folder to look into afterwards. */
function launch(environment: Record<string, string>, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "launch-"));
  const child = spawn(process.execPath, ["--require", "ts-node/register", main, "--no-parallel", ...args], {
    cwd: join(__dirname, "../.."),
    env: { ...process.env, TMPDIR: folder, ...environment },
  });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    output += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, folder, ended, output: () => output };
}

/** Whether the state of some stack is locked. Packages are passed over: they link to themselves without end. */
function isDeploying(folder: string): boolean {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.some((entry) => {
    if (entry.isFile()) return /\/locks\/.*\.json$/.test(join(folder, entry.name));
    return entry.isDirectory() && entry.name !== "node_modules" && isDeploying(join(folder, entry.name));
  });
}

describe("npm run test:e2e", () => {
  it("says so and fails where pulumi is missing", async () => {
    const { ended, output } = launch({ PATH: "/nowhere" });
    expect(await ended).to.equal(1);
    expect(output()).to.match(/^npm run test:e2e needs pulumi and pulumi-resource-aws on PATH: install /);
  });

  // The second starts a session of its own for the update that it kills.
  for (const test of ["dev, with the default provider", "an up that is killed"]) {
    it(`leaves no process and no file when it is interrupted in "${test}"`, async () => {
      const { child, folder, ended } = launch({ DISABLE_V8_COMPILE_CACHE: "1" }, "--grep", `^${test}`);
      while (child.exitCode === null && !isDeploying(folder))
        await new Promise((resolve) => setTimeout(resolve, 100));
      child.kill("SIGTERM");
      expect(await ended).to.equal(130);
      expect(readdirSync(folder)).to.deep.equal([]);
      // Each process that the suite starts has its folder in the environment, which ps shows.
      expect(execFileSync("ps", ["axeww"], { encoding: "utf8" })).not.to.include(folder);
    });
  }
});

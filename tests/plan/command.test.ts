import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { repository } from "../support/folder";

describe("a command", () => {
  /** Runs a command that does this, and maybe pipes what it prints. */
  const run = (work: string, pipe = "") => {
    const program = `require("./cli/plan/command").main(async () => { ${work} });`;
    const line = `"$0" --require ts-node/register -e "$1" ${pipe}`;
    const args = ["-o", "pipefail", "-c", line, process.execPath, program];
    return spawnSync("bash", args, { cwd: repository, encoding: "utf8", timeout: 240_000 });
  };
  const result = (exitCode: number, length = 1) =>
    `return { stdout: "x".repeat(${length}), stderr: "y", exitCode: ${exitCode} };`;

  it("prints all it has and exits with its code, even where something is still active", () => {
    const { status, stdout, stderr } = run(`setInterval(() => {}, 1000); ${result(3, 1_000_000)}`);
    expect([status, stdout.length, stderr]).to.deep.equal([3, 1_000_000, "y"]);
  });

  it("exits with its code where nobody reads what it prints", () => {
    const { status, stderr } = run(result(3, 1_000_000), "| true");
    expect([status, stderr]).to.deep.equal([3, "y"]);
  });

  it("fails with a word where there is no result, and by an error with that", () => {
    const waiting = run("await new Promise(() => {});");
    expect([waiting.status, waiting.stdout]).to.deep.equal([2, ""]);
    expect(waiting.stderr).to.match(/^The process ended before there was a result: .*\n$/);
    const failing = run('throw new Error("own");');
    expect([failing.status, failing.stdout]).to.deep.equal([2, ""]);
    expect(failing.stderr).to.include("Error: own\n");
  });
});

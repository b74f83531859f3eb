import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { repository } from "../support/folder";

describe("hipaa-iam", () => {
  const run = (...args: string[]) => {
    const command = ["tools/run.js", "cli/main.ts", ...args];
    const { status, stdout, stderr } = spawnSync("node", command, { cwd: repository, encoding: "utf8" });
    return { status, stdout, stderr };
  };

  it("shows its usage where that is asked for", () => {
    const asked = run("--help");
    expect(asked.stdout).to.match(/^Usage: hipaa-iam COMMAND.*\n\n {2}review .*\n {2}diff /);
    expect([asked.status, asked.stderr]).to.deep.equal([0, ""]);
    expect(run("-h")).to.deep.equal(asked);
    expect(run("help")).to.deep.equal(asked);
    expect(run()).to.deep.equal({ status: 2, stdout: "", stderr: asked.stdout });
  });

  it("shows it for a command that there is not", () => {
    const { status, stdout, stderr } = run("toString");
    expect([status, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.match(/^There is no command "toString"\.\n\nUsage: hipaa-iam COMMAND/);
  });

  it("shows a command's usage where that is asked for", () => {
    const { status, stdout, stderr } = run("review", "-h");
    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.match(/^Usage: hipaa-iam review/);
  });
});

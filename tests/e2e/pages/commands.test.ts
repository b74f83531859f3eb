import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { blocksOfPages, isOfEngine } from "../../pages/blocks";
import { standInsIn, wholeCheckout } from "../../pages/checkout";
import { localApi } from "../support/moto";
import { cliEnvironment } from "../support/project";

/** Each block of commands for the engine, run as its reader would run it, in a checkout of its own without a stack. */
describe("commands of README and docs for the engine", () => {
  const api = localApi();

  function run(folder: string, commands: string): string {
    const env = {
      ...process.env,
      ...cliEnvironment(folder, api()),
      PATH: `${folder}/.bin:${process.env.PATH}`,
      PULUMI_SKIP_CONFIRMATIONS: "true", // The reader says yes.
    };
    const script = `set -euo pipefail\n${commands}`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect(status, `${commands}\n${stdout}${stderr}`).to.equal(0);
    return stdout;
  }

  const blocks = blocksOfPages().filter(isOfEngine);
  it("are found", () => {
    expect(blocks.length).to.be.greaterThan(10);
  });

  for (const { name, code } of blocks) {
    it(name, () => {
      const folder = wholeCheckout();
      standInsIn(folder);
      const [, stack = "production"] = /--stack (\w+)/.exec(code) ?? [];
      if (!code.includes("stack init")) run(folder, `pulumi stack init ${stack}`);
      if (code.includes("stack export")) run(folder, `pulumi up --stack ${stack}`);
      run(folder, code);
      // What was set is config that the program takes. The other stack that it may name is not there.
      if (code.includes("config set") && !code.includes("dependenciesStack"))
        expect(run(folder, `pulumi preview --stack ${stack}`)).to.match(/\+ \d+ to create/);
      if (/stack init|stack export|pulumi up/.test(code)) run(folder, `pulumi destroy --stack ${stack}`);
    });
  }
});

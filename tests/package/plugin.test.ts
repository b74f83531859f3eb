import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import schema from "../../components/schema.json";
import { build } from "../support/build";
import { repository, temporaryFolder } from "../support/folder";
import { runPlugin } from "../support/plugin";

describe("the package as a plugin", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  before(build);

  it("hands out its schema from what is built, without a source or settings of TypeScript", async () => {
    const plugin = join(folder(), "plugin");
    for (const part of ["package.json", "PulumiPlugin.yaml", "dist"]) {
      cpSync(join(repository, part), join(plugin, part), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(plugin, "node_modules"));
    const run = await runPlugin(plugin, folder());
    expect(JSON.parse(run.schema)).to.deep.equal(schema);
  });
});

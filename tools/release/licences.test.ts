import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../../tests/support/folder";
import { faultsOf, type LockedPackage, runtimePackages } from "./licences";

describe("licences of what users install", () => {
  const rows: [title: string, found: LockedPackage, faults: string[]][] = [
    ["a permissive one is taken", { license: "MIT" }, []],
    ["one of several to choose from is enough", { license: "(GPL-3.0-only OR MIT)" }, []],
    ["all of several that hold together are asked for", { license: "MIT AND Apache-2.0" }, []],
    ["copyleft is refused", { license: "GPL-3.0-only" }, ["a 1.0.0: GPL-3.0-only"]],
    ["copyleft over a network is refused", { license: "AGPL-3.0" }, ["a 1.0.0: AGPL-3.0"]],
    ["copyleft beside another is refused", { license: "MIT AND GPL-2.0" }, ["a 1.0.0: MIT AND GPL-2.0"]],
    ["none is refused", {}, ["a 1.0.0: no licence"]],
    ["a file to be read is refused", { license: "SEE LICENSE IN X" }, ["a 1.0.0: SEE LICENSE IN X"]],
    ["what is not understood is refused", { license: "MIT/GPL" }, ["a 1.0.0: MIT/GPL"]],
  ];
  for (const [title, found, faults] of rows) {
    it(title, () => {
      const locked = {
        "": { dependencies: { "@c/b": "1" } },
        "node_modules/@c/b": { version: "1.0.0", license: "MIT", dependencies: { a: "1" } },
        "node_modules/@c/b/node_modules/a": { version: "1.0.0", ...found },
      };
      expect(faultsOf(locked)).to.deep.equal(faults);
    });
  }

  it("are of what the package's dependencies lead to: development and workspaces are nobody else's", () => {
    const refused = { version: "1.0.0", license: "AGPL-3.0" };
    const locked = {
      "": { dependencies: { b: "1" }, devDependencies: { d: "1" } },
      "tools/e": { dependencies: { f: "1" } },
      "node_modules/a": { version: "1.0.0", license: "GPL-3.0", dependencies: { b: "1" } },
      "node_modules/b": { version: "2.0.0", license: "MIT", optionalDependencies: { a: "1", absent: "1" } },
      "node_modules/d": refused,
      "node_modules/f": refused,
    };
    const folders = runtimePackages(locked).map(([folder]) => folder);
    expect(folders).to.deep.equal(["node_modules/a", "node_modules/b"]);
    expect(faultsOf(locked)).to.deep.equal(["a 1.0.0: GPL-3.0"]);
  });

  it("are permissive, all of them", () => {
    const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
    expect(faultsOf(packages)).to.deep.equal([]);
    const names = runtimePackages(packages).map(([folder]) => folder);
    expect(names).to.include.members(["node_modules/@pulumi/pulumi", "node_modules/@pulumi/aws"]);
    expect(names).not.to.include("node_modules/esbuild");
    expect(names).not.to.include("node_modules/@cloud-copilot/iam-simulate");
  });
});

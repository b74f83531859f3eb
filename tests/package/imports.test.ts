import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../support/folder";
import { circles, floorsIn, importsOf, wrongWays } from "./imports";

const floors = floorsIn(readFileSync(join(repository, "CONTRIBUTING.md"), "utf8"));
const tracked = ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"];
const files = execFileSync("git", tracked, { cwd: repository, encoding: "utf8" }).trim().split("\n");
const imports = importsOf(files.filter((file) => !file.startsWith("examples/")));

describe("imports go down, as the table in CONTRIBUTING.md says", () => {
  it("everywhere in the tree", () => {
    expect(imports.size).to.be.greaterThan(300);
    expect(wrongWays(imports, floors)).to.deep.equal([]);
  });

  it("and no two files import each other", () => {
    expect(circles(imports)).to.deep.equal([]);
  });

  const planted: [file: string, imported: string, said: string][] = [
    ["components/inputs/rules.ts", "components/policies/s3.ts", "up, from inputs to policies"],
    ["components/policies/s3.ts", "components/children.ts", "up, within the library"],
    ["components/children.ts", "cli/main.ts", "up, from the library to the command"],
    ["cli/plan/plan.ts", "cli/review/command.ts", "up, from what commands share to one"],
    ["cli/review/command.ts", "cli/diff/cli.ts", "across, from one command to another"],
    ["cli/main.ts", "tests/support/folder.ts", "up, from the command to tests"],
    ["tests/support/folder.ts", "tools/table.ts", "up, from tests to tools"],
  ];
  for (const [file, imported, said] of planted) {
    it(`a planted import is found: ${said}`, () => {
      expect(imports.has(file), file).to.equal(true);
      const changed = new Map(imports).set(file, [...(imports.get(file) ?? []), imported]);
      expect(wrongWays(changed, floors)).to.deep.equal([`${file} imports ${imported}`]);
    });
  }

  it("a planted circle is found, of two and of three", () => {
    const two = new Map([...imports, ["a.ts", ["b.ts"]], ["b.ts", ["a.ts"]]] as [string, string[]][]);
    expect(circles(two)).to.deep.equal(["a.ts", "b.ts"]);
    const three = new Map([
      ["a.ts", ["b.ts"]],
      ["b.ts", ["c.ts"]],
      ["c.ts", ["a.ts"]],
      ["d.ts", ["a.ts"]],
    ]);
    expect(circles(three)).to.deep.equal(["a.ts", "b.ts", "c.ts"]);
  });

  it("a folder that the table does not name is found", () => {
    const file = "cli/new/thing.ts";
    expect(wrongWays(new Map([[file, []]]), floors)).to.deep.equal([`${file} is in no room`]);
  });
});

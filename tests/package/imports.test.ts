import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../support/folder";
import { circles, floorsIn, importsOf, pathOf, wrongWays } from "./imports";

const floors = floorsIn(readFileSync(join(repository, "CONTRIBUTING.md"), "utf8"));
const tracked = ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.js", "*.mjs"];
const files = execFileSync("git", tracked, { cwd: repository, encoding: "utf8" }).trim().split("\n");
const imports = importsOf(files);

describe("imports go down, as the table in CONTRIBUTING.md says", () => {
  it("everywhere in the tree", () => {
    expect(imports.size).to.be.greaterThan(300);
    expect(wrongWays(imports, floors)).to.deep.equal([]);
  });

  it("and no two files import each other", () => {
    expect(circles(imports)).to.deep.equal([]);
  });

  const planted: [file: string, specifier: string, imported: string, said: string][] = [
    [
      "components/inputs/rules.ts",
      "../policies/s3",
      "components/policies/s3.ts",
      "up, from inputs to policies",
    ],
    ["components/policies/s3.ts", "../children", "components/children.ts", "up, within the library"],
    ["components/policies/s3.ts", "../schema.json", "components/schema.json", "up, to data"],
    ["components/policies/s3.ts", "../../tools/run.js", "tools/run.js", "up, to plain JavaScript"],
    [
      "components/policies/s3.ts",
      "../../tools/run",
      "tools/run.js",
      "up, to plain JavaScript, by its name alone",
    ],
    [
      "components/policies/s3.ts",
      "../../tools/x/main.mjs",
      "tools/x/main.mjs",
      "up, to what is not there yet",
    ],
    ["components/policies/s3.ts", "hipaa-iam", "hipaa-iam", "of the package by its own name"],
    ["cli/main.ts", "hipaa-iam", "hipaa-iam", "of the package by its own name, from the command"],
    ["cli/main.ts", "../package.json", "package.json", "of what the package says of itself"],
    ["components/children.ts", "../cli/main", "cli/main.ts", "up, from the library to the command"],
    ["cli/plan/plan.ts", "../review/command", "cli/review/command.ts", "up, from what commands share to one"],
    ["cli/review/command.ts", "../diff/cli", "cli/diff/cli.ts", "across, from one command to another"],
    ["cli/main.ts", "../tests/support/folder", "tests/support/folder.ts", "up, from the command to tests"],
    ["tests/support/folder.ts", "../../tools/table", "tools/table.ts", "up, from tests to tools"],
    ["examples/complete/index.ts", "../../cli/main", "cli/main.ts", "of no package, from an example"],
    [
      "examples/complete/index.ts",
      "../fleet",
      "examples/fleet/index.ts",
      "across, from one example to another",
    ],
    ["examples/complete/index.ts", "hipaa-iam/dist/cli/main", "hipaa-iam/dist/cli/main", "into the package"],
  ];
  for (const [file, specifier, imported, said] of planted) {
    it(`a planted import is found: ${said}`, () => {
      expect(imports.has(file), file).to.equal(true);
      const path = pathOf(file, specifier) ?? "";
      const changed = new Map(imports).set(file, [...(imports.get(file) ?? []), path]);
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

  for (const file of ["cli/new/thing.ts", "components/newroom/x.ts", "newroom/x.ts"]) {
    it(`a folder that the table does not name is found: ${file}`, () => {
      expect(wrongWays(new Map([[file, []]]), floors)).to.deep.equal([`${file} is in no room`]);
    });
  }

  it("a folder within a room without rooms of its own is of that room", () => {
    const file = "components/inputs/checks/new.ts";
    expect(wrongWays(new Map([[file, ["components/inputs/rules.ts"]]]), floors)).to.deep.equal([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { allFound } from "./found";
import type { Cell } from "./run";

const cell = (client: string, setting = ""): Cell => ({
  ...{ client, version: "1.0", data: "backups", setting, opening: "role", sees: "", lines: [] },
});

describe("what the page of clients is made of", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hipaa-iam-found-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const kept = (...cells: Cell[]) => {
    const path = join(folder, "clients.json");
    writeFileSync(path, JSON.stringify(cells));
    return path;
  };

  it("is a whole run alone, whatever was kept", () =>
    expect(allFound([cell("b")], true, kept(cell("a")))).to.deep.equal([cell("b")]));

  it("is what was kept, with what some suites have found anew, in the order of before", () =>
    expect(allFound([cell("a", "new")], false, kept(cell("a", "old"), cell("b")))).to.deep.equal([
      ...[cell("a", "new"), cell("b")],
    ]));

  it("is nothing where some suites were run and no run was kept", () =>
    expect(allFound([cell("a")], false, join(folder, "none.json"))).to.equal(undefined));
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { evidence } from "../../components/promises/evidence";
import { repository } from "../support/folder";

const read = (file: string) => readFileSync(join(repository, file), "utf8");

describe("the threat model", () => {
  it("names no statement that there is not", () => {
    const named = [...read("SECURITY.md").matchAll(/`((?:Deny|Assume)\w+)(\.\.\.)?`/g)];
    expect(named).to.have.length(11);
    const unknown = named.filter(
      ([, start = "", open]) =>
        ![...evidence.keys()].some((sid) => (open ? sid.startsWith(start) : sid === start)),
    );
    expect(unknown.map(([name]) => name)).to.deep.equal([]);
  });
});

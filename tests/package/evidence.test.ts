import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { allStatements, evidence } from "../../components/promises/evidence";
import { repository } from "../support/folder";

describe("what each statement is for and which provision it serves", () => {
  const page = readFileSync(join(repository, "docs/api/statements.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \| ([^|]+) \|$/gm)];
  const told = new Map(
    rows.map(([, sid = "", purpose, hipaa]) => [sid, { purpose, hipaa: hipaa?.split(", ") }]),
  );

  it("is what the page of statements says, of whichever options they are made", () => {
    const made = allStatements();
    expect(new Set(made.map(({ Sid }) => Sid))).to.deep.equal(new Set(told.keys()));
    for (const { Sid, purpose, hipaa } of made) expect({ purpose, hipaa }, Sid).to.deep.equal(told.get(Sid));
  });

  it("is said of every statement, once, and of no other", () => {
    expect([...evidence]).to.deep.equal([...told]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repository } from "../support/folder";
import { engineWith } from "./engine";
import { answerOf, operatorRows, refusedRows, setRows } from "./rows";
import { unreadRows, valueRows } from "./valueRows";

const engine = engineWith();

describe("the engine answers for each operator and element as IAM documents it", () => {
  for (const row of [...operatorRows, ...setRows, ...valueRows]) {
    it(`${row.what}: ${row.answer}`, () => {
      expect(answerOf(row, engine)).to.equal(row.answer);
    });
  }
});

describe("where a value cannot be read, its condition may hold or not, and the answer names it", () => {
  for (const row of unreadRows) {
    it(`${row.what}: ${row.answer}`, () => {
      expect(answerOf(row, engine)).to.equal(row.answer);
    });
  }
});

describe("what the engine cannot tell it refuses by name", () => {
  for (const row of refusedRows) {
    it(`${row.what}: ${row.answer}`, () => {
      expect(answerOf(row, engine)).to.equal(row.answer);
    });
  }

  it("each reason of the engine's sources is the answer to one", () => {
    const folder = join(repository, "cli/theorems");
    const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));
    const reasons = sources.flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return [...text.matchAll(/(?:\bUndecided|\brefuse)\((?:\w+, )?["`](.*)["`]\)/g)].map(
        ([, reason = ""]) => reason,
      );
    });
    expect(reasons.length).to.be.above(10);
    const parts = (reason: string) => reason.split(/\\?\$\{(?:\$\{)?\w+\}+/);
    const unasked = reasons.filter(
      (reason) => !refusedRows.some(({ answer }) => parts(reason).every((part) => answer.includes(part))),
    );
    expect(unasked).to.deep.equal([]);
  });
});

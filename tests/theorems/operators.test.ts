import { expect } from "chai";
import { engineWith } from "./engine";
import { answerOf, operatorRows, refusedRows, setRows } from "./rows";

const engine = engineWith();

describe("the engine answers for each operator and element as IAM documents it", () => {
  for (const row of [...operatorRows, ...setRows]) {
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
});

import { expect } from "chai";
import { engineWith } from "./engine";
import { faults } from "./engineFaults";
import { answerOf, operatorRows, setRows } from "./rows";
import { unreadRows, valueRows } from "./valueRows";

describe("a fault in the engine changes the answer to a question of operators.test.ts", function () {
  this.timeout(60_000);
  for (const fault of faults) {
    it(`${fault.what} (cli/${fault.file})`, () => {
      const engine = engineWith(fault);
      const rows = [...operatorRows, ...setRows, ...valueRows, ...unreadRows];
      const found = rows.filter((row) => answerOf(row, engine) !== row.answer);
      expect(found).not.to.deep.equal([]);
    });
  }
});

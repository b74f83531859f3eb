import { expect } from "chai";
import type { Row } from "../../cli/access/row";
import { differences } from "../access/differences";
import { commonJudge } from "../judge/memo";
import { standIns } from "../support/scopes";
import { rowsOf } from "./matrix";
import { settingOf } from "./setting";

/** The judge decides from both sides: the policies on who asks, and the document on what is asked for. */
describe("the other side's documents decide as they say", () => {
  const all: Row[] = [];
  for (const [index, standIn] of standIns.entries()) {
    for (const full of index === 0 ? [true, false] : [true]) {
      it(`${standIn.partition}, with ${full ? "all" : "nothing"} that is optional`, async () => {
        const rows = Object.values(await rowsOf(await settingOf(standIn, full), index === 0 && full)).flat();
        expect(await differences(rows, commonJudge)).to.deep.equal([]);
        all.push(...rows);
      });
    }
  }

  after(() => {
    const tally = (expected: Row["expect"]) => all.filter(({ expect }) => expect === expected).length;
    const counts = ["allow", "implicit deny", "explicit deny"] as const;
    console.log(`\n    ${all.length} rows: ${counts.map((name) => `${tally(name)} ${name}`).join(", ")}`);
  });
});

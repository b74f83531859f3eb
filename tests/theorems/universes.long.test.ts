import { expect } from "chai";
import { prove } from "../../cli/theorems/promises";
import { sentByAws } from "../../cli/theorems/reference";
import { allOptions } from "../access/options";
import { casesOfOptions, heldBy } from "./cases";
import { broken, type Case } from "./subjects";

describe("every promise of every option set holds for what AWS can send by its service reference", () => {
  let cases: Map<string, Case>;
  let promised = 0;
  before(async () => {
    cases = await casesOfOptions();
  });

  for (const option of Object.keys(allOptions)) {
    it(option, () => {
      for (const { subject, own } of heldBy(cases.get(option) as Case)) {
        promised += own.length;
        expect(broken(prove(own, subject, sentByAws))).to.deep.equal([]);
      }
    });
  }

  it("that is, of so many", () => {
    expect(promised).to.equal(1922);
  });
});

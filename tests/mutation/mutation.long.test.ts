import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { caughtEquivalents } from "./tally";
import { catchesEveryMutant } from "./wholeDocuments";

describe("every mutant of the documents of each option is caught by a row of the access matrix", () => {
  catchesEveryMutant(Object.keys(optionSets(defaultStandIn)));

  it("and what a row catches is proven to be no equivalent", async () => {
    const site = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    expect(await caughtEquivalents(site)).to.deep.equal([]);
  });
});

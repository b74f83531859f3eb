import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { countsOf } from "./suite";

describe("a comparison tells which mutants of the documents widen access", () => {
  // Whether each answer is right is asked in mutants.long.test.ts, which takes the rows of the access matrix for it.
  it("as many as it should", async () => {
    const site = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    expect(await countsOf(site)).to.deep.equal({ growth: 205, "no growth": 151, "no change": 5 });
  });
});

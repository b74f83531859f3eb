import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { argsOf, siteOf } from "../access/site";
import { expectTold } from "./suite";

describe("a comparison tells what each mutant of the documents does", function () {
  this.timeout(60_000);

  it("what widens is growth, what narrows is not", async () => {
    const site = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    expect(await expectTold(site)).to.deep.equal({
      widens: { growth: 150, "no growth": 0, "no change": 0 },
      narrows: { growth: 14, "no growth": 111, "no change": 0 },
      "is equivalent": { growth: 13, "no growth": 8, "no change": 5 },
    });
  });
});

import { expect } from "chai";
import { argsOf } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { siteOf } from "../access/siteOf";
import { expectNoneMissed } from "./suite";

describe("a comparison tells which mutants of the documents widen access", () => {
  it("none is missed", async () => {
    const site = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    expect(await expectNoneMissed(site)).to.deep.equal({ growth: 205, "no growth": 151, "no change": 5 });
  });
});

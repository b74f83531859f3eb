import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { heldAt, sites } from "./sites";
import { broken, caseOf, proofsOf } from "./subjects";

describe("every promise holds for all requests, for every option set", () => {
  let proven = 0;
  for (const site of sites) {
    it(site.title, async () => {
      const found = await heldAt(site);
      expect(found.broken).to.deep.equal([]);
      proven += found.promises;
    });
  }
  after(() => console.log(`    ${proven} promises`));

  it("stand-ins of another account", async () => {
    const standIn = { ...defaultStandIn, accountId: "999999999999", region: "eu-west-1" };
    expect(broken(proofsOf(await caseOf(argsOf("dev", standIn), standIn)))).to.deep.equal([]);
  });
});

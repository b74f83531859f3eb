import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { scopes } from "../support/scopes";
import { broken, caseOf, proofsOf } from "./subjects";

describe("every promise holds for all requests, for every option set", () => {
  let proven = 0;
  for (const { title, environment, standIn } of scopes) {
    for (const nameSuffix of environment === "production" ? ["", "eu"] : [""]) {
      const all = { ...optionSets(standIn), ...extensions(standIn) };
      it(`${title}${nameSuffix && ", with a suffix"}: ${Object.keys(all).length} option sets`, async () => {
        for (const [option, options] of Object.entries(all)) {
          const proofs = proofsOf(
            await caseOf({ ...argsOf(environment, standIn), nameSuffix, ...options }, standIn),
          );
          expect(broken(proofs), option).to.deep.equal([]);
          proven += proofs.length;
        }
      });
    }
  }
  after(() => console.log(`    ${proven} promises`));

  it("stand-ins of another account", async () => {
    const standIn = { ...defaultStandIn, accountId: "999999999999", region: "eu-west-1" };
    expect(broken(proofsOf(await caseOf(argsOf("dev", standIn), standIn)))).to.deep.equal([]);
  });
});

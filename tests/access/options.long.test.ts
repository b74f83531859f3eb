import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { commonJudge as judge } from "../judge/memo";
import { scopes } from "../support/scopes";
import { expectNothingAcross } from "./environments";
import { matrix } from "./matrix";
import { extensions } from "./options";
import { differences } from "./row";
import { argsOf, siteOf } from "./site";

/** Rows of a site with an option that users add. */
const extended = new Map<string, number>();

describe("the access matrix holds with each option that users add", function () {
  this.timeout(60_000);
  const sites = scopes.flatMap((scope) => ["", "eu"].map((nameSuffix) => ({ ...scope, nameSuffix })));
  for (const { title, environment, standIn, nameSuffix } of sites) {
    for (const [option, options] of Object.entries(extensions(standIn))) {
      it(`${title}${nameSuffix && ", with a suffix"}, ${option}`, async () => {
        const site = await siteOf({ ...argsOf(environment, standIn), nameSuffix, ...options }, standIn);
        const rows = matrix(site);
        expect(await differences(rows, judge)).to.deep.equal([]);
        extended.set(option, rows.length);
      });
    }
  }

  for (const [option, options] of Object.entries(extensions(defaultStandIn))) {
    it(`across environments of one account nothing is allowed, ${option}`, async () => {
      expect(await expectNothingAcross(defaultStandIn, options)).to.be.at.least(6 * 40);
    });
  }

  after(() => {
    console.log("\n    Cases of a site by what is added to it");
    console.table(Object.fromEntries(extended));
  });
});

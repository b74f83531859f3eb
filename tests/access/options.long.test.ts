import { expect } from "chai";
import { commonJudge as judge } from "../judge/memo";
import { scopes } from "../support/scopes";
import { matrix } from "./matrix";
import { extensions } from "./options";
import { differences } from "./row";
import { argsOf, siteOf } from "./site";

/** Of what users add, that which is written otherwise in other partitions, or stands for all of its kind. */
const inEachPartition = [
  ...["the buckets' owner is named", "a guardrail is asked for, through profiles", "keys have a provisioner"],
  ...["secrets are read that a key of their own encrypts", "every way is open"],
];

/** Rows of a site with an option that users add. */
const extended = new Map<string, number>();

describe("the access matrix holds with each option that users add", function () {
  this.timeout(60_000);
  for (const { title, environment, standIn } of scopes.filter(
    ({ environment }) => environment === "production",
  )) {
    for (const [option, options] of Object.entries(extensions(standIn))) {
      if (standIn.partition !== "aws" && !inEachPartition.includes(option)) continue;
      it(`${title}, ${option}`, async () => {
        const site = await siteOf({ ...argsOf(environment, standIn), ...options }, standIn);
        const rows = matrix(site);
        expect(await differences(rows, judge)).to.deep.equal([]);
        extended.set(option, rows.length);
      });
    }
  }

  after(() => {
    console.log("\n    Cases of a site by what is added to it");
    console.table(Object.fromEntries(extended));
  });
});

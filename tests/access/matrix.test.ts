import { expect } from "chai";
import type { Decision } from "../judge/judge";
import { rememberingJudge } from "../judge/memo";
import { scopes } from "../support/scopes";
import { matrix } from "./matrix";
import { optionSets } from "./options";
import { differences, type Row } from "./row";
import { argsOf, siteOf } from "./site";

/** Rows judged, by service and expected decision. */
const judged = new Map<Row["service"], Record<Decision, number>>();
const judge = rememberingJudge();
let sites = 0;

describe("the access matrix holds", function () {
  this.timeout(60_000);
  for (const { title, environment, standIn } of scopes) {
    for (const nameSuffix of ["", "eu"]) {
      for (const [option, options] of Object.entries(optionSets(standIn))) {
        it(`${title}${nameSuffix && ", with a suffix"}, ${option}`, async () => {
          const site = await siteOf({ ...argsOf(environment, standIn), nameSuffix, ...options }, standIn);
          const rows = matrix(site);
          expect(await differences(rows, judge)).to.deep.equal([]);
          for (const { service, expect } of rows) {
            const counts = judged.get(service) ?? { allow: 0, "implicit deny": 0, "explicit deny": 0 };
            counts[expect]++;
            judged.set(service, counts);
          }
          sites++;
        });
      }
    }
  }

  after(() => {
    console.log(`\n    Access matrix, ${sites} sites, ${judge.asked()} different questions`);
    console.table(Object.fromEntries(judged));
  });
});

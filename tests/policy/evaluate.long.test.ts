import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { argsOf } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { decide } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import { mutantsOf } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import { scopes } from "../support/scopes";
import { evaluated } from "./judged";
import { decidesAsTheJudge } from "./suite";

describe("the package's evaluator decides each case of every site as the judge does", function () {
  this.timeout(60_000);
  for (const { title, environment, standIn } of scopes) {
    for (const [option, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
      it(`${title}, ${option}`, () =>
        decidesAsTheJudge({ ...argsOf(environment, standIn), ...options }, standIn));
    }
  }
});

describe("the package's evaluator decides as the judge does where a document is broken", function () {
  this.timeout(600_000);
  const added = extensions(defaultStandIn);
  for (const option of ["every way is open", "a guardrail is asked for, through profiles"]) {
    it(option, async () => {
      const site = await siteOf(
        { ...argsOf("production", defaultStandIn), ...added[option] },
        defaultStandIn,
      );
      const rows = matrix(site);
      const decided = remembering(decide);
      let asked = 0;
      for (const mutant of (await Promise.all(documentsOf(site).map(mutantsOf))).flat()) {
        const swap = (one: typeof mutant.original) => (one === mutant.original ? mutant.mutated : one);
        for (const { request, policies } of rows) {
          if (!concerns(mutant.actions, request.action)) continue;
          const { identity, resource, ...others } = policies;
          const broken = {
            ...others,
            identity: identity.map(swap),
            ...(resource && { resource: swap(resource) }),
          };
          const answer = evaluated(request, broken).decision;
          expect(answer, `${mutant.name}: ${request.action} of ${request.resource}`).to.equal(
            await decided(request, broken),
          );
          asked++;
        }
      }
      expect(asked).to.be.greaterThan(10_000);
    });
  }
});

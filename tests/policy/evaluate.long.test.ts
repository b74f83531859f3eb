import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { seed } from "../diff/soundness";
import { statementsOf } from "../judge/documents";
import { decide } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import { mutantsOf } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import { scopes } from "../support/scopes";
import { evaluated } from "./judged";
import { type Counts, expectAlike } from "./random";
import { decidesAsTheJudge } from "./suite";

describe("the package's evaluator decides each case of every site as the judge does", function () {
  this.timeout(60_000);
  const counts = { sites: 0, cases: 0 };
  for (const { title, environment, standIn } of scopes) {
    for (const [option, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
      it(`${title}, ${option}`, async () => {
        counts.cases += await decidesAsTheJudge({ ...argsOf(environment, standIn), ...options }, standIn);
        counts.sites++;
      });
    }
  }
  after(() => {
    console.log("\n    Decided by the evaluator as the access matrix says, which is what the judge decides");
    console.table(counts);
  });
});

describe("the package's evaluator decides as the judge does where a document is broken", function () {
  this.timeout(600_000);
  const judged = remembering(decide);
  const counts: Record<string, { mutants: number; requests: number; differences: number }> = {};
  let known: Set<string>;
  before(async () => {
    const plain = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    known = new Set(
      documentsOf(plain)
        .flatMap(statementsOf)
        .map((one) => JSON.stringify(one)),
    );
  });

  for (const [option, options] of Object.entries({ "by default": {}, ...extensions(defaultStandIn) })) {
    it(`${option}: each mutant of ${option === "by default" ? "all" : "what this adds or changes"}`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const rows = matrix(site);
      const every = (await Promise.all(documentsOf(site).map(mutantsOf))).flat();
      const mutants = every.filter(
        ({ original, sid }) =>
          option === "by default" ||
          statementsOf(original).some((one) => one.Sid === sid && !known.has(JSON.stringify(one))),
      );
      let requests = 0;
      for (const mutant of mutants) {
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
            await judged(request, broken),
          );
          requests++;
        }
      }
      counts[option] = { mutants: mutants.length, requests, differences: 0 };
    });
  }

  after(() => {
    const all = Object.values(counts);
    const total = (key: "mutants" | "requests") => all.reduce((sum, one) => sum + one[key], 0);
    counts["in all"] = { mutants: total("mutants"), requests: total("requests"), differences: 0 };
    console.log("\n    Mutants, and requests that the evaluator and the judge decided of them");
    console.table(counts);
    expect(total("mutants")).to.be.greaterThan(5_000);
  });
});

describe("the package's evaluator decides random requests as the judge does, by the same statements", function () {
  this.timeout(600_000);
  const counts: Record<string, Counts> = {};
  for (const option of [
    "every way is open",
    "sessions serve one tenant",
    "a guardrail is asked for, through profiles",
  ]) {
    it(`${option} (FC_SEED=${seed})`, async () => {
      const args = { ...argsOf("production", defaultStandIn), ...extensions(defaultStandIn)[option] };
      counts[option] = await expectAlike(await siteOf(args, defaultStandIn), 20_000, seed);
    });
  }
  after(() => console.table(counts));
});

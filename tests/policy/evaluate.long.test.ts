import { expect } from "chai";
import fc from "fast-check";
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

/** Every mutant with every request of its actions takes the judge some minutes: `EVALUATE_ALL=1` asks them all. */
const all = Boolean(process.env.EVALUATE_ALL);
const [questionsOfMutants, randomRequests] = all ? [Number.POSITIVE_INFINITY, 20_000] : [1_000, 2_000];

describe("the package's evaluator decides each case of every site as the judge does", () => {
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

describe("the package's evaluator decides as the judge does where a document is broken", () => {
  const judged = remembering(decide);
  const counts: Record<string, { mutants: number; requests: number; differences: number }> = {};
  const options = { "by default": {}, ...extensions(defaultStandIn) };
  let known: Set<string>;
  before(async () => {
    const plain = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    known = new Set(
      documentsOf(plain)
        .flatMap(statementsOf)
        .map((one) => JSON.stringify(one)),
    );
  });

  for (const [option, added] of Object.entries(options)) {
    it(`${option}: mutants of ${option === "by default" ? "all" : "what this adds or changes"} (FC_SEED=${seed})`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...added }, defaultStandIn);
      const rows = matrix(site);
      const every = (await Promise.all(documentsOf(site).map(mutantsOf))).flat();
      const mutants = every.filter(
        ({ original, sid }) =>
          option === "by default" ||
          statementsOf(original).some((one) => one.Sid === sid && !known.has(JSON.stringify(one))),
      );
      const questions = mutants.flatMap((mutant) =>
        rows
          .filter(({ request }) => concerns(mutant.actions, request.action))
          .map((row) => ({ mutant, row })),
      );
      const asked = chosen(questions, questionsOfMutants);
      const differences: string[] = [];
      for (const { mutant, row } of asked) {
        const { request, policies } = row;
        const swap = (one: typeof mutant.original) => (one === mutant.original ? mutant.mutated : one);
        const { identity, resource, ...others } = policies;
        const broken = {
          ...others,
          identity: identity.map(swap),
          ...(resource && { resource: swap(resource) }),
        };
        const own = evaluated(request, broken).decision;
        const theirs = await judged(request, broken);
        if (own === theirs) continue;
        differences.push(`${mutant.name}: ${request.action} of ${request.resource}: ${own}, not ${theirs}`);
      }
      counts[option] = {
        mutants: new Set(asked.map(({ mutant }) => mutant)).size,
        requests: asked.length,
        differences: differences.length,
      };
      expect(differences).to.deep.equal([]);
    });
  }

  after(() => {
    const each = Object.values(counts);
    const total = (key: keyof (typeof each)[number]) => each.reduce((sum, one) => sum + one[key], 0);
    const inAll = {
      mutants: total("mutants"),
      requests: total("requests"),
      differences: total("differences"),
    };
    console.log("\n    Mutants, and requests that the evaluator and the judge decided of them");
    console.table({ ...counts, "in all": inAll });
    // Of a part of the run (--grep) there are fewer.
    if (each.length === Object.keys(options).length)
      expect(inAll.mutants).to.be.greaterThan(all ? 3_000 : 2_000);
  });
});

describe("the package's evaluator decides random requests as the judge does, by the same statements", () => {
  const counts: Record<string, Counts> = {};
  for (const option of [
    "every way is open",
    "sessions serve one tenant",
    "a guardrail is asked for, through profiles",
  ]) {
    it(`${option} (FC_SEED=${seed})`, async () => {
      const args = { ...argsOf("production", defaultStandIn), ...extensions(defaultStandIn)[option] };
      counts[option] = await expectAlike(await siteOf(args, defaultStandIn), randomRequests, seed);
    });
  }
  after(() => console.table(counts));
});

/** As many of them as are wanted, at random by the seed. */
function chosen<T>(from: T[], wanted: number): T[] {
  if (from.length <= wanted) return from;
  const [some] = fc.sample(fc.shuffledSubarray(from, { minLength: wanted, maxLength: wanted }), {
    numRuns: 1,
    seed,
  });
  return some ?? [];
}

import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { extensions, optionSets } from "../access/options";
import { argsOf, siteOf } from "../access/site";
import { statementsOf } from "../judge/documents";
import type { Mutant } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import { expectTold, type Tally } from "./suite";

/** By option: growth of what widens, does both, narrows, is equivalent; then no growth, then no change of the same. */
const expected: Record<string, number[]> = {};

const inOrder = (tally: Tally) =>
  (["growth", "no growth", "no change"] as const).flatMap((answer) =>
    (["widens", "does both", "narrows", "is equivalent"] as const).map((effect) => tally[effect][answer]),
  );

describe("a comparison tells what each mutant of the documents does", function () {
  this.timeout(120_000);
  const told: Record<string, number[]> = {};
  let known: Set<string>;
  before(async () => {
    const plain = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    known = new Set(
      documentsOf(plain)
        .flatMap(statementsOf)
        .map((one) => JSON.stringify(one)),
    );
  });
  const isNew = ({ original, sid }: Mutant) =>
    statementsOf(original).some((one) => one.Sid === sid && !known.has(JSON.stringify(one)));

  for (const [option, options] of Object.entries({
    ...optionSets(defaultStandIn),
    ...extensions(defaultStandIn),
  })) {
    it(`${option}${option in optionSets(defaultStandIn) ? "" : ": what this adds or changes"}`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const tally = await expectTold(site, option in optionSets(defaultStandIn) ? undefined : isNew);
      told[option] = inOrder(tally);
      expect(told[option]).to.deep.equal(expected[option]);
    });
  }
  after(() =>
    console.log(
      JSON.stringify(told, undefined, 1).replaceAll(/\[[^\]]*\]/g, (x) => x.replaceAll(/\s+/g, " ")),
    ),
  );
});

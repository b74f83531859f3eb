import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { statementsOf } from "../judge/documents";
import type { Mutant } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import type { Answer } from "./changes";
import type { Effect } from "./effects";
import { expectTold, type Tally } from "./suite";
import { told } from "./told";

/** What mutants do, and what is said of them. That nothing else is said is expected of each. */
const columns = ["widens: growth", "does both: growth", "narrows: no growth", "narrows: growth"] as const;
const ofEquivalents = ["no change", "no growth", "growth"] as const;
const inOrder = (tally: Tally) => [
  ...columns.map((column) => {
    const [effect, answer] = column.split(": ") as [Effect, Answer];
    return tally[effect][answer];
  }),
  ...ofEquivalents.map((answer) => tally["is equivalent"][answer]),
];

describe("a comparison tells what each mutant of the documents does", () => {
  const [whole, added] = [optionSets(defaultStandIn), extensions(defaultStandIn)];
  const all = { ...whole, ...added };
  const known = new Set<string>();
  before(async () => {
    const plain = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    for (const one of documentsOf(plain).flatMap(statementsOf)) known.add(JSON.stringify(one));
  });
  const isNew = ({ original, sid }: Mutant) =>
    statementsOf(original).some((one) => one.Sid === sid && !known.has(JSON.stringify(one)));

  for (const [option, options] of Object.entries(all)) {
    it(`${option}${option in added ? ": what this adds or changes" : ""}`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const tally = await expectTold(site, option in added ? isNew : undefined);
      expect(inOrder(tally)).to.deep.equal(told[option]);
    });
  }

  it("no other option is told", () => {
    expect(Object.keys(told)).to.deep.equal(Object.keys(all));
  });
});

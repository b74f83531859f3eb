import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { type Tally, tallyOf } from "./tally";

/** A test for each option: all mutants of all documents of its site. */
export function catchesEveryMutant(options: string[]): void {
  const tally: Record<string, Tally> = {};
  const sets = optionSets(defaultStandIn);
  for (const option of options) {
    it(option, async () => {
      const args = { ...argsOf("production", defaultStandIn), ...sets[option] };
      tally[option] = await tallyOf(await siteOf(args, defaultStandIn));
    });
  }
  after(() => {
    console.log("\n    Mutants of the documents");
    console.table(tally);
  });
}

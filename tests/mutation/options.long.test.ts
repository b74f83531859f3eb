import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { statementsOf } from "../judge/documents";
import type { Mutant } from "./mutants";
import { documentsOf, type Tally, tallyOf } from "./tally";

describe("every mutant of what options add is caught by a row of the access matrix", () => {
  const tally: Record<string, Tally> = {};
  let known: Set<string>;
  before(async () => {
    const plain = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    const statements = documentsOf(plain).flatMap(statementsOf);
    known = new Set(statements.map((one) => JSON.stringify(one)));
  });

  for (const [option, options] of Object.entries(extensions(defaultStandIn))) {
    it(`${option}: what this adds or changes`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      // A provisioner's role is new as a whole, though it trusts whom the backend's does.
      const isNew = ({ original, sid }: Mutant) =>
        original === site.policies.provisionerTrust ||
        statementsOf(original).some((one) => one.Sid === sid && !known.has(JSON.stringify(one)));
      tally[option] = await tallyOf(site, isNew);
    });
  }

  after(() => {
    console.log("\n    Mutants of what options add or change");
    console.table(tally);
  });
});

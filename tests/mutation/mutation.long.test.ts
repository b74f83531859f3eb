import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { equivalents } from "./equivalents";
import { mutantsOf } from "./mutants";
import { documentsOf } from "./tally";
import { catchesEveryMutant } from "./wholeDocuments";

describe("every mutant of the documents of each option is caught by a row of the access matrix", () => {
  catchesEveryMutant(Object.keys(optionSets(defaultStandIn)));

  it("no equivalent is listed that no document has", async () => {
    const listed = new Set<string>();
    const names = new Set<string>();
    for (const options of [optionSets, extensions].flatMap((sets) => Object.values(sets(defaultStandIn)))) {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      for (const name of equivalents(site).keys()) listed.add(name);
      for (const { name } of (await Promise.all(documentsOf(site).map(mutantsOf))).flat()) names.add(name);
    }
    expect([...listed].filter((name) => !names.has(name))).to.deep.equal([]);
  });
});

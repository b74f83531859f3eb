import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { matrix } from "../access/matrix";
import { optionSets } from "../access/options";
import { argsOf, type Site, siteOf } from "../access/site";
import { equivalents } from "./equivalents";
import { mutantsOf } from "./mutants";
import { survivorsOf } from "./survivors";

describe("every mutant of the documents is caught by a row of the access matrix", function () {
  this.timeout(60_000);
  const tally: Record<string, { mutants: number; killed: number; equivalent: number }> = {};

  for (const [option, options] of Object.entries(optionSets(defaultStandIn))) {
    it(option, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat();
      const survivors = await survivorsOf(mutants, matrix(site));
      const listed = equivalents(site);
      const unlisted = survivors.filter((name) => !listed.has(name));
      const names = new Set(mutants.map(({ name }) => name));
      const dead = [...listed.keys()].filter((name) => names.has(name) && !survivors.includes(name));
      tally[option] = {
        mutants: mutants.length,
        killed: mutants.length - survivors.length,
        equivalent: survivors.length - unlisted.length,
      };
      expect(unlisted, "mutants that no row catches").to.deep.equal([]);
      expect(dead, "mutants listed as equivalent that a row catches").to.deep.equal([]);
      expect(names.size, "mutants of different names").to.equal(mutants.length);
    });
  }

  it("no equivalent is listed that no document has", async () => {
    const sites = Object.values(optionSets(defaultStandIn)).map((options) =>
      siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn),
    );
    const all = await Promise.all(sites);
    const names = new Set(
      (await Promise.all(all.flatMap(documentsOf).map(mutantsOf))).flat().map(({ name }) => name),
    );
    expect(
      [...new Set(all.flatMap((site) => [...equivalents(site).keys()]))].filter((name) => !names.has(name)),
    ).to.deep.equal([]);
  });

  after(() => {
    console.log("\n    Mutants of the documents");
    console.table(tally);
  });
});

function documentsOf({ policies: { backend, trust, monitoringTrust } }: Site) {
  return [...backend, trust, ...(monitoringTrust ? [monitoringTrust] : [])];
}

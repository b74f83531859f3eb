import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { matrix } from "../access/matrix";
import { extensions, optionSets } from "../access/options";
import { argsOf, type Site, siteOf } from "../access/site";
import { statementsOf } from "../judge/documents";
import { equivalents } from "./equivalents";
import { type Mutant, mutantsOf } from "./mutants";
import { survivorsOf } from "./survivors";

describe("every mutant of the documents is caught by a row of the access matrix", function () {
  this.timeout(60_000);
  const tally: Record<string, { mutants: number; killed: number; equivalent: number }> = {};

  for (const [option, options] of Object.entries(optionSets(defaultStandIn))) {
    it(option, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      tally[option] = await tallyOf(site);
    });
  }

  for (const [option, options] of Object.entries(extensions(defaultStandIn))) {
    it(`${option}: what this adds or changes`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const plain = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
      const known = new Set(
        documentsOf(plain)
          .flatMap(statementsOf)
          .map((one) => JSON.stringify(one)),
      );
      const isNew = ({ original, sid }: Mutant) =>
        statementsOf(original).some((one) => one.Sid === sid && !known.has(JSON.stringify(one)));
      tally[option] = await tallyOf(site, isNew);
    });
  }

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

  after(() => {
    console.log("\n    Mutants of the documents");
    console.table(tally);
  });
});

/** Judges mutants of a site's documents, those that concern the test. */
async function tallyOf(site: Site, isWanted: (mutant: Mutant) => boolean = () => true) {
  const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat().filter(isWanted);
  const survivors = await survivorsOf(mutants, matrix(site));
  const listed = equivalents(site);
  const unlisted = survivors.filter((name) => !listed.has(name));
  const names = new Set(mutants.map(({ name }) => name));
  const dead = [...listed.keys()].filter((name) => names.has(name) && !survivors.includes(name));
  expect(unlisted, "mutants that no row catches").to.deep.equal([]);
  expect(dead, "mutants listed as equivalent that a row catches").to.deep.equal([]);
  expect(names.size, "mutants of different names").to.equal(mutants.length);
  const killed = mutants.length - survivors.length;
  return { mutants: mutants.length, killed, equivalent: survivors.length };
}

function documentsOf({ policies }: Site) {
  const { backend, trust, provisioner, monitoringTrust } = policies;
  return [backend, trust, provisioner ?? [], monitoringTrust ?? []].flat();
}

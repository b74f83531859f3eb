import { expect } from "chai";
import { defaultStandIn } from "../../plan/run";
import { matrix } from "../access/matrix";
import { optionSets } from "../access/options";
import type { Row } from "../access/row";
import { argsOf, type Site, siteOf } from "../access/site";
import { decide } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import type { PolicyDocument } from "../support/component";
import { equivalents } from "./equivalents";
import { type Mutant, mutantsOf } from "./mutants";

const decided = remembering(decide);

/** Whether some row of the access matrix, of those that could, is decided otherwise. */
async function isKilled(mutant: Mutant, suspects: Row[]): Promise<boolean> {
  const swap = (document: PolicyDocument) => (document === mutant.original ? mutant.mutated : document);
  for (const { request, policies, expect } of suspects) {
    const { identity, resource } = policies;
    const decision = await decided(request, {
      identity: identity.map(swap),
      ...(resource && { resource: swap(resource) }),
    });
    if (decision !== expect) return true;
  }
  return false;
}

/** What finds the rows that a mutant concerns, those that its statement decides first: they find most. */
function suspectsAmong(rows: Row[]): (mutant: Mutant) => Row[] {
  const known = new Map<string, Row[]>();
  return ({ sid, actions }) => {
    const concerned = () => rows.filter(({ request: { action } }) => concerns(actions, action));
    const decided = ({ by }: Row) => by.includes(sid);
    const name = [sid, ...actions].join();
    const found = known.get(name) ?? concerned().sort((a, b) => Number(decided(b)) - Number(decided(a)));
    known.set(name, found);
    return found;
  };
}

describe("every mutant of the documents is caught by a row of the access matrix", function () {
  this.timeout(60_000);
  const tally: Record<string, { mutants: number; killed: number; equivalent: number }> = {};

  for (const [option, options] of Object.entries(optionSets(defaultStandIn))) {
    it(option, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat();
      const suspects = suspectsAmong(matrix(site));
      const survivors: string[] = [];
      for (const mutant of mutants)
        if (!(await isKilled(mutant, suspects(mutant)))) survivors.push(mutant.name);

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

import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Row } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import { equivalents } from "./equivalents";
import { type Mutant, mutantsOf } from "./mutants";
import { survivorsOf } from "./survivors";

export interface Tally {
  mutants: number;
  killed: number;
  equivalent: number;
}

/** Judges mutants of a site's documents, those that concern the test. */
export async function tallyOf(
  site: Site,
  isWanted: (mutant: Mutant) => boolean = () => true,
): Promise<Tally> {
  const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat().filter(isWanted);
  return expectCaught(mutants, matrix(site), equivalents(site));
}

/** Each mutant is caught by a row, but for just those that are listed. */
export async function expectCaught(
  mutants: Mutant[],
  rows: Row[],
  listed: ReadonlyMap<string, string>,
): Promise<Tally> {
  const survivors = await survivorsOf(mutants, rows);
  const unlisted = survivors.filter((name) => !listed.has(name));
  const names = new Set(mutants.map(({ name }) => name));
  const dead = [...listed.keys()].filter((name) => names.has(name) && !survivors.includes(name));
  expect(unlisted, "mutants that no row catches").to.deep.equal([]);
  expect(dead, "mutants listed as equivalent that a row catches").to.deep.equal([]);
  for (const document of new Set(mutants.map(({ original }) => original))) {
    const own = mutants.filter(({ original }) => original === document).map(({ name }) => name);
    expect(new Set(own).size, "mutants of different names").to.equal(own.length);
  }
  const killed = mutants.length - survivors.length;
  return { mutants: mutants.length, killed, equivalent: survivors.length };
}

export function documentsOf({ policies }: Site) {
  const { backend, trust, provisioner, provisionerTrust, monitoringTrust } = policies;
  return [backend, trust, provisioner ?? [], provisionerTrust ?? [], monitoringTrust ?? []].flat();
}

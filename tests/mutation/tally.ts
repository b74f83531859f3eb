import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { PolicyDocument } from "../../cli/access/request";
import type { Row } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import type { Subject } from "../../cli/theorems/promises";
import { read } from "../policy/judged";
import { isEquivalent } from "./equivalents";
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
  return expectCaught(mutants, matrix(site), (mutant) => roleWith(mutant, site));
}

/** The mutants that a row catches and that are proven to be equivalent all the same: an assumption would be wrong. */
export async function caughtEquivalents(site: Site): Promise<string[]> {
  const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat();
  const survivors = new Set(await survivorsOf(mutants, matrix(site)));
  const found: string[] = [];
  for (const one of mutants.filter((mutant) => !survivors.has(mutant))) {
    if (await isEquivalent(one, roleWith(one, site))) found.push(one.name);
  }
  return found;
}

/** What a document is read together with: the other policies of its role. */
function roleWith({ original }: Mutant, { policies }: Site): (document: PolicyDocument) => Subject {
  const { backend, provisioner } = policies;
  const together = backend.includes(original) ? backend : [original];
  return backend.includes(original) || original === provisioner
    ? (document) => ({ identity: together.map((one) => read(one === original ? document : one)) })
    : (document) => ({ identity: [], resource: read(document) });
}

/** Each mutant is caught by a row, or it is proven that it decides every request as the document does. */
export async function expectCaught(
  mutants: Mutant[],
  rows: Row[],
  subjectWith: (mutant: Mutant) => (document: PolicyDocument) => Subject,
): Promise<Tally> {
  const survivors = await survivorsOf(mutants, rows);
  const unproven: string[] = [];
  for (const one of survivors) {
    if (!(await isEquivalent(one, subjectWith(one)))) unproven.push(one.name);
  }
  expect(unproven, "mutants that no row catches and that are not proven to be equivalent").to.deep.equal([]);
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

import { matrix } from "../access/matrix";
import type { Row } from "../access/row";
import type { Site } from "../access/site";
import { type Decision, decide } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import { equivalents } from "../mutation/equivalents";
import { type Mutant, mutantsOf } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import type { PolicyDocument } from "../support/component";

/** What a mutant does to access, as the judge decides the rows of the access matrix. */
export type Effect = "widens" | "narrows" | "does both" | "is equivalent";

const decided = remembering(decide);

/** Less of it is more access: a deny that is lost no longer holds against other policies. */
const strictness: Decision[] = ["allow", "implicit deny", "explicit deny"];

export async function effectOf(mutant: Mutant, rows: Row[]): Promise<Effect> {
  const swap = (document: PolicyDocument) => (document === mutant.original ? mutant.mutated : document);
  const steps = await Promise.all(
    rows
      .filter(({ request: { action } }) => concerns(mutant.actions, action))
      .map(async ({ request, policies, expect }) => {
        const { identity, resource, ...others } = policies;
        const swapped = { ...others, identity: identity.map(swap), ...(resource && { resource: swap(resource) }) };
        const decision = await decided(request, swapped);
        return strictness.indexOf(decision) - strictness.indexOf(expect);
      }),
  );
  const [widens, narrows] = [steps.some((step) => step < 0), steps.some((step) => step > 0)];
  if (widens && narrows) return "does both";
  return widens ? "widens" : narrows ? "narrows" : "is equivalent";
}

/** The mutants of a site's documents with what they do. */
export async function effectsOf(
  site: Site,
  isWanted: (mutant: Mutant) => boolean = () => true,
): Promise<{ mutant: Mutant; effect: Effect }[]> {
  const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat().filter(isWanted);
  const rows = matrix(site);
  return Promise.all(mutants.map(async (mutant) => ({ mutant, effect: await effectOf(mutant, rows) })));
}

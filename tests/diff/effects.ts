import { matrix } from "../access/matrix";
import { alone, type Row } from "../access/row";
import type { Site } from "../access/site";
import { statementsOf } from "../judge/documents";
import { type Decision, decide, type Policies } from "../judge/judge";
import { concerns, remembering } from "../judge/memo";
import { type Mutant, mutantsOf } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import type { PolicyDocument } from "../support/component";

/** What a mutant does to access, as the judge decides the rows of the access matrix. */
export type Effect = "widens" | "narrows" | "does both" | "is equivalent";

const decided = remembering(decide);

/** Less of it is more access: a deny that is lost no longer holds against other policies. */
const strictness: Decision[] = ["allow", "implicit deny", "explicit deny"];

/** The mutants of a site's documents with what they do. */
export async function effectsOf(
  site: Site,
  isWanted: (mutant: Mutant) => boolean = () => true,
): Promise<{ mutant: Mutant; effect: Effect }[]> {
  const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat().filter(isWanted);
  const rows = matrix(site);
  return Promise.all(mutants.map(async (mutant) => ({ mutant, effect: await effectOf(mutant, rows) })));
}

async function effectOf(mutant: Mutant, rows: Row[]): Promise<Effect> {
  const concerned = rows.filter(({ request: { action } }) => concerns(mutant.actions, action));
  const steps = await Promise.all(
    concerned.map(async ({ request, policies, expect }) =>
      step(expect, await decided(request, swapped(policies, mutant))),
    ),
  );
  const [widens, narrows] = [steps.some((one) => one < 0), steps.some((one) => one > 0)];
  if (widens && narrows) return "does both";
  return widens ? "widens" : narrows ? "narrows" : "is equivalent";
}

/**
 * Whether a mutant widens for a value that no row asks for: rows asked again with another value of the key that the
 * mutant is about. A grant is looked at by itself, without the denies beside it.
 */
export async function widensForOtherValues(mutant: Mutant, rows: Row[]): Promise<boolean> {
  const [, key = ""] = /^\w+: [\w:]+ (\S+): /.exec(mutant.name) ?? [];
  const isGrant = statementsOf(mutant.original).some(
    ({ Sid, Effect }) => Sid === mutant.sid && Effect === "Allow",
  );
  const without = (document: PolicyDocument) => (isGrant ? withoutDenies(document) : document);
  const mapped = (policies: Policies): Policies => ({
    ...policies,
    identity: policies.identity.map(without),
  });
  for (const { request, policies } of rows.map(alone)) {
    const value = request.context[key];
    if (!concerns(mutant.actions, request.action) || typeof value !== "string") continue;
    const other = { ...request, context: { ...request.context, [key]: `${value}x` } };
    const before = await decide(other, mapped(policies));
    if (step(before, await decide(other, mapped(swapped(policies, mutant)))) < 0) return true;
  }
  return false;
}

function swapped({ identity, resource, ...others }: Policies, { original, mutated }: Mutant): Policies {
  const swap = (document: PolicyDocument) => (document === original ? mutated : document);
  return { ...others, identity: identity.map(swap), ...(resource && { resource: swap(resource) }) };
}

function withoutDenies(document: PolicyDocument): PolicyDocument {
  return { ...document, Statement: document.Statement.filter(({ Effect }) => Effect === "Allow") };
}

function step(from: Decision, to: Decision): number {
  return strictness.indexOf(to) - strictness.indexOf(from);
}

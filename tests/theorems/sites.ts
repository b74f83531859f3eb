import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { scopes } from "../support/scopes";
import { broken, caseOf, proofsOf } from "./subjects";

/** Each environment in each partition, and production with a suffix too. */
export const sites = scopes.flatMap(({ title, environment, standIn }) =>
  (environment === "production" ? ["", "eu"] : [""]).map((nameSuffix) => ({
    ...{ environment, standIn, nameSuffix },
    title: `${title}${nameSuffix && ", with a suffix"}`,
  })),
);

/** How many promises every option set makes at a site, and which do not hold there. */
export async function heldAt({ environment, standIn, nameSuffix }: (typeof sites)[number]) {
  const found = { optionSets: 0, promises: 0, broken: [] as string[] };
  for (const [option, options] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
    const proofs = proofsOf(
      await caseOf({ ...argsOf(environment, standIn), nameSuffix, ...options }, standIn),
    );
    found.optionSets++;
    found.promises += proofs.length;
    found.broken.push(...broken(proofs).map((one) => `${option}: ${one}`));
  }
  return found;
}

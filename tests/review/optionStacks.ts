import { defaultStandIn } from "../../cli/plan/run";
import type { Review } from "../../cli/review/review";
import { extensions, optionSets } from "../access/options";
import { reviewed } from "./reviewed";

/** A review of a stack for each option set that the access matrix knows. */
export async function stacks(): Promise<{ name: string; review: Review }[]> {
  const sets = { ...optionSets(defaultStandIn), ...extensions(defaultStandIn) };
  const made: { name: string; review: Review }[] = [];
  for (const [name, options] of Object.entries(sets))
    made.push({ name, review: await reviewed({ externalId: "only-we-know", ...options }) });
  return made;
}

import { type Site, type SiteArgs, siteFrom } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { documentsOf, runComponent } from "../support/component";

const known = new Map<string, Promise<Site>>();

/** Deploys a component on Pulumi's mocks, the same one once in a process: tests of many files ask for the same. */
export function siteOf(args: SiteArgs, standIn: StandIn): Promise<Site> {
  const name = JSON.stringify([args, standIn]);
  const site = known.get(name) ?? deployed(args, standIn);
  known.set(name, site);
  return site;
}

async function deployed(args: SiteArgs, standIn: StandIn): Promise<Site> {
  const { nameSuffix, ...rest } = args; // Without one it is left out.
  const documents = documentsOf(await runComponent(nameSuffix ? args : rest, { standIn }));
  return siteFrom(args, standIn, frozen(documents));
}

/** So that no test changes what another one reads. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}

import { type Site, type SiteArgs, siteFrom } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { documentsOf, runComponent } from "../support/component";

/** Deploys a component on Pulumi's mocks. */
export async function siteOf(args: SiteArgs, standIn: StandIn): Promise<Site> {
  const { nameSuffix, ...rest } = args; // Without one it is left out.
  const documents = documentsOf(await runComponent(nameSuffix ? args : rest, { standIn }));
  return siteFrom(args, standIn, documents);
}

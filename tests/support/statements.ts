import type { PolicyDocument } from "../../cli/access/request";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { boundaryOf } from "../boundary/bounded";
import { guardrailsArgs, guardrailsOf } from "../guardrails/guardrails";
import { type Statement, statementsOf } from "../judge/documents";
import { settingOf } from "../resourcePolicies/setting";

/** Every statement that the package writes, with each option, in any of its documents. */
export async function allStatements(): Promise<Statement[]> {
  const base = { ...argsOf("production", defaultStandIn), enableRdsMonitoring: true };
  const options = [{}, ...Object.values(extensions(defaultStandIn))];
  const sites: Site[] = [];
  // One after the other: programs on Pulumi's mocks share what they register with.
  for (const option of options) sites.push(await siteOf({ ...base, ...option }, defaultStandIn));
  const [site] = sites;
  if (!site) throw new Error("There is no site.");
  const settings = [await settingOf(defaultStandIn, true), await settingOf(defaultStandIn, false)];
  const documents = [
    ...sites.flatMap(({ policies }) => Object.values(policies).flat()),
    ...settings.flatMap((setting) => Object.values(setting.documents)),
    await boundaryOf(base),
    await guardrailsOf(guardrailsArgs(site), defaultStandIn),
  ];
  return documents.filter((document): document is PolicyDocument => !!document).flatMap(statementsOf);
}

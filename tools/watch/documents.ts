import type { PolicyDocument } from "../../cli/access/request";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../../tests/access/argsOf";
import { extensions } from "../../tests/access/options";
import { siteOf } from "../../tests/access/siteOf";
import { boundaryOf } from "../../tests/boundary/bounded";
import { guardrailsArgs, guardrailsOf } from "../../tests/guardrails/guardrails";
import { type Statement, statementsOf } from "../../tests/judge/documents";
import { settingOf } from "../../tests/resourcePolicies/setting";

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

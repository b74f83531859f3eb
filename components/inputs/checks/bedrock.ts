import { arnFields, arnForms } from "../arns";
import type { Fault } from "../faults";
import { namesAll, retainingFamilies } from "../models";
import type { ProviderScope } from "../scope";
import { isGiven, isGood, type Known, later, show, shown } from "./known";

export function regionFaults({ values }: Known, { region }: ProviderScope): Fault[] {
  const { bedrockInferenceRegions: regions } = values;
  if (!isGood(values, "bedrockInferenceRegions") || (regions as unknown[]).includes(region)) return [];
  const reason =
    `${show(regions)} does not have the provider's Region, in which every call begins. ` +
    `Give ${region} as well.`;
  return [{ propertyPath: "bedrockInferenceRegions", reason }];
}

export function guardrailFaults(known: Known, provider: ProviderScope): Fault[] {
  const propertyPath = "bedrockGuardrailArn";
  if (!isGood(known.values, propertyPath)) return [];
  const guardrail = String(known.values[propertyPath]);
  const { region } = arnFields(guardrail);
  if (region === provider.region) return [];
  const reason =
    `${shown(propertyPath, guardrail, known)} is in Region ${region}, the provider in ${provider.region}. ` +
    "Give a guardrail of that Region.";
  return [{ propertyPath, reason }];
}

/** To be meant to do without profiles, and to have some, is one too many. */
export function inRegionFaults({ values }: Known): Fault[] {
  const { bedrockInRegionOnly: only, bedrockInferenceRegions: regions } = values;
  if (only !== true || !isGiven(regions)) return [];
  const reason =
    "true says that no inference profile is meant, beside bedrockInferenceRegions. Leave one of them out.";
  return [{ propertyPath: "bedrockInRegionOnly", reason }];
}

/** There is no condition key of a guardrail on that endpoint, so nothing could ask for one. */
export function mantleFaults({ values }: Known): Fault[] {
  const { bedrockMantle: mantle, bedrockGuardrailArn: guardrail } = values;
  if (!isGiven(mantle) || !isGiven(guardrail) || guardrail === later) return [];
  const reason =
    "the mantle endpoint applies no guardrail, so calls there would go past bedrockGuardrailArn. " +
    "Leave one of them out.";
  return [{ propertyPath: "bedrockMantle", reason }];
}

/** A pattern that names a model for which AWS may keep prompts lifts the deny of its family. A wider one would follow. */
export function modelFaults({ values }: Known): Fault[] {
  const propertyPath = "bedrockModelPatterns";
  if (!isGood(values, propertyPath)) return [];
  const patterns = (values[propertyPath] as unknown[]).filter((pattern) => typeof pattern === "string");
  return retainingFamilies.flatMap((family): Fault[] => {
    const named = patterns.filter((pattern) => pattern.startsWith(family));
    const isWider = (pattern: string) => pattern.endsWith("*") && family.startsWith(pattern.slice(0, -1));
    const wider = patterns.find((pattern) => isWider(pattern) && !pattern.startsWith(family));
    if (!wider || namesAll(named, family) || named.length === 0) return [];
    const reason =
      `'${wider}' stands for all of ${family}-*, whose deny ${show(named[0])} lifts. ` +
      `Give the other models one by one, or ${family}-* as well.`;
    return [{ propertyPath, reason }];
  });
}

/** A guardrail is applied where a call is processed. */
export function enforcedGuardrailFaults(known: Known, provider: ProviderScope): Fault[] {
  const { bedrockEnforcedGuardrailArns: guardrails, bedrockInferenceRegions: listed } = known.values;
  if (!isGood(known.values, "bedrockEnforcedGuardrailArns")) return [];
  const isListed = (region: string) => Array.isArray(listed) && listed.includes(region);
  return (guardrails as unknown[]).flatMap((arn, index): Fault[] => {
    if (typeof arn !== "string" || !arnForms.enforcedGuardrail.test(arn)) return [];
    const { region } = arnFields(arn);
    if (region === provider.region || isListed(region)) return [];
    const propertyPath = `bedrockEnforcedGuardrailArns[${index}]`;
    const reason =
      `${shown(propertyPath, arn, known)} is in Region ${region}, where no call of the role is processed. ` +
      `Give guardrails of ${provider.region}, or of bedrockInferenceRegions.`;
    return [{ propertyPath, reason }];
  });
}

/** What the endpoint of this Region serves is this account's. */
export function projectFaults(known: Known, provider: ProviderScope): Fault[] {
  const { bedrockMantle: mantle } = known.values;
  const projects = isGood(known.values, "bedrockMantle") && (mantle as { projectArns?: unknown }).projectArns;
  if (!Array.isArray(projects)) return [];
  return projects.flatMap((arn, index): Fault[] => {
    if (typeof arn !== "string" || !arnForms.mantleProject.test(arn)) return [];
    const { region, accountId } = arnFields(arn);
    if (region === provider.region && accountId === provider.accountId) return [];
    const propertyPath = `bedrockMantle.projectArns[${index}]`;
    const reason =
      `${shown(propertyPath, arn, known)} is in Region ${region} of account ${accountId}, ` +
      `the provider in ${provider.region} of ${provider.accountId}. Give a project of these.`;
    return [{ propertyPath, reason }];
  });
}

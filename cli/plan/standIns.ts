/** What stands in for the account that a program would be deployed to. */
export interface StandIn {
  accountId: string;
  region: string;
  partition: string;
}

export const defaultStandIn: StandIn = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

/** The stand-in for a stack: what is given comes first, then the Region of its config. */
export function standInFor(configRegion: string | undefined, given: Partial<StandIn>): StandIn {
  const region = given.region || configRegion || defaultStandIn.region;
  return { ...defaultStandIn, partition: partitionOf(region), ...given, region };
}

export type Attributes = Record<string, unknown>;

/** Those of IAM and Organizations are of no Region. */
export function arnOf({ partition, region, accountId }: StandIn, service: string, resource: string): string {
  const regional = service === "iam" || service === "organizations" ? "" : region;
  return `arn:${partition}:${service}:${regional}:${accountId}:${resource}`;
}

/** The account and Region of a provider, as far as its own inputs tell: an explicit one, or the config of the default one. */
export function placeOf(provider: Attributes | undefined, standIn: StandIn): StandIn {
  const allowed = listOf(provider?.allowedAccountIds);
  const [assumed] = listOf(provider?.assumeRoles) as { roleArn?: string }[];
  const only = allowed.length === 1 ? String(allowed[0]) : undefined; // Of several it may be each.
  const accountId = only ?? /^arn:[^:]*:iam::(\d{12}):/.exec(assumed?.roleArn ?? "")?.[1];
  const { region } = provider ?? {};
  const place = { ...standIn, ...(accountId && { accountId }) };
  return typeof region === "string" && region !== "" ? inRegion(region, place) : place;
}

/** The same account in a Region, and the partition of that. */
export function inRegion(region: string, place: StandIn): StandIn {
  return region === place.region ? place : { ...place, region, partition: partitionOf(region) };
}

function partitionOf(region: string): string {
  const [, prefix = ""] = /^(us-gov|cn|eusc)-/.exec(region) ?? [];
  return prefix ? `aws-${prefix}` : "aws";
}

/** Providers get lists as JSON, as a program or config gives them. */
function listOf(value: unknown): unknown[] {
  if (typeof value !== "string") return [value ?? []].flat();
  try {
    return [JSON.parse(value)].flat();
  } catch {
    return [];
  }
}

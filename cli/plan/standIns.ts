import { createHash } from "node:crypto";

/** What stands in for the account that a program would be deployed to. */
export interface StandIn {
  accountId: string;
  region: string;
  partition: string;
}

export const defaultStandIn: StandIn = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

/** Of what is compared: AWS has no such account and no such Region, so that none which a program writes down is taken for it. */
export const nowhere: StandIn = { accountId: "000000000000", region: "us-east-0", partition: "aws" };

/** The origin of the account of a stack where nobody names one and none stands in. */
export const openAccount = "account of the stack";

/** The stand-in for a stack: what is given comes first, then the Region of its config. */
export function standInFor(
  configRegion: string | undefined,
  given: Partial<StandIn>,
  otherwise = defaultStandIn,
): StandIn {
  const region = given.region || configRegion || otherwise.region;
  return { ...otherwise, partition: partitionOf(region), ...given, region };
}

export type Attributes = Record<string, unknown>;

/** Those of IAM and Organizations are of no Region. */
export function arnOf({ partition, region, accountId }: StandIn, service: string, resource: string): string {
  const regional = service === "iam" || service === "organizations" ? "" : region;
  return `arn:${partition}:${service}:${regional}:${accountId}:${resource}`;
}

/** A few digits that change with a value. */
export const digestOf = (value: unknown) => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
};

/** The same account in a Region, and the partition of that. */
export function inRegion<P extends StandIn>(region: string, place: P): P {
  return region === place.region ? place : { ...place, region, partition: partitionOf(region) };
}

function partitionOf(region: string): string {
  const [, prefix = ""] = /^(us-gov|cn|eusc)-/.exec(region) ?? [];
  return prefix ? `aws-${prefix}` : "aws";
}

/** Providers get lists as JSON, as a program or config gives them. */
export function listOf(value: unknown): unknown[] {
  if (typeof value !== "string") return [value ?? []].flat();
  try {
    return [JSON.parse(value)].flat();
  } catch {
    return [];
  }
}

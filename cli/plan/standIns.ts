import { createHash } from "node:crypto";

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

/** What the account of a provider hangs on where its inputs do not name it: it stands in then, whichever it is. */
export function accountSource(provider: Attributes): string | undefined {
  const unlike = placeOf(provider, { ...defaultStandIn, accountId: "" });
  if (unlike.accountId !== "") return undefined;
  const said = Object.entries(provider).filter(
    ([key, value]) => credentials.includes(key) && ![undefined, null, "", "[]"].includes(value as string),
  );
  const words = said.map(([key, value]) => `${key} ${told[key]?.(value) ?? digestOf(value)}`);
  return words.length > 0 ? words.sort().join(", ") : undefined;
}

const credentials = [
  ...["profile", "accessKey", "assumeRoles", "assumeRoleWithWebIdentity", "sharedConfigFiles"],
  ...["sharedCredentialsFiles", "allowedAccountIds"],
];
/** What is no secret is told as it is, all else by a digest. */
const told: Record<string, (value: unknown) => string> = {
  profile: String,
  allowedAccountIds: (value) => listOf(value).join(" or "),
};

/** A few digits that change with a value. */
export const digestOf = (value: unknown) => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
};

/** The same account in a Region, and the partition of that. */
export function inRegion(region: string, place: StandIn): StandIn {
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

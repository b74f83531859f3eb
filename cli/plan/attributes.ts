import { regionless } from "./places";
import { type Attributes, arnOf } from "./standIns";
import { type Knowing, lastOf, toldOfDatabase, toldOfIssuer, toldOfKey, toldOfSecret } from "./told";
import type { Form } from "./unknowns";

/** A resource whose provider is asked what it has. */
export interface Asked extends Knowing {
  type: string;
  /** Of the Pulumi resource. */
  name: string;
  inputs: Attributes;
  /** Its ID, where the program knows it: `aws.kms.Key.get(name, id)`, or the option import. */
  id: string | undefined;
  /** It is read, and not made: what the inputs leave out may be anything. */
  isRead: boolean;
  /** Names that Pulumi makes are those of the resources: `pulumi:autonaming`. */
  isVerbatim: boolean;
}

/** What the provider makes of the inputs and of what it assigns, as far as that is certain. */
export function attributesOf(asked: Asked): Attributes {
  const make = makers[asked.type];
  if (!make) return {};
  const { region } = asked.place;
  return { ...(regionless.test(asked.type) ? {} : { region }), ...make(asked) };
}

const makers: Record<string, (asked: Asked) => Attributes> = {
  "aws:iam/role:Role": (asked) => ({
    ...named(asked, "role", { path: "/", description: "", permissionsBoundary: "" }),
    ...ifMade(asked, {
      forceDetachPolicies: false,
      maxSessionDuration: 3600,
      inlinePolicies: [],
      managedPolicyArns: [],
    }),
  }),
  "aws:iam/user:User": (asked) => ({
    ...named(asked, "user", { path: "/", permissionsBoundary: "" }),
    ...ifMade(asked, { forceDestroy: false }),
  }),
  "aws:iam/group:Group": (asked) => named(asked, "group", { path: "/" }),
  "aws:iam/instanceProfile:InstanceProfile": (asked) => named(asked, "instance-profile", { path: "/" }),
  "aws:iam/policy:Policy": (asked) => {
    const { inputs, place, id } = asked;
    if (id !== undefined) {
      return { id, arn: id, name: lastOf(id), ...(asked.isKnown(id) && { path: pathIn(id) }) };
    }
    const name = physicalName(asked, "name");
    const arn = arnOf(place, "iam", `policy${inputs.path ?? "/"}${name}`);
    const { namePrefix = "" } = inputs;
    return { id: arn, arn, name, namePrefix, path: "/", description: "", attachmentCount: 0 };
  },
  "aws:iam/rolePolicy:RolePolicy": (asked) => {
    if (asked.id !== undefined) {
      const [role, name] = asked.id.split(":");
      return { id: asked.id, ...(name !== undefined && { role, name }) };
    }
    const name = physicalName(asked, "name");
    return { id: `${asked.inputs.role}:${name}`, name, namePrefix: asked.inputs.namePrefix ?? "" };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ inputs, id }) => ({
    id: id ?? `${inputs.role}/${inputs.policyArn}`,
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ inputs, place, id }) => {
    if (id !== undefined) return { id, ...toldOfIssuer(id) };
    const url = String(inputs.url).replace(/^https:\/\//, "");
    const arn = arnOf(place, "iam", `oidc-provider/${url}`);
    return { id: arn, arn, url };
  },
  "aws:organizations/policy:Policy": ({ unknown }) => ({
    arn: unknown("arn", ({ text, digits }) => `arn:aws:organizations::${digits}:policy/o-${text}/p-${text}`),
  }),
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketPolicy:BucketPolicy": ({ inputs, id }) => ({ id: id ?? inputs.bucket }),
  "aws:kms/key:Key": (asked) => {
    const { inputs, id } = asked;
    const form: Form = inputs.multiRegion === true ? ({ hex }) => `mrk-${hex}` : ({ uuid }) => uuid;
    const own = key(asked, id ?? asked.unknown("keyId", form));
    if (id !== undefined) return own; // One that is imported may have been made with others.
    const defaults = {
      ...{ description: "", customKeyStoreId: "", customerMasterKeySpec: "SYMMETRIC_DEFAULT" },
      ...{ bypassPolicyLockoutSafetyCheck: false, enableKeyRotation: false, isEnabled: true },
      ...{ keyUsage: "ENCRYPT_DECRYPT", multiRegion: false, xksKeyId: "" },
    };
    return { ...defaults, ...own };
  },
  "aws:kms/externalKey:ExternalKey": (asked) =>
    withoutKeyId(key(asked, asked.id ?? asked.unknown("id", ({ uuid }) => uuid))),
  "aws:kms/replicaKey:ReplicaKey": replica,
  "aws:kms/replicaExternalKey:ReplicaExternalKey": replica,
  "aws:kms/keyPolicy:KeyPolicy": (asked) => {
    const id = asked.id ?? asked.inputs.keyId;
    return { id, keyId: lastOf(id), ...ifMade(asked, { bypassPolicyLockoutSafetyCheck: false }) };
  },
  "aws:kms/alias:Alias": (asked) => {
    const { inputs, place, id, unknown } = asked;
    const prefix = String(inputs.namePrefix ?? "alias/");
    const name = id ?? String(inputs.name ?? unknown("name", ({ text }) => `${prefix}${text}`));
    const target =
      typeof inputs.targetKeyId === "string" && toldOfKey(inputs.targetKeyId, asked, "targetKeyArn");
    const known = target && { targetKeyId: lastOf(inputs.targetKeyId), targetKeyArn: target.arn };
    return { id: name, name, arn: arnOf(place, "kms", name), ...known };
  },
  "aws:rds/instance:Instance": (asked) => {
    const { id, isKnown, unknown } = asked;
    const isOwn = id !== undefined && isKnown(id) && /^db-[A-Z\d]+$/.test(id);
    return { ...database(asked, "identifier", "db"), id: isOwn ? id : unknown("id") };
  },
  "aws:rds/clusterInstance:ClusterInstance": (asked) => {
    const own = database(asked, "identifier", "db");
    return { ...own, id: asked.id ?? own.identifier };
  },
  "aws:rds/cluster:Cluster": (asked) => {
    const own = database(asked, "clusterIdentifier", "cluster");
    return { ...own, id: asked.id ?? own.clusterIdentifier };
  },
  "aws:secretsmanager/secret:Secret": (asked) => {
    const { id, place } = asked;
    if (id !== undefined) return { id, ...toldOfSecret(id, asked) };
    const name = physicalName(asked, "name");
    const arn = asked.unknown("arn", ({ six }) => arnOf(place, "secretsmanager", `secret:${name}-${six}`));
    const defaults = { description: "", forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 };
    return { ...defaults, namePrefix: asked.inputs.namePrefix ?? "", id: arn, arn, name };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": (asked) => {
    const of = String(asked.inputs.secretId);
    return {
      ...(asked.id !== undefined && { id: asked.id }),
      ...(of.startsWith("arn:") && { arn: toldOfSecret(of, asked).arn }),
    };
  },
  "aws:rolesanywhere/trustAnchor:TrustAnchor": ({ place, id, unknown }) => {
    const own = id ?? unknown("id", ({ uuid }) => uuid);
    return { id: own, arn: arnOf(place, "rolesanywhere", `trust-anchor/${own}`) };
  },
  "aws:rolesanywhere/profile:Profile": ({ place, id, unknown }) => {
    const own = id ?? unknown("id", ({ uuid }) => uuid);
    return { id: own, arn: arnOf(place, "rolesanywhere", `profile/${own}`) };
  },
  "aws:bedrock/guardrail:Guardrail": ({ place, id, unknown }) => {
    const [guardrailId = ""] = (id?.includes(",") ? id : unknown("guardrailId")).split(",");
    return { guardrailId, guardrailArn: arnOf(place, "bedrock", `guardrail/${guardrailId}`) };
  },
};

/** What has a name in IAM and a path: where it is read by its name, the path is not known, nor is its ARN. */
function named(asked: Asked, kind: string, defaults: Attributes): Attributes {
  const { inputs, place, id, isRead, unknown } = asked;
  if (id !== undefined && isRead) {
    const arn = unknown("arn", ({ text }) => arnOf(place, "iam", `${kind}/${text}`));
    return { id, name: id, arn };
  }
  const name = physicalName(asked, "name");
  const prefix =
    kind === "role" || kind === "instance-profile" ? { namePrefix: inputs.namePrefix ?? "" } : {};
  return {
    ...{ ...defaults, ...prefix, id: name, name },
    arn: arnOf(place, "iam", `${kind}${inputs.path ?? "/"}${name}`),
  };
}

/** What is imported may have been made with others. */
const ifMade = ({ id }: Asked, attributes: Attributes) => (id === undefined ? attributes : {});

/** The name that the program gives, or the one that Pulumi makes: the resource's with what nobody knows before. */
function physicalName({ name, inputs, isVerbatim, unknown }: Asked, key: string, own = name): string {
  const given = inputs[key];
  if (typeof given === "string") return given;
  const prefix = inputs[`${key}Prefix`];
  if (isVerbatim && typeof prefix !== "string") return own;
  const start = typeof prefix === "string" ? prefix : `${own}-`;
  return `${start}${unknown(`end of ${key}`)}`;
}

function bucket(asked: Asked): Attributes {
  const { place, id } = asked;
  const name = id ?? physicalName(asked, "bucket", asked.name.toLowerCase());
  const { partition, region } = place;
  const domain = `amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
  return {
    ...{ id: name, bucket: name, arn: `arn:${partition}:s3:::${name}`, bucketRegion: region },
    bucketDomainName: `${name}.s3.${domain}`,
    bucketRegionalDomainName: `${name}.s3.${region}.${domain}`,
    ...ifMade(asked, { bucketPrefix: asked.inputs.bucketPrefix ?? "", forceDestroy: false }),
  };
}

const key = (asked: Asked, id: string): Attributes => ({ id, ...toldOfKey(id, asked) });

/** Of a key of several Regions each has the same ID. */
function replica(asked: Asked): Attributes {
  return key(asked, asked.id ?? lastOf(asked.inputs.primaryKeyArn));
}

const withoutKeyId = ({ keyId, ...others }: Attributes) => others;

/** RDS names the databases that the program does not. One that is imported has the name that is given. */
function database(asked: Asked, name: string, kind: "db" | "cluster"): Attributes {
  const { inputs, place, id, isRead, unknown } = asked;
  const given = inputs[name];
  if (id !== undefined && (isRead || given === undefined)) {
    const { arn, identifier } = toldOfDatabase(id, kind, asked);
    return { arn, ...(identifier !== undefined && { [name]: identifier }) };
  }
  const prefix = inputs[`${name}Prefix`];
  const start = typeof prefix === "string" ? prefix : kind === "cluster" ? "tf-" : "terraform-";
  const own = String(given ?? `${start}${unknown(`end of ${name}`)}`);
  return { [name]: own, arn: arnOf(place, "rds", `${kind}:${own}`) };
}

/** The path in the ARN of a policy. */
const pathIn = (arn: string) => `/${arn.split("/").slice(1, -1).join("/")}/`.replace("//", "/");

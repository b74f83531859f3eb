import { regionless } from "./places";
import { type Attributes, arnOf, type StandIn } from "./standIns";
import type { Form } from "./unknowns";

/** A resource whose provider is asked what it has. */
export interface Asked {
  type: string;
  /** Of the Pulumi resource. */
  name: string;
  inputs: Attributes;
  /** Account, Region and partition that it is made in. */
  place: StandIn;
  /** Its ID, where the program knows it: `aws.kms.Key.get(name, id)`, or the option import. */
  id: string | undefined;
  /** It is read, and not made: what the inputs leave out may be anything. */
  isRead: boolean;
  /** Names that Pulumi makes are those of the resources: `pulumi:autonaming`. */
  isVerbatim: boolean;
  /** A value that only AWS knows; `property` is the origin's last word. */
  unknown(property: string, form?: Form): string;
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
  "aws:iam/user:User": (asked) =>
    named(asked, "user", { path: "/", forceDestroy: false, permissionsBoundary: "" }),
  "aws:iam/group:Group": (asked) => named(asked, "group", { path: "/" }),
  "aws:iam/instanceProfile:InstanceProfile": (asked) => named(asked, "instance-profile", { path: "/" }),
  "aws:iam/policy:Policy": (asked) => {
    const { inputs, place, id } = asked;
    if (id !== undefined) return { id, arn: id, name: lastOf(id), path: pathIn(id) };
    const name = physicalName(asked, "name");
    const arn = arnOf(place, "iam", `policy${inputs.path ?? "/"}${name}`);
    const { namePrefix = "" } = inputs;
    return { id: arn, arn, name, namePrefix, path: "/", description: "", attachmentCount: 0 };
  },
  "aws:iam/rolePolicy:RolePolicy": (asked) => {
    if (asked.id !== undefined) {
      const [role, name] = asked.id.split(":");
      return { id: asked.id, role, name };
    }
    const name = physicalName(asked, "name");
    return { id: `${asked.inputs.role}:${name}`, name, namePrefix: asked.inputs.namePrefix ?? "" };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ inputs, id }) => ({
    id: id ?? `${inputs.role}/${inputs.policyArn}`,
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ inputs, place, id }) => {
    const host = id?.split(":oidc-provider/")[1] ?? String(inputs.url).replace(/^https:\/\//, "");
    const arn = id ?? arnOf(place, "iam", `oidc-provider/${host}`);
    return { id: arn, arn, url: host };
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
  "aws:kms/replicaKey:ReplicaKey": (asked) => key(asked, asked.id ?? lastOf(asked.inputs.primaryKeyArn)),
  "aws:kms/replicaExternalKey:ReplicaExternalKey": (asked) =>
    key(asked, asked.id ?? lastOf(asked.inputs.primaryKeyArn)),
  "aws:kms/keyPolicy:KeyPolicy": ({ inputs, id }) => ({
    id: id ?? inputs.keyId,
    keyId: id ?? inputs.keyId,
    bypassPolicyLockoutSafetyCheck: false,
  }),
  "aws:kms/alias:Alias": ({ inputs, place, id, unknown }) => {
    const prefix = String(inputs.namePrefix ?? "alias/");
    const name = id ?? String(inputs.name ?? unknown("name", ({ text }) => `${prefix}${text}`));
    const target = typeof inputs.targetKeyId === "string" ? inputs.targetKeyId : undefined;
    const known = target !== undefined && {
      targetKeyId: target.split("/").at(-1),
      targetKeyArn: target.startsWith("arn:") ? target : arnOf(place, "kms", `key/${target}`),
    };
    return { id: name, name, arn: arnOf(place, "kms", name), ...known };
  },
  "aws:rds/instance:Instance": (asked) => database(asked, "identifier", "db"),
  "aws:rds/clusterInstance:ClusterInstance": (asked) => database(asked, "identifier", "db"),
  "aws:rds/cluster:Cluster": (asked) => {
    const own = database(asked, "clusterIdentifier", "cluster");
    return { ...own, id: own.clusterIdentifier };
  },
  "aws:secretsmanager/secret:Secret": (asked) => {
    const { id, place } = asked;
    if (id !== undefined) return { id, arn: id, name: secretName(id) };
    const name = physicalName(asked, "name");
    const arn = asked.unknown("arn", ({ six }) => arnOf(place, "secretsmanager", `secret:${name}-${six}`));
    const defaults = { description: "", forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 };
    return { ...defaults, namePrefix: asked.inputs.namePrefix ?? "", id: arn, arn, name };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": ({ inputs: { secretId } }) =>
    String(secretId).startsWith("arn:") ? { arn: secretId } : {},
  "aws:rolesanywhere/trustAnchor:TrustAnchor": ({ place, id, unknown }) => {
    const own = id ?? unknown("id", ({ uuid }) => uuid);
    return { id: own, arn: arnOf(place, "rolesanywhere", `trust-anchor/${own}`) };
  },
  "aws:rolesanywhere/profile:Profile": ({ place, id, unknown }) => {
    const own = id ?? unknown("id", ({ uuid }) => uuid);
    return { id: own, arn: arnOf(place, "rolesanywhere", `profile/${own}`) };
  },
  "aws:bedrock/guardrail:Guardrail": ({ place, id, unknown }) => {
    const [guardrailId = ""] = (id ?? unknown("guardrailId")).split(",");
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

const ifMade = ({ isRead }: Asked, attributes: Attributes) => (isRead ? {} : attributes);

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

function key({ place }: Asked, id: string): Attributes {
  if (id.startsWith("arn:")) return { id, keyId: lastOf(id), arn: id };
  return { id, keyId: id, arn: arnOf(place, "kms", `key/${id}`) };
}

const withoutKeyId = ({ keyId, ...others }: Attributes) => others;

/** RDS names the databases that the program does not. */
function database({ inputs, place, id, unknown }: Asked, name: string, kind: string): Attributes {
  const prefix = inputs[`${name}Prefix`];
  const start = typeof prefix === "string" ? prefix : kind === "cluster" ? "tf-" : "terraform-";
  const own = id ?? String(inputs[name] ?? `${start}${unknown(`end of ${name}`)}`);
  return { [name]: own, arn: arnOf(place, "rds", `${kind}:${own}`) };
}

/** The name of a secret is in its ARN, with a hyphen and six characters behind it. */
export const secretName = (arn: string) =>
  arn
    .split(":")
    .slice(6)
    .join(":")
    .replace(/-[^-]{6}$/, "");

const lastOf = (arn: unknown) => String(arn).split("/").at(-1) ?? "";

/** The path in the ARN of a policy. */
const pathIn = (arn: string) => `/${arn.split("/").slice(1, -1).join("/")}/`.replace("//", "/");

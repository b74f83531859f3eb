import { uuidOf } from "./uuid";

/** What stands in for the account that a program would be deployed to. */
export interface StandIn {
  accountId: string;
  region: string;
  partition: string;
}

type Attributes = Record<string, unknown>;

/** What AWS would assign to a new resource, in forms that policies take. What is not listed stays undefined. */
export function attributesOf(type: string, name: string, inputs: Attributes, where: StandIn): Attributes {
  const own = (key: string) => String(inputs[key] ?? name);
  const bucket = String(inputs.bucket ?? `${name.toLowerCase().replace(/[^a-z0-9-]/g, "-")}-stand-in`);
  const keyId = uuidOf(name);
  const arn = (service: string, resource: string) => ({ arn: arnOf(where, service, resource) });
  switch (type) {
    case "aws:iam/role:Role":
      return arn("iam", `role${pathOf(inputs)}${own("name")}`);
    case "aws:iam/policy:Policy":
      return arn("iam", `policy${pathOf(inputs)}${own("name")}`);
    case "aws:iam/user:User":
      return arn("iam", `user${pathOf(inputs)}${own("name")}`);
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return arn("iam", `oidc-provider/${own("url").replace(/^https:\/\//, "")}`);
    case "aws:organizations/policy:Policy":
      return arn("organizations", "policy/o-standin000/service_control_policy/p-standin");
    case "aws:s3/bucket:Bucket":
    case "aws:s3/bucketV2:BucketV2":
      return { id: bucket, bucket, arn: `arn:${where.partition}:s3:::${bucket}` };
    case "aws:kms/key:Key":
      return { id: keyId, keyId, ...arn("kms", `key/${keyId}`) };
    case "aws:rds/instance:Instance":
      return arn("rds", `db:${own("identifier")}`);
    case "aws:rds/cluster:Cluster":
      return arn("rds", `cluster:${own("clusterIdentifier")}`);
    case "aws:secretsmanager/secret:Secret":
      return arn("secretsmanager", `secret:${own("name")}-StandI`);
    case "aws:rolesanywhere/trustAnchor:TrustAnchor":
      return arn("rolesanywhere", `trust-anchor/${keyId}`);
    case "aws:bedrock/guardrail:Guardrail":
      return { guardrailId: "standin", guardrailArn: arnOf(where, "bedrock", "guardrail/standin") };
    default:
      return {};
  }
}

/** What a function of the AWS provider finds. Undefined: nothing stands in for it. */
export function resultOf(token: string, inputs: Attributes, where: StandIn): Attributes | undefined {
  const of = (key: string) => String(inputs[key] ?? "stand-in");
  const found = (type: string, key: string, as = key) => {
    const name = of(key);
    return { id: name, ...inputs, ...attributesOf(type, name, { [as]: name }, where) };
  };
  switch (token) {
    case "aws:index/getPartition:getPartition":
      return { partition: where.partition };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: where.accountId };
    case "aws:index/getRegion:getRegion":
      return { region: where.region };
    case "aws:kms/getAlias:getAlias": {
      const { keyId, arn } = attributesOf("aws:kms/key:Key", of("name"), {}, where);
      return { ...inputs, arn: arnOf(where, "kms", of("name")), targetKeyId: keyId, targetKeyArn: arn };
    }
    case "aws:kms/getKey:getKey":
      return { ...inputs, ...attributesOf("aws:kms/key:Key", of("keyId"), {}, where) };
    case "aws:s3/getBucket:getBucket":
      return found("aws:s3/bucket:Bucket", "bucket");
    case "aws:iam/getRole:getRole":
      return found("aws:iam/role:Role", "name");
    case "aws:iam/getPolicy:getPolicy":
      return { ...found("aws:iam/policy:Policy", "name"), ...(inputs.arn ? { arn: inputs.arn } : {}) };
    case "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider":
      return { ...found("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "url") };
    case "aws:secretsmanager/getSecret:getSecret":
      return found("aws:secretsmanager/secret:Secret", "name");
    case "aws:rds/getInstance:getInstance":
      return { ...inputs, dbInstanceArn: arnOf(where, "rds", `db:${of("dbInstanceIdentifier")}`) };
    case "aws:rds/getCluster:getCluster":
      return found("aws:rds/cluster:Cluster", "clusterIdentifier");
    default:
      return undefined;
  }
}

/** Those of IAM and Organizations are of no Region. */
function arnOf({ partition, region, accountId }: StandIn, service: string, resource: string): string {
  const regional = service === "iam" || service === "organizations" ? "" : region;
  return `arn:${partition}:${service}:${regional}:${accountId}:${resource}`;
}

function pathOf({ path }: Attributes): string {
  return typeof path === "string" ? path : "/";
}

/** The account and Region of an explicit provider, as far as its own inputs tell. */
export function placeOf(provider: Attributes | undefined, standIn: StandIn): StandIn {
  const list = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
  const [allowed] = [list(provider?.allowedAccountIds) ?? []].flat() as string[];
  const [assumed] = [list(provider?.assumeRoles) ?? []].flat() as { roleArn?: string }[];
  const accountId = allowed ?? /^arn:[^:]*:iam::(\d{12}):/.exec(assumed?.roleArn ?? "")?.[1];
  const { region } = provider ?? {};
  return {
    ...standIn,
    ...(accountId && { accountId }),
    ...(typeof region === "string" && { region }),
  };
}

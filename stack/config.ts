import * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "../components";
import { outputsOf } from "./dependencies";

/** ARNs: what config leaves out may be an output of the same name of the stack that `dependenciesStack` names. */
const requiredArnKeys = [
  "s3BucketDocumentsArn",
  "s3BucketBackupsArn",
  "s3BucketAuditLogsArn",
  "kmsMasterKeyArn",
] as const;
const arnKeys = [...requiredArnKeys, "rdsArn"] as const;
const plainTextKeys = ["environment", "nameSuffix", "tenantKeyProvisioning"];
const jsonKeys = [
  ...["enableRdsMonitoring", "maxSessionDuration", "backupsWriteOnce", "auditLogsAppendOnly"],
  ...["bedrockInferenceRegions", "bedrockInRegionOnly", "bedrockModelPatterns", "bedrockStreaming"],
  ...["bedrockCountTokens", "tenantIsolation", "s3AbortMultipartUploads"],
];
/** Lists and maps whose members may be secrets. */
const memberKeys = {
  list: ["secretArns", "trustedPrincipalArns", "bedrockEnforcedGuardrailArns"],
  map: ["tags", "oidc", "rolesAnywhere", "bedrockMantle"],
};
/** These narrow what is granted: an empty one is refused, and not left out. So is an empty rdsArn. */
const narrowingKeys = [
  ...["permissionsBoundaryArn", "bucketOwnerAccountId", "bedrockGuardrailArn", "secretsKmsKeyArn"],
  "organizationId",
];
const knownKeys = [
  ...plainTextKeys,
  ...jsonKeys,
  ...arnKeys,
  ...narrowingKeys,
  ...memberKeys.list,
  ...memberKeys.map,
  "externalId",
  "dependenciesStack",
  "createBoundary",
];

// A part of the SDK's runtime that has no types: whether a full key was set with --secret.
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** What has no default, and what to give for it. */
const required = {
  environment: '"dev|staging|production"', // Unquoted, a shell would take it for a pipe.
  s3BucketDocumentsArn: "arn:aws:s3:::DOCUMENTS-BUCKET",
  s3BucketBackupsArn: "arn:aws:s3:::BACKUPS-BUCKET",
  s3BucketAuditLogsArn: "arn:aws:s3:::AUDIT-LOGS-BUCKET",
  kmsMasterKeyArn: "arn:aws:kms:REGION:ACCOUNT:key/KEY-ID",
};

/**
 * The component's args, from the config of the stack. Values are not checked here: the component does that for all
 * its users.
 */
export async function stackArgs(): Promise<HipaaIamComponentArgs> {
  const config = new pulumi.Config();
  refuseUnknownKeys(config.name);

  const unlessEmpty = (key: string) => config.get(key) || undefined; // As are defaults of Pulumi.yaml.
  const args: Record<string, unknown> = {
    // These decide names and which resources exist, so they are plain even where config has them as secrets.
    environment: unlessEmpty("environment"),
    nameSuffix: unlessEmpty("nameSuffix"),
    tenantKeyProvisioning: config.get("tenantKeyProvisioning"),
    ...Object.fromEntries(requiredArnKeys.map((key) => [key, inputOf(config, key, unlessEmpty(key))])),
    rdsArn: inputOf(config, "rdsArn", config.get("rdsArn")),
    ...Object.fromEntries(narrowingKeys.map((key) => [key, inputOf(config, key, config.get(key))])),
    ...Object.fromEntries(jsonKeys.map((key) => [key, parsed(config.get(key))])),
    ...Object.fromEntries(
      [...memberKeys.list, ...memberKeys.map].map((key) => [key, membersOf(config, key)]),
    ),
    externalId: config.getSecret("externalId"),
  };

  const dependenciesStack = config.get("dependenciesStack");
  if (dependenciesStack) {
    const absent = arnKeys.filter((key) => args[key] === undefined);
    Object.assign(args, await outputsOf(dependenciesStack, absent));
  }
  refuseMissing(args, dependenciesStack);
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as HipaaIamComponentArgs;
}

/** A secret of config stays one in the state. */
function inputOf(
  config: pulumi.Config,
  key: string,
  value: string | undefined,
): pulumi.Input<string> | undefined {
  return value && isConfigSecret(`${config.name}:${key}`) ? pulumi.secret(value) : value;
}

/** Config does not tell which member of several is the secret one, so each is taken for one. */
function membersOf(config: pulumi.Config, key: string): unknown {
  const given = parsed(config.get(key));
  const members = key === "oidc" ? withTextClaims(given) : given;
  if (members === undefined || !isConfigSecret(`${config.name}:${key}`)) return members;
  const isOfOtherKind =
    typeof members !== "object" || Array.isArray(members) !== memberKeys.list.includes(key);
  return isOfOtherKind ? pulumi.secret(members) : secretMembers(members); // Refused, but not shown.
}

/** `pulumi config set --path` writes digits as a number and true as a boolean. In a condition of IAM all are text. */
function withTextClaims(oidc: unknown): unknown {
  const { claims } = (oidc ?? {}) as { claims?: unknown };
  if (typeof claims !== "object" || claims === null || Array.isArray(claims)) return oidc;
  const texts = Object.entries(claims).map(([claim, value]) => [claim, asText(value)]);
  return { ...(oidc as object), claims: Object.fromEntries(texts) };
}

const asText = (value: unknown) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : value;

/** Lists and maps stay plain, as they decide which statements there are; what is in them does not. */
function secretMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(secretMembers);
  if (typeof value !== "object" || value === null) return pulumi.secret(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, secretMembers(member)]));
}

/**
 * Config gives text: `true`, `3600`, lists and maps come as JSON. Other text is kept, for the component to refuse, and so
 * is none at all: what is meant to narrow a grant must not be left out silently.
 */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) ?? text;
  } catch {
    return text;
  }
}

/** A misspelt key would silently leave out what it is meant to set, such as a permissions boundary. */
function refuseUnknownKeys(project: string): void {
  const keys = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${project}:`))
    .map((key) => key.slice(project.length + 1));
  const unknown = keys.filter((key) => !knownKeys.includes(key));
  if (unknown.length === 0) return;
  throw new pulumi.RunError(
    `Stack ${pulumi.getStack()} has config that this program does not know: ${unknown.join(", ")}.\n` +
      `It knows ${[...knownKeys].sort().join(", ")}. ` +
      `Remove a key with: pulumi config rm --stack ${pulumi.getStack()} KEY`,
  );
}

function refuseMissing(args: Record<string, unknown>, dependenciesStack: string | undefined): void {
  const missing = Object.entries(required).filter(([key]) => args[key] === undefined);
  if (missing.length === 0) return;
  const set = `pulumi config set --stack ${pulumi.getStack()}`;
  const lines = missing.map(([key, value]) => `  ${set} ${key} ${value}`);
  const elsewhere = dependenciesStack
    ? `The stack ${dependenciesStack} (dependenciesStack) has no such outputs.`
    : `Outputs of another stack can give the ARNs: ${set} dependenciesStack ORGANIZATION/PROJECT/STACK`;
  throw new pulumi.RunError(
    `Stack ${pulumi.getStack()} lacks config. Set what is missing:\n${lines.join("\n")}\n${elsewhere}`,
  );
}

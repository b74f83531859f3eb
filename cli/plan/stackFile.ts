import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./errors";
import type { StandIn } from "./standIns";
import { configText, readAsCli } from "./yaml";

/** A stack's config as its program sees it. */
export interface StackConfig {
  project: string;
  /** By full key, such as hipaa-iam:environment; maps as JSON. */
  config: Record<string, string>;
  /** The keys whose values are encrypted in the stack file. Nothing here can decrypt them. */
  secretKeys: string[];
}

/** Stands in for every encrypted value that has no stand-in of its own. */
const unreadSecret = "secret-value-not-read";

/** What Pulumi.yaml says of the program. */
export interface Project {
  /** The program: a file or a folder. */
  main: string | undefined;
  runtime: string;
  /** Options of the runtime, such as tsconfig. */
  options: Record<string, unknown>;
  /** Full keys of config that is secret, however it is given. */
  secretKeys: string[];
}

/** Reads Pulumi.yaml. */
export function readProject(folder: string): Project {
  const { name, main, runtime, config } = readYaml(folder, "Pulumi.yaml");
  const secretKeys = Object.entries(map(config)).filter(([, declared]) => map(declared).secret === true);
  return {
    main: typeof main === "string" ? main : undefined,
    runtime: String(map(runtime).name ?? runtime),
    options: map(map(runtime).options),
    secretKeys: secretKeys.map(([key]) => (key.includes(":") ? key : `${name}:${key}`)),
  };
}

/** Reads Pulumi.yaml and the stack file beside it, as `pulumi up` does. */
export function readStack(folder: string, stack: string): StackConfig {
  const project = readYaml(folder, "Pulumi.yaml");
  const name = String(project.name);
  const stacks = stackNames(folder);
  if (!stacks.includes(stack)) {
    throw new UsageError(
      `There is no stack "${stack}": no file Pulumi.${stack}.yaml. Stacks: ${stacks.join(", ")}.`,
    );
  }

  const declared = map(project.config) as Record<string, { type?: string; default?: unknown }>;
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, { default: value }] of Object.entries(declared)) {
    if (value !== undefined) config[`${name}:${key}`] = configText(value);
  }
  for (const [key, value] of Object.entries(map(readYaml(folder, `Pulumi.${stack}.yaml`).config))) {
    if (!/^[^:]+:[^:]+$/.test(key)) {
      throw new UsageError(`Pulumi.${stack}.yaml: the config key "${key}" is not of the form ${name}:KEY.`);
    }
    const readable = withoutSecrets(value, () => secretKeys.push(key));
    const [namespace, short = ""] = key.split(":");
    const type = namespace === name && !secretKeys.includes(key) ? declared[short]?.type : undefined;
    if (type && !isOfType(readable, type)) {
      throw new UsageError(`Stack '${stack}' with configuration key '${short}' must be of type '${type}'`);
    }
    config[key] = configText(readable);
  }
  return { project: name, config, secretKeys: [...new Set(secretKeys)] };
}

/** What the plan is made for: nothing of the right form could stand in without planning something else. */
const deciding = [
  ...["aws:region", "environment", "nameSuffix", "dependenciesStack", "enableRdsMonitoring"],
  ...["maxSessionDuration", "backupsWriteOnce", "auditLogsAppendOnly"],
  ...["bedrockInferenceRegions", "bedrockModelPatterns", "bedrockStreaming", "tenantKeyProvisioning"],
  ...["trustedPrincipalArns", "oidc", "rolesAnywhere", "tenantIsolation", "createBoundary"],
];

/** Fails where the plan hangs on an encrypted value. */
export function refuseDecidingSecrets({ project, secretKeys }: StackConfig): void {
  const unread = secretKeys.filter((key) => deciding.includes(key.replace(`${project}:`, "")));
  if (unread.length === 0) return;
  const lines = unread.map((key) => `The plan cannot read the encrypted value of ${key}.`);
  throw new UsageError(`${lines.join("\n")}\nWhat is planned depends on it. Set it without --secret.`);
}

/** Puts values of the right form in place of encrypted ones, which the program would refuse otherwise. */
export function standInForSecrets({ project, config, secretKeys }: StackConfig, standIn: StandIn): void {
  const { partition, region, accountId } = standIn;
  const secretArn = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:stand-in-AbCdEf`;
  const values: Record<string, string> = {
    ...standInArns(standIn),
    secretArns: JSON.stringify([secretArn]),
    bucketOwnerAccountId: accountId,
    organizationId: "o-standin000",
    tags: "{}",
  };
  const isUnread = (key: string) => config[key] === unreadSecret || key === `${project}:secretArns`;
  for (const key of secretKeys.filter(isUnread)) {
    const value = values[key.slice(project.length + 1)];
    if (value) config[key] = value;
  }
}

/** What the outputs of a stack that is not there might be. */
export function standInArns({ partition, region, accountId }: StandIn): Record<string, string> {
  return {
    s3BucketDocumentsArn: `arn:${partition}:s3:::stand-in-documents`,
    s3BucketBackupsArn: `arn:${partition}:s3:::stand-in-backups`,
    s3BucketAuditLogsArn: `arn:${partition}:s3:::stand-in-audit-logs`,
    kmsMasterKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`,
    rdsArn: `arn:${partition}:rds:${region}:${accountId}:db:stand-in`,
    permissionsBoundaryArn: `arn:${partition}:iam::${accountId}:policy/stand-in-boundary`,
    bedrockGuardrailArn: `arn:${partition}:bedrock:${region}:${accountId}:guardrail/standin`,
    secretsKmsKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000001`,
  };
}

function stackNames(folder: string): string[] {
  const names = readdirSync(folder).map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

function readYaml(folder: string, file: string): Record<string, unknown> {
  try {
    return map(readAsCli(readFileSync(join(folder, file), "utf8")));
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${(error as Error).message}`);
  }
}

function map(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The check that the CLI makes before it runs the program, in its words. */
function isOfType(value: unknown, type: string): boolean {
  const isMapOrList = typeof value === "object" && value !== null;
  if (type === "object") return isMapOrList && !Array.isArray(value);
  if (type === "array") return Array.isArray(value);
  if (type === "boolean") return /^(true|false)$/.test(configText(value));
  if (type === "integer") return /^-?\d+$/.test(configText(value));
  return !isMapOrList;
}

/** An encrypted value is a map with the one key "secure". */
function withoutSecrets(value: unknown, found: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, found));
  if (typeof value !== "object" || value === null) return value;
  if (Object.keys(value).join() === "secure") {
    found();
    return unreadSecret;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, found)]));
}

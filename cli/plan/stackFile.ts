import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./errors";
import { type Fields, isMap, isObject } from "./fields";
import { formOf } from "./forms";
import { insteadDeploy } from "./insteadDeploy";
import { firstOf, restOf } from "./members";
import type { StandIn } from "./standIns";
import type { Unknowns } from "./unknowns";
import { configText, readAsCli } from "./yaml";

/** A stack's config as its program sees it. */
export interface StackConfig {
  project: string;
  /** By full key, such as hipaa-iam:environment; maps as JSON. Of encrypted values it has what stands for them. */
  config: Record<string, string>;
  /** The keys whose values are encrypted in the stack file, in whole or in part. Nothing here can decrypt them. */
  secretKeys: string[];
  /** Each encrypted value, by what stands for it in `config`. */
  encrypted: Map<string, string>;
}

/** Stands for an encrypted value until it is known what form it must have. */
const unread = (cipher: string) => `encrypted:${digestOf(cipher)}`;
const digestOf = (cipher: string) => createHash("sha256").update(cipher).digest("hex").slice(0, 8);

/** What Pulumi.yaml says of the program. */
export interface Project {
  name: string;
  /** The program: a file or a folder. */
  main: string | undefined;
  runtime: string;
  /** Options of the runtime, such as tsconfig. */
  options: Record<string, unknown>;
  /** Full keys of config that is secret, however it is given. */
  secretKeys: string[];
  /** Backends that one manages oneself have but one. Undefined where the backend is not said, or is Pulumi Cloud. */
  organization: string | undefined;
}

/** Config as Pulumi.yaml declares it: in full, or by its value alone. */
interface Declaration {
  type?: string;
  default?: unknown;
  value?: unknown;
  items?: { type?: string };
  secret?: boolean;
}

/** Reads Pulumi.yaml. */
export function readProject(folder: string): Project {
  const project = readYaml(folder, "Pulumi.yaml");
  const { name, main, runtime, backend } = project;
  const secretKeys = declarationsOf(project).filter(({ declared }) => declared.secret === true);
  return {
    name: String(name),
    main: typeof main === "string" ? main : undefined,
    runtime: String(map(runtime).name ?? runtime),
    options: map(map(runtime).options),
    secretKeys: secretKeys.map(({ key }) => key),
    organization: /^(?!https:)\w+:/.test(String(map(backend).url)) ? "organization" : undefined,
  };
}

/** The config of Pulumi.yaml by full keys. */
function declarationsOf({ name, config }: Record<string, unknown>): { key: string; declared: Declaration }[] {
  return Object.entries(map(config)).map(([key, declared]) => {
    const path = /[.[]/.exec(key);
    if (path)
      throw new UsageError(`Pulumi.yaml: config ${key}: a path is not read here. Give the whole of it.`);
    refuseBadKey("Pulumi.yaml", key);
    return {
      key: key.includes(":") ? key : `${name}:${key}`,
      declared: isMap(declared) ? (declared as Declaration) : { value: declared },
    };
  });
}

/** Reads Pulumi.yaml and the stack file that belongs to it, as `pulumi up` does. `given` is config over that. */
export function readStack(
  folder: string,
  stack: string,
  given: [key: string, value: string][] = [],
): StackConfig {
  const project = readYaml(folder, "Pulumi.yaml");
  const name = String(project.name);
  const within = stackFolder(project);
  const stacks = stackNames(join(folder, within));
  const file = join(within, `Pulumi.${stack}.yaml`);
  if (!stacks.includes(stack)) {
    throw new UsageError(`There is no stack "${stack}": no file ${file}. Stacks: ${stacks.join(", ")}.`);
  }
  const stackFile = readYaml(folder, file);
  const environments = stackFile.environment;
  if (Array.isArray(environments) ? environments.length > 0 : environments) {
    throw new UsageError(
      `${file}: environment: config of Pulumi ESC is not known offline, and what is planned may depend on it. ${insteadDeploy}`,
    );
  }

  const declarations = declarationsOf(project);
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  const encrypted = new Map<string, string>();
  for (const { key, declared } of declarations) {
    const value = declared.value ?? declared.default;
    if (value !== undefined && value !== null) config[key] = configText(value);
  }
  const said = Object.entries(map(stackFile.config)).map(([key, value]) => {
    refuseBadKey(file, key);
    return [key.includes(":") ? key : `${name}:${key}`, value] as const;
  });
  const kept = said.filter(([key]) => !given.some(([one]) => one === key));
  for (const [key, value] of kept) {
    const readable = withoutSecrets(value, (cipher) => {
      secretKeys.push(key);
      encrypted.set(unread(cipher), `config ${key}, encrypted as ${digestOf(cipher)}`);
      return unread(cipher);
    });
    const declared = declarations.find((one) => one.key === key)?.declared;
    refuseOther(stack, name, key, declared, readable, secretKeys.includes(key));
    config[key] = configText(readable);
  }
  for (const [key, value] of given) config[key] = value;
  const missing = declarations.find(({ key }) => config[key] === undefined);
  if (missing) {
    const short = missing.key.replace(`${name}:`, "");
    throw new UsageError(`Stack '${stack}' is missing configuration value '${short}'`);
  }
  return { project: name, config, secretKeys: [...new Set(secretKeys)], encrypted };
}

/** `stackConfigDir`, or as it was called before: `config`. */
function stackFolder({ stackConfigDir, config }: Record<string, unknown>): string {
  if (typeof stackConfigDir === "string") return stackConfigDir;
  return typeof config === "string" ? config : "";
}

function refuseBadKey(file: string, key: string): void {
  if (/^[^:]+(:[^:]+)?$/.test(key)) return;
  throw new UsageError(`${file}: the config key "${key}" is not of the form NAMESPACE:NAME.`);
}

/** The checks that the CLI makes before it runs the program, in its words. */
function refuseOther(
  stack: string,
  project: string,
  key: string,
  { type, items, secret }: Declaration = {},
  value: unknown,
  isEncrypted: boolean,
): void {
  const about = `Stack '${stack}' with configuration key '${key.replace(`${project}:`, "")}'`;
  if (type === undefined) return;
  if (secret && !isEncrypted) throw new UsageError(`${about} must be encrypted as it's secret`);
  if (isEncrypted) return;
  const isOfItems =
    !items?.type || !Array.isArray(value) || value.every((one) => isOfType(one, items.type, true));
  if (isOfType(value, type) && isOfItems) return;
  throw new UsageError(`${about} must be of type '${items?.type ? `${type}<${items.type}>` : type}'`);
}

/** What the plan is made for: nothing of the right form could stand in without planning something else. */
const deciding = [
  ...["environment", "nameSuffix", "dependenciesStack", "enableRdsMonitoring"],
  ...["maxSessionDuration", "backupsWriteOnce", "auditLogsAppendOnly", "s3AbortMultipartUploads"],
  ...["bedrockInferenceRegions", "bedrockInRegionOnly", "bedrockModelPatterns", "bedrockStreaming"],
  ...["bedrockCountTokens", "bedrockEnforcedGuardrailArns", "bedrockMantle", "tenantKeyProvisioning"],
  ...["trustedPrincipalArns", "oidc", "rolesAnywhere", "tenantIsolation", "createBoundary"],
];

/** Whether an input of this name decides what is made. */
export const decides = (input: string) => deciding.includes(input);

/** Fails where the plan hangs on an encrypted value. */
export function refuseDecidingSecrets({ project, secretKeys }: StackConfig): void {
  const decided = secretKeys.filter(
    (key) => decides(key.replace(`${project}:`, "")) || /^aws:(region|allowedAccountIds)$/.test(key),
  );
  if (decided.length === 0) return;
  const lines = decided.map((key) => `The plan cannot read the encrypted value of ${key}.`);
  throw new UsageError(`${lines.join("\n")}\nWhat is planned depends on it. Set it without --secret.`);
}

/** A component refuses these of another account or Region, and so does AWS. */
const ofOwnAccount = /^(permissionsBoundaryArn|bedrock(Enforced)?GuardrailArns?)$/;

/**
 * The config with unknown values in place of encrypted ones, in the form that their key asks for: a program would refuse
 * others. Of a whole list that is encrypted the first member stands for itself, and one for all others; a map has one member.
 */
export function withUnknowns({ config, encrypted }: StackConfig, place: StandIn, unknowns: Unknowns) {
  const entries = Object.entries(config).map(([key, value]) => {
    const name = key.slice(key.indexOf(":") + 1);
    const form = formOf(name, place, ofOwnAccount.test(name));
    const isWhole = encrypted.get(value);
    if (isWhole && /arns$/i.test(name)) {
      const members = [firstOf, restOf].map((which) => unknowns.of(`${isWhole}${which}`, form));
      return [key, JSON.stringify(members)];
    }
    if (isWhole && name === "tags") {
      return [
        key,
        JSON.stringify({ [unknowns.of(`${isWhole}, a key`)]: unknowns.of(`${isWhole}, a value`) }),
      ];
    }
    const text = value.replace(/encrypted:[0-9a-f]{8}/g, (found) => {
      const origin = encrypted.get(found);
      return origin === undefined ? found : unknowns.of(origin, form);
    });
    return [key, text];
  });
  return Object.fromEntries(entries) as Record<string, string>;
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

function map(value: unknown): Fields {
  return isObject(value) ? (value as Fields) : {};
}

/** The members of a list must be of their type as they are written. */
function isOfType(value: unknown, type: string | undefined, exactly = false): boolean {
  if (exactly && (type === "string") !== (typeof value === "string") && !isObject(value)) return false;
  if (type === "object") return isMap(value);
  if (type === "array") return Array.isArray(value);
  if (type === "boolean") return /^(true|false)$/.test(configText(value));
  if (type === "integer") return /^-?\d+$/.test(configText(value));
  return !isObject(value);
}

/** An encrypted value is a map with the one key "secure". */
function withoutSecrets(value: unknown, found: (cipher: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, found));
  if (!isObject(value)) return value;
  if (Object.keys(value).join() === "secure") {
    return found(String((value as { secure: unknown }).secure));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, found)]));
}

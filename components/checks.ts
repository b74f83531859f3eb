import { inspect } from "node:util";
import { defaults, Environment, type HipaaIamComponentArgs } from "./args";
import { arnFields, arnForms } from "./arns";
import type { Fault } from "./faults";
import { componentTagKeys, namesOf } from "./names";
import { tenantTagKey } from "./policies/tenant";
import { type Rule, rules } from "./rules";
import type { ProviderScope } from "./scope";
import { subjectForm, subjectReason } from "./subjects";

export type ArgName = keyof HipaaIamComponentArgs;
export const argNames = Object.keys(rules) as ArgName[];

/** Values of args, with `later` for those that are not known yet. */
export type Values = Partial<Record<ArgName, unknown>>;
export const later = Symbol("not known yet");

export interface Known {
  values: Values;
  /** Args whose values must not be shown. */
  secret?: readonly string[];
  /** Once it is known. */
  provider?: ProviderScope;
}

/** Every fault of the values that are known. */
export function faultsOf(known: Known): Fault[] {
  return [
    ruleFaults,
    otherFaults,
    isolationFaults,
    subjectFaults,
    bucketFaults,
    nameFaults,
    tagFaults,
  ].flatMap((faults) => faults(known));
}

function ruleFaults(known: Known): Fault[] {
  return Object.entries(known.values).flatMap(([propertyPath, value]) => {
    const rule = Object.hasOwn(rules, propertyPath) && rules[propertyPath as ArgName];
    if (rule) return valueFaults(propertyPath, value, rule, known);
    return [{ propertyPath, reason: `there is no such input. Give ${list(argNames, "or")}.` }];
  });
}

function valueFaults(propertyPath: string, value: unknown, rule: Rule, known: Known): Fault[] {
  const { provider } = known;
  const fault = (reason: string) => [{ propertyPath, reason }];
  if (value === later) return rule.plain ? fault(`it cannot be an Output. Give ${rule.accepts}.`) : [];
  if (value === undefined || value === null) {
    return rule.required ? fault(`it is missing. Give ${rule.accepts}.`) : [];
  }
  const what = shown(propertyPath, value, known);
  if (!rule.is(value)) return fault(`${what} is not accepted. Give ${rule.accepts}.`);
  if (rule.members) return mapFaults(propertyPath, value as object, rule.members, known);
  if (rule.each)
    return memberFaults(propertyPath, value as unknown[], { ...rule.each, required: true }, known);
  if (rule.arn && value !== "" && provider) {
    const { partition } = arnFields(String(value));
    if (partition !== provider.partition) {
      return fault(
        `${what} is in partition ${partition}, the provider in ${provider.partition}. ` +
          `Give an ARN that starts with arn:${provider.partition}:.`,
      );
    }
  }
  return [];
}

/** Every fault of the members of a map; of a component's own args where it has no path. */
export function mapFaults(
  propertyPath: string,
  value: object,
  members: Record<string, Rule>,
  known: Known,
): Fault[] {
  const given = Object.entries(value);
  const names = Object.keys(members);
  const missing = names
    .filter((name) => !Object.hasOwn(value, name))
    .map((name): [string, unknown] => [name, undefined]);
  return [...given, ...missing].flatMap(([name, member]) => {
    const path = propertyPath ? `${propertyPath}.${name}` : name;
    const rule = Object.hasOwn(members, name) && members[name];
    if (rule) return valueFaults(path, member, rule, known);
    return [{ propertyPath: path, reason: `there is no such input. Give ${list(names, "or")}.` }];
  });
}

function memberFaults(propertyPath: string, members: unknown[], rule: Rule, known: Known): Fault[] {
  const twice = (value: unknown, index: number) => value !== later && members.indexOf(value) < index;
  return members.flatMap((value, index) => {
    const path = `${propertyPath}[${index}]`;
    const faults = valueFaults(path, value, rule, known);
    if (faults.length > 0 || !twice(value, index)) return faults;
    const reason = `it is the same as ${propertyPath}[${members.indexOf(value)}]. Give each once.`;
    return [{ propertyPath: path, reason }];
  });
}

const isPublic = (externalId: unknown) =>
  externalId === undefined || externalId === null || externalId === defaults.externalId;

/** What holds for an input together with the provider or with another input. */
function otherFaults(known: Known): Fault[] {
  const { values, provider } = known;
  const ofProvider = provider
    ? [regionFaults, guardrailFaults, accountFaults, foreignFaults].flatMap((faults) =>
        faults(known, provider),
      )
    : [];
  const idle = [...organizationFaults(values), ...secretsKeyFaults(values)];
  return [...ofProvider, ...idle];
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

/** Tokens and certificates carry no organisation. */
function organizationFaults(values: Values): Fault[] {
  const { organizationId, oidc, rolesAnywhere, trustedPrincipalArns } = values;
  if (!isGiven(organizationId) || !("trustedPrincipalArns" in values) || isGiven(trustedPrincipalArns))
    return [];
  if (!isGiven(oidc) && !isGiven(rolesAnywhere)) return [];
  const reason =
    "it is of no use with oidc and rolesAnywhere, which tell no organisation. " +
    "Give trustedPrincipalArns too, or leave it out.";
  return [{ propertyPath: "organizationId", reason }];
}

function secretsKeyFaults(values: Values): Fault[] {
  const isIdle = "secretArns" in values && !isGiven(values.secretArns);
  if (!isIdle || !isGiven(values.secretsKmsKeyArn)) return [];
  const reason = "it is of no use without secretArns. Give these too, or leave it out.";
  return [{ propertyPath: "secretsKmsKeyArn", reason }];
}

function regionFaults({ values }: Known, { region }: ProviderScope): Fault[] {
  const { bedrockInferenceRegions: regions } = values;
  if (!isGood(values, "bedrockInferenceRegions") || (regions as unknown[]).includes(region)) return [];
  const reason =
    `${show(regions)} does not have the provider's Region, in which every call begins. ` +
    `Give ${region} as well.`;
  return [{ propertyPath: "bedrockInferenceRegions", reason }];
}

function guardrailFaults(known: Known, provider: ProviderScope): Fault[] {
  const propertyPath = "bedrockGuardrailArn";
  if (!isGood(known.values, propertyPath)) return [];
  const guardrail = String(known.values[propertyPath]);
  const { region } = arnFields(guardrail);
  if (region === provider.region) return [];
  const reason =
    `${shown(propertyPath, guardrail, known)} is in Region ${region}, the provider in ${provider.region}. ` +
    "Give a guardrail of that Region.";
  return [{ propertyPath, reason }];
}

/** The root of another account stands for whoever is in it, so it takes an external ID that not everybody knows. */
function accountFaults(known: Known, provider: ProviderScope): Fault[] {
  const { values } = known;
  if (!isGood(values, "trustedPrincipalArns")) return [];
  if (!("externalId" in values) || !isPublic(values.externalId)) return [];
  return (values.trustedPrincipalArns as unknown[]).flatMap((arn, index) => {
    const isRoot = typeof arn === "string" && arnForms.principal.test(arn) && arn.endsWith(":root");
    if (!isRoot || arnFields(arn).accountId === provider.accountId) return [];
    const propertyPath = `trustedPrincipalArns[${index}]`;
    const what = shown(propertyPath, arn, known);
    const reason = `${what} is another account, and the default external ID is public. Give externalId as well.`;
    return [{ propertyPath, reason }];
  });
}

/** AWS finds these in the account of the role alone. */
function foreignFaults(known: Known, provider: ProviderScope): Fault[] {
  const { oidc, permissionsBoundaryArn } = known.values;
  const { providerArn } = (oidc ?? {}) as { providerArn?: unknown };
  return [
    { propertyPath: "oidc.providerArn", arn: providerArn, form: arnForms.oidcProvider, what: "a provider" },
    {
      propertyPath: "permissionsBoundaryArn",
      arn: permissionsBoundaryArn,
      form: arnForms.policy,
      what: "a policy",
    },
  ].flatMap(({ propertyPath, arn, form, what }) => {
    if (typeof arn !== "string" || !form.test(arn)) return [];
    if (["aws", provider.accountId].includes(arnFields(arn).accountId)) return [];
    const reason =
      `${shown(propertyPath, arn, known)} is of another account than the role. ` +
      `Give ${what} of account ${provider.accountId}.`;
    return [{ propertyPath, reason }];
  });
}

/** What else could say of which tenant a session is, or could not say it. */
function isolationFaults({ values }: Known): Fault[] {
  const { tenantIsolation, rolesAnywhere, tags } = values;
  if (!isGood(values, "tenantIsolation")) return [];
  const tagKey = tenantTagKey(tenantIsolation as { tagKey?: string });
  const keys = isGood(values, "tags") ? Object.keys(tags as object) : [];
  const twin = keys.find((key) => key.toLowerCase() === String(tagKey).toLowerCase());
  const ofRole = twin && {
    propertyPath: `tags[${JSON.stringify(twin)}]`,
    reason:
      "the role's own tag would count as that of its sessions, which tenantIsolation goes by. Give another key.",
  };
  const ofCertificate = isGiven(rolesAnywhere) && {
    propertyPath: "tenantIsolation",
    reason: "sessions of rolesAnywhere carry no tag of a tenant. Give trustedPrincipalArns or oidc instead.",
  };
  return [ofRole, ofCertificate].filter((fault) => typeof fault === "object");
}

/** What a subject may be is a question of who issues the tokens. */
function subjectFaults(known: Known): Fault[] {
  if (!isGood(known.values, "oidc")) return [];
  const { providerArn, subjects } = known.values.oidc as Record<string, unknown>;
  if (typeof providerArn !== "string" || !Array.isArray(subjects)) return [];
  const issuer = providerArn.replace(/^.*:oidc-provider\//, "");
  return subjects.flatMap((subject, index) => {
    const propertyPath = `oidc.subjects[${index}]`;
    if (typeof subject !== "string" || !subjectForm.test(subject)) return [];
    const reason = subjectReason(issuer, subject);
    return reason ? [{ propertyPath, reason: `${shown(propertyPath, subject, known)} ${reason}` }] : [];
  });
}

/** Whether an arg has a value that its own rule accepts. */
function isGood(values: Values, arg: ArgName): boolean {
  return rules[arg].is(values[arg]);
}

/** A value as a message may show it. */
function shown(propertyPath: string, value: unknown, { secret = [] }: Known): string {
  return secret.includes(propertyPath.replace(/[[.].*/, "")) ? "[secret]" : show(value);
}

export const bucketNames = ["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"] as const;

/** Each kind of data has a bucket of its own: in a shared one their grants would merge. */
export function bucketFaults({ values, secret = [] }: Known): Fault[] {
  return bucketNames.flatMap((propertyPath, index) => {
    const value = values[propertyPath];
    const twin = bucketNames
      .slice(0, index)
      .find((other) => isGood(values, propertyPath) && values[other] === value);
    if (!twin) return [];
    const what = secret.includes(propertyPath) || secret.includes(twin) ? "[secret]" : show(value);
    const reason = `${what} is also ${twin}, and their grants would merge. Give another bucket.`;
    return [{ propertyPath, reason }];
  });
}

/** IAM's limit for the name of a role, in characters. The names of policies are shorter and may have 128. */
const longestRoleName = 64;

function nameFaults({ values }: Known): Fault[] {
  const { environment, nameSuffix, enableRdsMonitoring, tenantKeyProvisioning } = values;
  if (!isGood(values, "nameSuffix")) return [];
  // What is too long for the shortest environment is too long for whichever was meant.
  const assumed = isGood(values, "environment") ? (environment as Environment) : Environment.Dev;
  const names = namesOf({ environment: assumed, nameSuffix: String(nameSuffix) });
  const roles = [
    names.appRole,
    ...(enableRdsMonitoring === true ? [names.rdsMonitoringRole] : []),
    ...(tenantKeyProvisioning === "provisioner" ? [names.keyProvisionerRole] : []),
  ];
  const excess = Math.max(...roles.map((role) => role.length)) - longestRoleName;
  if (excess <= 0) return [];
  const longest = roles.find((role) => role.length === longestRoleName + excess);
  const most = String(nameSuffix).length - excess;
  return [
    {
      propertyPath: "nameSuffix",
      reason:
        `${show(nameSuffix)} makes the role name ${longest}, ${longestRoleName + excess} characters long, ` +
        `and IAM takes ${longestRoleName}. Give at most ${most} characters.`,
    },
  ];
}

function tagFaults(known: Known): Fault[] {
  const { values } = known;
  if (!isGood(values, "tags")) return [];
  const tags = Object.entries(values.tags as Record<string, unknown>);
  const keys = new Set<string>([...tags.map(([key]) => key), ...componentTagKeys]);
  const perTag = tags.flatMap(([key, value]) => {
    const propertyPath = `tags[${JSON.stringify(key)}]`;
    const twin = [...keys].find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
    const reasons = [
      !isTagText(key, 1, 128) &&
        `the key ${show(key)} is not accepted. Give 1 to 128 ${tagCharacters} that do not start with aws:.`,
      lostTagKeys.includes(key) &&
        `the key ${show(key)} is not accepted, as Pulumi's SDK cannot carry it. Give another key.`,
      twin &&
        `the key differs from ${show(twin)} only in case, which IAM takes for the same. Give one of them.`,
      value !== later &&
        !isTagText(value, 0, 256) &&
        `${shown("tags", value, known)} is not accepted. Give a string of at most 256 ${tagCharacters}.`,
    ];
    return reasons.filter((reason) => typeof reason === "string").map((reason) => ({ propertyPath, reason }));
  });
  if (keys.size <= 50) return perTag;
  const room = 50 - componentTagKeys.length;
  const reason =
    `${tags.length} tags make ${keys.size} with the component's own ${list(componentTagKeys, "and")}, ` +
    `and IAM takes 50. Give at most ${room} other tags.`;
  return [...perTag, { propertyPath: "tags", reason }];
}

/** IAM takes these, but in the SDK's hands the first gets lost and the second fails with an error of its own. */
const lostTagKeys = ["__proto__", "toString"];

const tagCharacters = "letters, digits, spaces or _.:/=+-@";

function isTagText(text: unknown, least: number, most: number): boolean {
  return (
    typeof text === "string" &&
    text.length >= least &&
    text.length <= most &&
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text) &&
    !(least > 0 && /^aws:/i.test(text))
  );
}

/** One line, at most some 200 characters of it. */
export function show(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 200 });
}

export function list(words: readonly string[], conjunction: "and" | "or"): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

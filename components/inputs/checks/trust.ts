import { defaults, TenantKeyProvisioning } from "../args";
import { arnFields, arnForms } from "../arns";
import { allClaims, claimsOf, isNumber } from "../claims";
import type { Fault } from "../faults";
import { rules } from "../rules";
import type { ProviderScope } from "../scope";
import { tenantTagKey } from "../scope";
import { claimForm, subjectForm, subjectReason } from "../subjects";
import { isGiven, isGood, type Known, list, shown } from "./known";

/** Tokens and certificates carry no organisation. The provisioner of keys takes neither. */
export function organizationFaults({ values }: Known): Fault[] {
  const { organizationId, oidc, rolesAnywhere, trustedPrincipalArns, tenantKeyProvisioning } = values;
  if (!isGiven(organizationId) || isGiven(trustedPrincipalArns)) return [];
  if (tenantKeyProvisioning === TenantKeyProvisioning.Provisioner) return [];
  if (!isGiven(oidc) && !isGiven(rolesAnywhere)) return [];
  const reason =
    "it is of no use with oidc and rolesAnywhere, which tell no organisation. " +
    "Give trustedPrincipalArns too, or leave it out.";
  return [{ propertyPath: "organizationId", reason }];
}

const isPublic = (externalId: unknown) => (externalId ?? defaults.externalId) === defaults.externalId;

/** The root of another account stands for whoever is in it, so it takes an external ID that not everybody knows. */
export function accountFaults(known: Known, provider: ProviderScope): Fault[] {
  const { values } = known;
  if (!isGood(values, "trustedPrincipalArns")) return [];
  if (!isPublic(values.externalId)) return [];
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
export function foreignFaults(known: Known, provider: ProviderScope): Fault[] {
  const { oidc, rolesAnywhere, permissionsBoundaryArn } = known.values;
  const { providerArn } = (oidc ?? {}) as { providerArn?: unknown };
  const { trustAnchorArn } = (rolesAnywhere ?? {}) as { trustAnchorArn?: unknown };
  return [
    { propertyPath: "oidc.providerArn", arn: providerArn, form: arnForms.oidcProvider, what: "a provider" },
    {
      propertyPath: "rolesAnywhere.trustAnchorArn",
      arn: trustAnchorArn,
      form: arnForms.trustAnchor,
      what: "a trust anchor",
    },
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
export function isolationFaults({ values }: Known): Fault[] {
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
export function subjectFaults(known: Known): Fault[] {
  if (!isGood(known.values, "oidc")) return [];
  const { providerArn, subjects } = known.values.oidc as Record<string, unknown>;
  const issuer = issuerOf(providerArn);
  if (issuer === undefined || !Array.isArray(subjects)) return [];
  return subjects.flatMap((subject, index) => {
    const propertyPath = `oidc.subjects[${index}]`;
    if (typeof subject !== "string" || !subjectForm.test(subject)) return [];
    const reason = subjectReason(issuer, subject);
    return reason ? [{ propertyPath, reason: `${shown(propertyPath, subject, known)} ${reason}` }] : [];
  });
}

/** Of whom AWS takes which claims is in claims.ts; where the issuer comes later, what none of them has is refused. */
export function claimFaults(known: Known): Fault[] {
  if (!isGood(known.values, "oidc")) return [];
  const { providerArn, claims } = known.values.oidc as Record<string, unknown>;
  if (!rules.oidc.members?.claims?.is(claims)) return [];
  const issuer = issuerOf(providerArn);
  const taken = issuer === undefined ? allClaims : claimsOf(issuer);
  const reason =
    taken.length > 0
      ? `AWS takes no such claim of ${issuer ?? "any issuer"} as a condition. Give ${list(taken, "or")}.`
      : `AWS takes no claims of ${issuer} as conditions, but audience and subjects. Leave it out.`;
  return Object.entries(claims as object).flatMap(([claim, value]) => {
    const propertyPath = `oidc.claims[${JSON.stringify(claim)}]`;
    if (!taken.includes(claim)) return [{ propertyPath, reason }];
    if (typeof value !== "string" || !claimForm.test(value) || !isNumber(claim) || /^\d+$/.test(value))
      return [];
    const what = shown(propertyPath, value, known);
    return [{ propertyPath, reason: `${what} is no number. Give digits, as text, such as "123456789".` }];
  });
}

function issuerOf(providerArn: unknown): string | undefined {
  if (typeof providerArn !== "string" || !arnForms.oidcProvider.test(providerArn)) return undefined;
  return providerArn.replace(/^.*:oidc-provider\//, "");
}

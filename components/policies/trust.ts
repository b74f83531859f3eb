import { arnFields } from "../inputs/arns";
import type { Scope } from "../inputs/scope";
import type { Statement } from "./statement";
import { noTenant, type Tenant, tenantOf } from "./tenant";

/** The args that this policy is made of. */
export const trustArgs = [
  ...(["externalId", "trustedPrincipalArns", "organizationId"] as const),
  ...(["oidc", "rolesAnywhere", "tenantIsolation"] as const),
] as const;
export type TrustScope = Pick<Scope, "partition" | "accountId" | (typeof trustArgs)[number]>;

/**
 * Who may assume the key provisioner's role: principals of accounts, with the external ID. A token or a certificate says
 * that it is the backend, and opens the backend's role alone: holding both roles, it could tag keys into its own reach.
 */
export function provisionerTrustStatements(scope: TrustScope): Statement[] {
  return trustStatements({ ...scope, oidc: undefined, rolesAnywhere: undefined });
}

/** Who may assume the backend's role. */
export function trustStatements(scope: TrustScope): Statement[] {
  const { partition, accountId, oidc, rolesAnywhere } = scope;
  const own = oidc || rolesAnywhere ? [] : [`arn:${partition}:iam::${accountId}:root`];
  const tenant = tenantOf(scope);
  const trusted = scope.trustedPrincipalArns ?? own;
  const accounts = trusted.filter((arn) => arn.endsWith(":root"));
  const named = trusted.filter((arn) => !arn.endsWith(":root"));
  return [
    ...(accounts.length > 0 ? [assumeFromAccounts(scope, accounts)] : []),
    ...(named.length > 0 ? [assumeAsNamed(scope, named)] : []),
    ...(oidc ? [assumeWithToken(scope, oidc)] : []),
    ...(rolesAnywhere ? [assumeWithCertificate(rolesAnywhere)] : []),
    ...(tenant ? [tagWithTenant(tenant, [...accounts, ...rootsOf(named)], oidc?.providerArn)] : []),
  ];
}

function assumeFromAccounts(scope: TrustScope, accounts: string[]): Statement {
  return {
    Sid: "AssumeWithExternalId",
    Effect: "Allow",
    // The root principal stands for the account: which of its users and roles is decided by their own policies.
    Principal: { AWS: accounts },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: introduced(scope),
      ...ofTenant(scope),
    },
    purpose:
      "Users and roles of the account assume this role only if their own policies allow it, and with the external ID.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
  };
}

/** What a principal of an account must know, and belong to. */
function introduced({ externalId, organizationId }: TrustScope) {
  return {
    "sts:ExternalId": externalId,
    ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
  };
}

function assumeAsNamed(scope: TrustScope, named: string[]): Statement {
  return {
    Sid: "AssumeAsNamedPrincipal",
    Effect: "Allow",
    // IAM would keep the ID of a role or user named here, and trust nobody once it is made anew. A condition on its
    // ARN survives that.
    Principal: { AWS: rootsOf(named) },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: introduced(scope),
      ArnEquals: { "aws:PrincipalArn": named },
      ...ofTenant(scope),
    },
    purpose: "Only the named roles and users assume this role, and only with the external ID.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
  };
}

function assumeWithToken(scope: TrustScope, oidc: NonNullable<Scope["oidc"]>): Statement {
  const { providerArn, audience, subjects, claims } = oidc;
  const [, issuer = ""] = /oidc-provider\/(.*)$/.exec(providerArn) ?? [];
  const operator = subjects.some((subject) => subject.includes("*")) ? "StringLike" : "StringEquals";
  const subject = { [`${issuer}:sub`]: subjects };
  const others = Object.entries(claims ?? {}).map(([claim, value]) => [`${issuer}:${claim}`, value]);
  const like = { ...(operator === "StringLike" && subject), ...ofTenant(scope)?.StringLike };
  return {
    Sid: "AssumeWithToken",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: audience,
        ...(operator === "StringEquals" && subject),
        ...Object.fromEntries(others),
      },
      ...(Object.keys(like).length > 0 && { StringLike: like }),
    },
    purpose: "Workloads of one project assume this role with a token of their issuer, so they store no key.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
  };
}

/** The roots of the accounts that principals are of. */
function rootsOf(arns: string[]): string[] {
  return [...new Set(arns.map((arn) => `${arn.split(":").slice(0, 5).join(":")}:root`))];
}

/** The session's tag must be sent with the request. */
function ofTenant(scope: TrustScope) {
  const tenant = tenantOf(scope);
  return tenant && { StringLike: { [tenant.requestTag]: "?*" } };
}

/**
 * AWS asks for both actions where a request sends tags. A tag that were transitive would go on into the sessions of
 * other roles, which may read something else in it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
function tagWithTenant({ tagKey, requestTag }: Tenant, accounts: string[], provider?: string): Statement {
  return {
    Sid: "TagWithTenant",
    Effect: "Allow",
    Principal: {
      ...(accounts.length > 0 && { AWS: [...new Set(accounts)] }),
      ...(provider && { Federated: provider }),
    },
    Action: "sts:TagSession",
    Condition: {
      "ForAllValues:StringEquals": { "aws:TagKeys": [tagKey] },
      StringLike: { [requestTag]: "?*" },
      StringNotLike: { [requestTag]: noTenant.filter((value) => value !== "") },
      Null: { "sts:TransitiveTagKeys": "true" },
    },
    purpose: "Each session carries one tag, which names the one tenant that it serves.",
    hipaa: ["164.308(a)(4)(i)", "164.312(a)(1)"],
  };
}

/**
 * Roles Anywhere sets the session's tags and source identity from the certificate, so it needs all three actions.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
function assumeWithCertificate({
  trustAnchorArn,
  subjectCommonName,
}: NonNullable<Scope["rolesAnywhere"]>): Statement {
  return {
    Sid: "AssumeWithCertificate",
    Effect: "Allow",
    Principal: { Service: "rolesanywhere.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    // Without these, a certificate of any authority in any account would do (the confused deputy).
    Condition: {
      StringEquals: {
        "aws:SourceAccount": arnFields(trustAnchorArn).accountId,
        "aws:PrincipalTag/x509Subject/CN": subjectCommonName,
      },
      ArnEquals: { "aws:SourceArn": trustAnchorArn },
    },
    purpose:
      "The host assumes this role with a certificate of its own name. It stores the certificate's private key, and no key of AWS.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
  };
}

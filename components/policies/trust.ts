import { arnFields } from "../arns";
import type { Scope } from "../scope";
import type { Statement } from "./statement";

/** The args that this policy is made of. */
export const trustArgs = [
  ...(["externalId", "trustedPrincipalArns", "organizationId"] as const),
  ...(["oidc", "rolesAnywhere"] as const),
] as const;
export type TrustScope = Pick<Scope, "partition" | "accountId" | (typeof trustArgs)[number]>;

/** Who may assume the backend's role, and the key provisioner's. */
export function trustStatements(scope: TrustScope): Statement[] {
  const { partition, accountId, oidc, rolesAnywhere } = scope;
  const own = oidc || rolesAnywhere ? [] : [`arn:${partition}:iam::${accountId}:root`];
  const trusted = scope.trustedPrincipalArns ?? own;
  const accounts = trusted.filter((arn) => arn.endsWith(":root"));
  const named = trusted.filter((arn) => !arn.endsWith(":root"));
  return [
    ...(accounts.length > 0 ? [assumeFromAccounts(scope, accounts)] : []),
    ...(named.length > 0 ? [assumeAsNamed(scope, named)] : []),
    ...(oidc ? [assumeWithToken(oidc)] : []),
    ...(rolesAnywhere ? [assumeWithCertificate(rolesAnywhere)] : []),
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
    },
    purpose:
      "Only principals of this account that are allowed to, and know the external ID, become the backend.",
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
  const roots = named.map((arn) => `${arn.split(":").slice(0, 5).join(":")}:root`);
  return {
    Sid: "AssumeAsNamedPrincipal",
    Effect: "Allow",
    // IAM would keep the ID of a role or user named here, and trust nobody once it is made anew. A condition on its
    // ARN survives that.
    Principal: { AWS: [...new Set(roots)] },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: introduced(scope),
      ArnEquals: { "aws:PrincipalArn": named },
    },
    purpose: "Only the named roles and users that know the external ID become the backend.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
  };
}

function assumeWithToken({ providerArn, audience, subjects }: NonNullable<Scope["oidc"]>): Statement {
  const [, issuer = ""] = /oidc-provider\/(.*)$/.exec(providerArn) ?? [];
  const operator = subjects.some((subject) => subject.includes("*")) ? "StringLike" : "StringEquals";
  const subject = { [`${issuer}:sub`]: subjects };
  return {
    Sid: "AssumeWithToken",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${issuer}:aud`]: audience, ...(operator === "StringEquals" && subject) },
      ...(operator === "StringLike" && { StringLike: subject }),
    },
    purpose:
      "Workloads of one project become the backend with a token of their issuer, without a stored key.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
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
    purpose: "The host becomes the backend with a certificate of its own name, without a stored key.",
    hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
  };
}

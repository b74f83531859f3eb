import { arnFields } from "../inputs/arns";
import type { Scope } from "../inputs/scope";
import { noTenant, tenantOf } from "../policies/tenant";
import { madeBy } from "./madeBy";
import type { Holder, Promised, Requests } from "./promised";
import { type Conditions, joined } from "./session";

/** Who becomes the backend, or the provisioner of keys: whom the options name, and nobody else. */
export function trustPromises(scope: Scope, of: Holder): Promised[] {
  const own = ownScope(scope, of);
  const admitted = admittedBy(own);
  return [
    {
      ...{ id: `assume-${of}`, of, answer: "allowed" },
      ...madeBy(...admitting(own)),
      says: `be assumed by ${whoIn(own)}`,
      requests: admitted,
    },
    {
      ...{ id: `assume-nobody-else-${of}`, of, answer: "nothing else" },
      ...madeBy(...admitting(own)),
      says: `nobody else assumes the role, and a session takes ${tagsIn(own)}`,
      requests: [...admitted, ...accompanying(scope, of)],
    },
    ...accompanying(scope, of).map(
      (requests): Promised => ({
        ...{ id: `tag-session-${of}`, of, answer: "allowed" },
        ...madeBy("TagWithTenant"),
        says: "take the session tag that says which tenant a session serves, and no other tag",
        requests: [requests],
      }),
    ),
  ];
}

/** Tokens and certificates open the backend's role alone. */
function ownScope(scope: Scope, of: Holder): Scope {
  return of === "backend's trust" ? scope : { ...scope, oidc: undefined, rolesAnywhere: undefined };
}

/** Who is let in, in words, and the statements that let them in. */
interface Door {
  who: string;
  sids: string[];
}

function doorsOf({ trustedPrincipalArns, organizationId, oidc, rolesAnywhere }: Scope): Door[] {
  const known = ` that send the external ID${organizationId ? " and are of the organisation" : ""}`;
  const isAccount = (arn: string) => arn.endsWith(":root");
  const account: Door = { who: `users and roles of the account${known}`, sids: ["AssumeWithExternalId"] };
  const trusted: Door = {
    who: `principals of trustedPrincipalArns${known}`,
    sids: [
      ...(trustedPrincipalArns?.some(isAccount) ? ["AssumeWithExternalId"] : []),
      ...(trustedPrincipalArns?.every(isAccount) ? [] : ["AssumeAsNamedPrincipal"]),
    ],
  };
  const token: Door = { who: "holders of a token that oidc describes", sids: ["AssumeWithToken"] };
  const certificate: Door = {
    who: "holders of the certificate that rolesAnywhere names",
    sids: ["AssumeWithCertificate"],
  };
  return [
    ...(trustedPrincipalArns ? [trusted] : oidc || rolesAnywhere ? [] : [account]),
    ...(oidc ? [token] : []),
    ...(rolesAnywhere ? [certificate] : []),
  ];
}

const whoIn = (scope: Scope) =>
  doorsOf(scope)
    .map(({ who }) => who)
    .join(", and by ");

const admitting = (scope: Scope) => doorsOf(scope).flatMap(({ sids }) => sids);

/** The tags that a session may take. */
function tagsIn(scope: Scope): string {
  if (tenantOf(scope)) return "no tag but the tenant's";
  return scope.rolesAnywhere ? "no tags but those of the certificate" : "no tags";
}

function admittedBy(scope: Scope): Requests[] {
  const { partition, accountId, externalId, organizationId, oidc, rolesAnywhere } = scope;
  const own = oidc || rolesAnywhere ? [] : [`arn:${partition}:iam::${accountId}:root`];
  const trusted = scope.trustedPrincipalArns ?? own;
  const tenant = tenantOf(scope);
  const tagged: Conditions = tenant ? { StringLike: { [tenant.requestTag]: "?*" } } : {};
  const known = joined(tagged, {
    StringEquals: {
      "sts:ExternalId": externalId,
      ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
    },
  });
  return [
    ...(trusted.length > 0
      ? [{ Principal: { AWS: trusted }, Action: "sts:AssumeRole", Condition: known }]
      : []),
    ...(oidc ? [tokens(oidc, tagged)] : []),
    ...(rolesAnywhere ? [certificates(rolesAnywhere)] : []),
  ];
}

function tokens(
  { providerArn, audience, subjects, claims }: NonNullable<Scope["oidc"]>,
  tagged: Conditions,
): Requests {
  const issuer = providerArn.slice(providerArn.indexOf("oidc-provider/") + "oidc-provider/".length);
  const hasPattern = subjects.some((subject) => subject.includes("*"));
  return {
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: joined(
      tagged,
      {
        StringEquals: {
          [`${issuer}:aud`]: audience,
          ...Object.fromEntries(
            Object.entries(claims ?? {}).map(([claim, value]) => [`${issuer}:${claim}`, value]),
          ),
        },
      },
      { [hasPattern ? "StringLike" : "StringEquals"]: { [`${issuer}:sub`]: subjects } },
    ),
  };
}

function certificates({ trustAnchorArn, subjectCommonName }: NonNullable<Scope["rolesAnywhere"]>): Requests {
  return {
    Principal: { Service: "rolesanywhere.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": arnFields(trustAnchorArn).accountId,
        "aws:PrincipalTag/x509Subject/CN": subjectCommonName,
      },
      ArnEquals: { "aws:SourceArn": trustAnchorArn },
    },
  };
}

/** Where sessions serve one tenant, the tag that says which, and no other. */
function accompanying(scope: Scope, of: Holder): Requests[] {
  const tenant = tenantOf(scope);
  if (!tenant) return [];
  const { partition, accountId, oidc, rolesAnywhere, trustedPrincipalArns } = scope;
  const isBackend = of === "backend's trust";
  const own = isBackend && (oidc || rolesAnywhere) ? [] : [`arn:${partition}:iam::${accountId}:root`];
  const accounts = (trustedPrincipalArns ?? own).map((arn) => `${arn.split(":").slice(0, 5).join(":")}:root`);
  const Principal = {
    ...(accounts.length > 0 && { AWS: accounts }),
    ...(isBackend && oidc && { Federated: oidc.providerArn }),
  };
  return [
    {
      Principal,
      Action: "sts:TagSession",
      Condition: {
        "ForAllValues:StringEquals": { "aws:TagKeys": [tenant.tagKey] },
        StringLike: { [tenant.requestTag]: "?*" },
        StringNotLike: { [tenant.requestTag]: noTenant.filter((value) => value !== "") },
        Null: { "sts:TransitiveTagKeys": "true" },
      },
    },
  ];
}

/** Who publishes the metrics of databases. */
export function monitoringPromises({ partition, accountId, region, rdsArn }: Scope): Promised[] {
  const databases = `arn:${partition}:rds:${region}:${accountId}`;
  const rds: Requests = {
    Principal: { Service: "monitoring.rds.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": rdsArn ?? [`${databases}:cluster:*`, `${databases}:db:*`] },
    },
  };
  const of = "monitoring's trust";
  return [
    {
      ...{ id: "monitor", of, answer: "allowed" },
      ...madeBy("AssumeForEnhancedMonitoring"),
      says: "be assumed by RDS enhanced monitoring for the databases of this account and Region, or for the one that is named",
      requests: [rds],
    },
    {
      ...{ id: "monitor-nobody-else", of, answer: "nothing else" },
      ...madeBy("AssumeForEnhancedMonitoring"),
      says: "nobody else assumes the role, and RDS assumes it for no other database",
      requests: [rds],
    },
  ];
}

import type { HipaaProvision } from "../../components/policies/hipaa";
import { evidence } from "../../components/promises/evidence";
import {
  type Context,
  type Decision,
  delegatingKeyPolicy,
  openPolicy,
  type Policies,
  type PolicyDocument,
  type Request,
} from "./request";
import type { Site } from "./site";

/** A case of the access matrix. */
export interface Row {
  /** The part of the matrix that it stands in. */
  service: "S3" | "KMS" | "Bedrock" | "Secrets Manager" | "trust" | "monitoring";
  /** Who asks, in words. */
  who: string;
  request: Request;
  /** What AWS tells of the request besides who, where and how: the part of the context that the row is about. */
  condition: Context;
  policies: Policies;
  expect: Decision;
  /** The Sids that decide; none for an implicit deny. */
  by: string[];
  why: string;
  hipaa: HipaaProvision[];
}

/** What a row says of itself. */
export type Case = [expect: Decision, by: string[], why: string];

/** It is allowed by these statements. */
export const allow = (by: string | string[], why: string): Case => ["allow", [by].flat(), why];
/** Nothing allows it. */
export const deny = (why: string): Case => ["implicit deny", [], why];
/** These statements refuse it, whatever other policies the role has. */
export const forbid = (by: string | string[], why: string): Case => ["explicit deny", [by].flat(), why];

/** Another account, in which everything is open to the role: what it cannot do there, its own policies prevent. */
export const stranger = "999999999999";

/**
 * Rows of the backend's role. The condition is what the row is about: it is added to what AWS tells of every request, or
 * stands in its place. What a stranger owns is open to everybody by its own policy.
 */
export function backendRows(site: Site, service: Row["service"]) {
  const { accountId, partition } = site.standIn;
  return (
    action: string,
    resource: string,
    condition: Context,
    [expect, by, why]: Case,
    owner = accountId,
  ): Row => {
    const context = { ...globalsOf(site, owner, site.roleArn), ...tenantTags(site, condition), ...condition };
    const ownKey = action.startsWith("kms:") && resource !== "*" && owner === accountId;
    const resourcePolicy = ownKey ? delegatingKeyPolicy(partition, accountId) : everybodyOf(resource);
    return {
      ...{ service, who: "backend", condition, expect, by, why },
      request: { principal: sessionOf(site), action, resource, accountId: owner, context },
      policies: {
        identity: site.policies.backend,
        ...((ownKey || owner !== accountId) && { resource: resourcePolicy }),
      },
      hipaa: provisionsOf(by, ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]),
    };
  };
}

/** Whose session it is and, where a row is about tags, whose key: the same tenant's. Rows of tenants say otherwise. */
function tenantTags({ tenant }: Pick<Site, "tenant">, condition: Context): Context {
  if (!tenant) return {};
  const { tagKey, id } = tenant;
  const kinds = ["RequestTag", "ResourceTag"].filter((kind) =>
    Object.keys(condition).some((key) => key.startsWith(`aws:${kind}/`)),
  );
  return Object.fromEntries(["PrincipalTag", ...kinds].map((kind) => [`aws:${kind}/${tagKey}`, id]));
}

/** AWS checks the tagging of a new key besides. No promise of CreateKey should hang on that. */
export const alone = (row: Row): Row => ({ ...row, request: { ...row.request, alone: true } });

/** ARN of a session of a role, such as the backend's. */
export function sessionOf({ roleArn }: Pick<Site, "roleArn">): string {
  return `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/railway`;
}

/** What AWS tells of every request. */
export function globalsOf({ standIn }: Pick<Site, "standIn">, owner: string, principalArn?: string): Context {
  return {
    ...(principalArn && {
      "aws:PrincipalArn": principalArn,
      "aws:PrincipalAccount": principalArn.split(":")[4] ?? "",
    }),
    "aws:ResourceAccount": owner,
    "aws:RequestedRegion": standIn.region,
    "aws:SecureTransport": "true",
  };
}

/** A resource policy that allows everybody everything. */
function everybodyOf(resource: string): PolicyDocument {
  return openPolicy(resource.split(":")[2] ?? "", "*");
}

/** The provisions that the deciding statements serve. */
export function provisionsOf(sids: string[], otherwise: HipaaProvision[]): HipaaProvision[] {
  const cited = sids.flatMap((sid) => {
    const found = evidence.get(sid);
    if (!found) throw new Error(`There is no statement ${sid}.`);
    return found.hipaa;
  });
  return cited.length > 0 ? [...new Set(cited)] : otherwise;
}

import { type Scope, tenantTagKey } from "../inputs/scope";
import type { Statement } from "./statement";

/** The tenant that a session is of, by a tag of the session. */
export interface Tenant {
  /** What IAM puts the tag's value in place of. Where a session has no such tag, nothing that names it is granted. */
  id: string;
  tagKey: string;
  /** The condition keys of the tag: of the session, of what is asked for, and of what it is asked of. */
  principalTag: string;
  requestTag: string;
  resourceTag: string;
}

/** Undefined where sessions serve every tenant. */
export function tenantOf({ tenantIsolation }: Pick<Scope, "tenantIsolation">): Tenant | undefined {
  if (!tenantIsolation) return undefined;
  const tagKey = tenantTagKey(tenantIsolation);
  return {
    id: `\${aws:PrincipalTag/${tagKey}}`,
    tagKey,
    principalTag: `aws:PrincipalTag/${tagKey}`,
    requestTag: `aws:RequestTag/${tagKey}`,
    resourceTag: `aws:ResourceTag/${tagKey}`,
  };
}

/**
 * Values that would reach further than one tenant's folder: none, one with a slash, as a/b lies in the folder of a, and
 * IAM's wildcards, which stand in a policy as ${*} and ${?}.
 */
// biome-ignore lint/suspicious/noTemplateCurlyInString: variables of IAM
export const noTenant = ["", "*/*", "*${*}*", "*${?}*"];

/** A session is of one tenant, or of no use. */
export function denyOtherSessions({ principalTag }: Tenant): Statement[] {
  return [
    {
      Sid: "DenySessionsWithoutTenant",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { Null: { [principalTag]: "true" } },
      purpose: "A session that is of no tenant can do nothing, whatever else the role is granted.",
      hipaa: ["164.308(a)(4)(i)", "164.312(a)(1)"],
    },
    {
      Sid: "DenySessionsOfSeveralTenants",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringLike: { [principalTag]: noTenant } },
      purpose: "A session whose tag could stand for other tenants than one can do nothing.",
      hipaa: ["164.308(a)(4)(i)", "164.312(a)(1)"],
    },
  ];
}

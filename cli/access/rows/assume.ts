import type { HipaaProvision } from "../../../components/policies/hipaa";
import type { Context, PolicyDocument } from "../request";
import { type Case, globalsOf, provisionsOf, type Row } from "../row";
import type { Site } from "../site";
import { requestTags } from "./kmsRequests";

/** What the caller's own policies allow: by default all that a role can be asked for. */
const everySession = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
const anySession = (Resource: string, Action = everySession): PolicyDocument[] => [
  { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] },
];

export interface Caller {
  who: string;
  /** ARN, or the name of a service. */
  principal: string;
  /** The policies on the caller; by default they allow the request. */
  identity?: PolicyDocument[];
  /** Sends no tag of a tenant, but for what the row itself sends. */
  untagged?: boolean;
}

/** What is not the external ID: near it, in another case, empty, a wildcard. */
export function otherExternalIds({ externalId }: Site): string[] {
  const near = [externalId.slice(0, -1), `${externalId}x`];
  const cases = [externalId.toUpperCase(), externalId.toLowerCase()];
  return [...new Set([...near, ...cases, "", "*"])].filter((id) => id !== externalId);
}

/** Rows of whoever asks for a role. */
export function assumeRows(site: Site, service: Row["service"], roleArn: string, trust: PolicyDocument) {
  const provisions: HipaaProvision[] = ["164.308(a)(4)(i)", "164.312(d)"];
  return (action: string, caller: Caller, condition: Context, [expect, by, why]: Case): Row => {
    const { who, principal } = caller;
    const isService = !principal.startsWith("arn:");
    const { accountId } = site.standIn;
    const { tenant } = site;
    const sendsTag = tenant && !caller.untagged && action.startsWith("sts:AssumeRole");
    const context = {
      ...globalsOf(site, accountId, isService ? undefined : principal),
      ...(sendsTag && requestTags({ [tenant.tagKey]: tenant.id })),
      ...condition,
    };
    return {
      ...{ service, who, condition, expect, by, why, hipaa: provisionsOf(by, provisions) },
      request: { principal, action, resource: roleArn, accountId, context },
      policies: { identity: caller.identity ?? (isService ? [] : anySession(roleArn)), resource: trust },
    };
  };
}

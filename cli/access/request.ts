export interface PolicyDocument {
  Version: string;
  Statement: Record<string, unknown>[];
}

export type Decision = "allow" | "implicit deny" | "explicit deny";

export type Context = Record<string, string | string[]>;

/** A request as AWS would see it. Nothing of it is filled in. */
export interface Request {
  /** ARN of a user, a role or a role's session, or the name of a service. */
  principal: string;
  action: string;
  /** ARN; `*` for an action that takes no resource. */
  resource: string;
  /** The account that owns the resource. */
  accountId: string;
  context: Context;
  /** Just the check of this action, without those that AWS makes besides for the same call. */
  alone?: boolean;
}

/** The policies that apply to a request. */
export interface Policies {
  /** Those on the principal. */
  identity: PolicyDocument[];
  /** The resource's own: a bucket policy, a key policy, a role's trust policy. */
  resource?: PolicyDocument;
  /** A policy of the organisation on the account. */
  serviceControl?: PolicyDocument;
  /** The permissions boundary of the principal. */
  boundary?: PolicyDocument;
}

/** The key policy that most keys have: IAM policies of the account decide. */
export function delegatingKeyPolicy(partition: string, accountId: string): PolicyDocument {
  return openPolicy("kms", { AWS: `arn:${partition}:iam::${accountId}:root` });
}

const openPolicies = new Map<string, PolicyDocument>();

/** A resource's policy that allows all actions of a service: the same object each time, so that it is known again. */
export function openPolicy(service: string, Principal: "*" | { AWS: string }): PolicyDocument {
  const name = `${service} ${Principal === "*" ? Principal : Principal.AWS}`;
  const Statement = [{ Effect: "Allow", Principal, Action: `${service}:*`, Resource: "*" }];
  const policy = openPolicies.get(name) ?? { Version: "2012-10-17", Statement };
  openPolicies.set(name, policy);
  return policy;
}

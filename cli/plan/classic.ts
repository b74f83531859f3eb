import { isMap } from "./fields";

/** A resource of a state, as far as its policies go. */
interface Resource {
  type: string;
  urn: string;
  inputs: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** Types of the provider aws-native that are like one of aws, and what their properties are called there. */
const likes: Record<string, { type: string; names: Record<string, string> }> = {
  "aws-native:iam:Role": {
    type: "aws:iam/role:Role",
    names: { roleName: "name", assumeRolePolicyDocument: "assumeRolePolicy", policies: "inlinePolicies" },
  },
  "aws-native:iam:ManagedPolicy": {
    type: "aws:iam/policy:Policy",
    names: { managedPolicyName: "name", policyDocument: "policy", policyArn: "arn" },
  },
  "aws-native:iam:RolePolicy": {
    type: "aws:iam/rolePolicy:RolePolicy",
    names: { policyName: "name", roleName: "role", policyDocument: "policy" },
  },
};
const inInline = { policyName: "name", policyDocument: "policy" };

/**
 * A resource as the provider aws has it, for those who read policies. A managed policy of aws-native attaches itself, which
 * is a resource of its own there.
 */
export function classicOf<R extends Resource>(resource: R): R[] {
  const like = likes[resource.type];
  if (!like) return [resource];
  const { type, names } = like;
  const outputs = renamed(resource.outputs ?? {}, names);
  const classic = { ...resource, type, inputs: renamed(resource.inputs, names), outputs };
  const { roles, users, groups } = resource.inputs;
  if (!roles && !users && !groups) return [classic];
  const arn = outputs.arn ?? resource.urn; // Where the plan does not know it, something else that is its own.
  const attached = { roles, users, groups, policyArn: arn };
  return [
    { ...classic, outputs: { ...outputs, arn } },
    {
      ...classic,
      ...{ type: "aws:iam/policyAttachment:PolicyAttachment", urn: `${resource.urn}, attached` },
      ...{ inputs: attached, outputs: attached },
    },
  ];
}

function renamed(values: Record<string, unknown>, names: Record<string, string>): Record<string, unknown> {
  const entries = Object.entries(values).map(([key, value]) => [
    names[key] ?? key,
    key === "policies" && Array.isArray(value)
      ? value.map((one) => (isMap(one) ? renamed(one, inInline) : one))
      : value,
  ]);
  return Object.fromEntries(entries);
}

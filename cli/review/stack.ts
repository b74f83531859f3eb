import type { ResourceState } from "../plan/monitor";
import { opened } from "../plan/secrets";
import { list } from "./statement";

/** The resources of a stack by what a review looks for, so that large ones take no longer for each role. */
export interface Stack {
  resources: ResourceState[];
  byUrn: Map<string, ResourceState>;
  /** By the URN of their parent. */
  children: Map<string, ResourceState[]>;
  /** By physical name: two accounts may have one of the same name. */
  roles: Map<string, ResourceState[]>;
  /** By ARN. */
  policies: Map<string, ResourceState[]>;
  /** What attaches a policy, by the physical name of the role. */
  attachments: Map<string, ResourceState[]>;
}

/** A property of a resource, as deployed where the state tells, without its envelope. */
export function property({ inputs, outputs }: ResourceState, name: string): unknown {
  return opened(outputs[name] ?? inputs[name]);
}

export function stackOf(resources: ResourceState[]): Stack {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    byUrn: new Map(resources.map((resource) => [resource.urn, resource])),
    children: grouped(resources, ({ parent }) => [parent ?? ""]),
    roles: grouped(ofType("aws:iam/role:Role"), (role) => [String(property(role, "name"))]),
    policies: grouped(ofType("aws:iam/policy:Policy"), (policy) => [String(property(policy, "arn"))]),
    attachments: grouped(resources, roleNamesOf),
  };
}

function grouped(resources: ResourceState[], keysOf: (resource: ResourceState) => string[]) {
  const groups = new Map<string, ResourceState[]>();
  for (const resource of resources) {
    for (const key of keysOf(resource)) {
      const group = groups.get(key);
      if (group) group.push(resource);
      else groups.set(key, [resource]);
    }
  }
  return groups;
}

/** In each of the ways that the provider has to attach a policy to a role. */
function roleNamesOf(resource: ResourceState): string[] {
  const key = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
    "aws:iam/policyAttachment:PolicyAttachment": "roles",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "roleName",
    "aws:iam/rolePolicy:RolePolicy": "role",
  }[resource.type];
  if (!key) return [];
  return list(property(resource, key)).map((name) => name.split("/").at(-1) ?? name);
}

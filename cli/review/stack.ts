import { attachmentOf } from "../plan/attached";
import { classicOf } from "../plan/classic";
import type { ResourceState } from "../plan/resources";
import { opened } from "../plan/secrets";

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
  /** What attaches a policy, the role itself among it, by the physical name of the role. */
  attachments: Map<string, ResourceState[]>;
}

/** A property of a resource, as deployed where the state tells, without its envelope. */
export function property({ inputs, outputs }: ResourceState, name: string): unknown {
  return opened(outputs[name] ?? inputs[name]);
}

export function stackOf(given: ResourceState[]): Stack {
  const resources = given.flatMap(classicOf);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    byUrn: new Map(resources.map((resource) => [resource.urn, resource])),
    children: grouped(resources, ({ parent }) => [parent ?? ""]),
    roles: grouped(ofType("aws:iam/role:Role"), (role) => [String(property(role, "name"))]),
    policies: grouped(ofType("aws:iam/policy:Policy"), (policy) => [String(property(policy, "arn"))]),
    attachments: grouped(resources, (one) => attachedBy(one)?.roles ?? []),
  };
}

/** What a resource attaches to whom. */
export const attachedBy = (resource: ResourceState) =>
  attachmentOf(resource.type, (name) => property(resource, name));

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

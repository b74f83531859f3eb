import type { ResourceState } from "../plan/monitor";
import { isSecret, opened } from "./secrets";
import { list } from "./statement";

/** A document that is found on a role, before it is read. */
export interface FoundDocument {
  name: string;
  kind: "trust policy" | "managed policy" | "inline policy";
  /** A child of the component that made the role. */
  isOwn: boolean;
  /** Undefined for a policy that is not in the stack. */
  text: unknown;
  isSecret: boolean;
}

/** A property of a resource, as deployed where the state tells, without its envelope. */
export function property({ inputs, outputs }: ResourceState, name: string): unknown {
  return opened(outputs[name] ?? inputs[name]);
}

/** The name that the program gave. */
export function nameOf({ urn }: ResourceState): string {
  return urn.split("::").slice(3).join("::");
}

/** The documents that decide what a role may do: its trust policy, and all that is attached to it by the stack. */
export function documentsOn(role: ResourceState, resources: ResourceState[]): FoundDocument[] {
  const attached = attachedArns(role, resources).map((arn) => managed(arn, role, resources));
  return [
    document(role, "trust policy", "assumeRolePolicy", role),
    ...byName(attached),
    ...byName(inlineOf(role, resources)),
  ];
}

function byName(documents: FoundDocument[]): FoundDocument[] {
  return documents.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function document(
  holder: ResourceState,
  kind: FoundDocument["kind"],
  key: string,
  role: ResourceState,
): FoundDocument {
  const name = String(property(holder, "name") ?? nameOf(holder));
  const isOwn = holder.parent === role.parent;
  const sealed = isSecret(holder.outputs[key]) || isSecret(holder.inputs[key]);
  return { name, kind, isOwn, text: property(holder, key), isSecret: sealed };
}

function managed(arn: string, role: ResourceState, resources: ResourceState[]): FoundDocument {
  const policy = resources.find(
    (resource) => resource.type === "aws:iam/policy:Policy" && property(resource, "arn") === arn,
  );
  if (policy) return document(policy, "managed policy", "policy", role);
  return { name: arn, kind: "managed policy", isOwn: false, text: undefined, isSecret: false };
}

/** In each of the ways that the provider has to attach a managed policy. */
function attachedArns(role: ResourceState, resources: ResourceState[]): string[] {
  const arns = resources.flatMap((resource) => {
    const get = (name: string) => property(resource, name);
    switch (resource.type) {
      case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
        return isOn(role, get("role"), resource, resources) ? list(get("policyArn")) : [];
      case "aws:iam/policyAttachment:PolicyAttachment":
        return list(get("roles")).some((name) => isOn(role, name, resource, resources))
          ? list(get("policyArn"))
          : [];
      case "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive":
        return isOn(role, get("roleName"), resource, resources) ? list(get("policyArns")) : [];
      default:
        return [];
    }
  });
  return [...new Set([...arns, ...list(property(role, "managedPolicyArns"))])];
}

function inlineOf(role: ResourceState, resources: ResourceState[]): FoundDocument[] {
  const own = resources
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .filter((resource) => isOn(role, property(resource, "role"), resource, resources))
    .map((resource) => ({ ...document(resource, "inline policy", "policy", role), isOwn: false }));
  const names = own.map(({ name }) => name);
  const sealed = isSecret(role.outputs.inlinePolicies) || isSecret(role.inputs.inlinePolicies);
  const inRole = [property(role, "inlinePolicies") ?? []].flat() as { name?: string; policy?: string }[];
  return [
    ...own,
    ...inRole
      .map(({ name = "", policy }) => ({ name, text: policy }))
      .filter(({ name }) => !names.includes(name)) // The state of a role may list what other resources attach.
      .map((found) => ({ ...found, kind: "inline policy" as const, isOwn: false, isSecret: sealed })),
  ];
}

/** Two accounts may have a role of the same name: then only what has the role's own provider is on it. */
function isOn(role: ResourceState, name: unknown, resource: ResourceState, all: ResourceState[]): boolean {
  if (String(name).split("/").at(-1) !== property(role, "name")) return false;
  const twins = all.filter(({ type }) => type === role.type).filter((other) => isNamedAs(other, role));
  const isKnown = twins.some(({ provider }) => provider === resource.provider);
  return !isKnown || role.provider === resource.provider;
}

function isNamedAs(other: ResourceState, role: ResourceState): boolean {
  return property(other, "name") === property(role, "name");
}

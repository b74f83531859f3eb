import { leavesOut, type Put } from "../plan/attached";
import type { ResourceState } from "../plan/resources";
import { isSecret, opened } from "../plan/secrets";
import { attachedBy, property, type Stack } from "./stack";

/** A document that is found on a role, before it is read. */
export interface FoundDocument {
  name: string;
  kind: "trust policy" | "managed policy" | "inline policy";
  /** A child of the component that made the role. */
  isOwn: boolean;
  /** Undefined for a policy that is not in the stack. */
  text: unknown;
  isSecret: boolean;
  /** What has AWS's provider take it off the role again, as its list leaves it out. */
  leftOutBy?: string;
}

/** The name that the program gave. */
export function nameOf({ urn }: ResourceState): string {
  return urn.split("::").slice(3).join("::");
}

/** The documents that decide what a role may do: its trust policy, and all that is attached to it by the stack. */
export function documentsOn(role: ResourceState, stack: Stack): FoundDocument[] {
  const attached = attachmentsOf(role, stack);
  const leftOut = (put: Omit<Put, "role">) => {
    const by = stack.resources.find((one) => takesOff(one, role, put));
    return by && { leftOutBy: nameOf(by) };
  };
  const arns = new Set(attached.flatMap((one) => attachedBy(one)?.managed ?? []));
  return [
    document(role, "trust policy", "assumeRolePolicy", role),
    ...byName([...arns].map((arn) => ({ ...managed(arn, role, stack), ...leftOut({ managed: arn }) }))),
    ...byName(inlineOf(role, attached).map((one) => ({ ...one, ...leftOut({ inline: one.name }) }))),
  ];
}

/** Whether a resource has AWS's provider take a policy off a role. */
function takesOff(one: ResourceState, role: ResourceState, put: Omit<Put, "role">): boolean {
  const [name, input] = [String(property(role, "name")), (name: string) => opened(one.inputs[name])];
  const told = one === role ? (key: string) => (key === "name" ? name : input(key)) : input;
  return one.provider === role.provider && leavesOut(one, told, { ...put, role: name });
}

/** Two accounts may have a role of the same name: then only what has the role's own provider is on it. */
export function attachmentsOf(role: ResourceState, { attachments, roles }: Stack): ResourceState[] {
  const name = String(property(role, "name"));
  const twins = roles.get(name) ?? [];
  return (attachments.get(name) ?? []).filter(
    ({ provider }) => provider === role.provider || !twins.some((twin) => twin.provider === provider),
  );
}

/** What is attached to roles that the stack does not make, if these may be this one by their names. */
export function maybeOn(
  role: ResourceState,
  stack: Stack,
  mayBe: (name: string) => boolean,
): FoundDocument[] {
  const attached = [...stack.attachments].flatMap(([name, some]) => {
    const isMade = stack.roles.get(name)?.some(({ external }) => !external);
    return !isMade && mayBe(name) ? some : [];
  });
  const arns = new Set(attached.flatMap((one) => attachedBy(one)?.managed ?? []));
  return [...[...arns].map((arn) => managed(arn, role, stack)), ...inlineIn(attached, role)];
}

/** The permissions boundary of a role, which may be in the stack too. */
export function boundaryOf(role: ResourceState, stack: Stack): FoundDocument | undefined {
  const arn = property(role, "permissionsBoundary");
  return typeof arn === "string" && arn !== "" ? { ...managed(arn, role, stack), name: arn } : undefined;
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

function managed(arn: string, role: ResourceState, { policies }: Stack): FoundDocument {
  const [policy] = policies.get(arn) ?? [];
  if (policy) return document(policy, "managed policy", "policy", role);
  return { name: arn, kind: "managed policy", isOwn: false, text: undefined, isSecret: false };
}

const inlineIn = (attached: ResourceState[], role: ResourceState): FoundDocument[] =>
  attached
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .map((resource) => ({ ...document(resource, "inline policy", "policy", role), isOwn: false }));

function inlineOf(role: ResourceState, attached: ResourceState[]): FoundDocument[] {
  const own = inlineIn(attached, role);
  const names = own.map(({ name }) => name);
  const besides = attached.flatMap((one) => attachedBy(one)?.inline ?? []);
  const sealed = isSecret(role.outputs.inlinePolicies) || isSecret(role.inputs.inlinePolicies);
  const inRole = [property(role, "inlinePolicies") ?? []].flat() as { name?: string; policy?: string }[];
  const told = [
    ...own,
    ...inRole
      .map(({ name = "", policy }) => ({ name, text: policy }))
      .filter(({ name }) => !names.includes(name)) // The state of a role may list what other resources attach.
      .map((found) => ({ ...found, kind: "inline policy" as const, isOwn: false, isSecret: sealed })),
  ];
  const missing = besides.filter((name) => !told.some((one) => one.name === name));
  return [...told, ...[...new Set(missing)].map(inlineElsewhere)];
}

/** A policy that somebody put on the role by hand, and the stack lets be there. */
const inlineElsewhere = (name: string): FoundDocument => ({
  ...{ name, kind: "inline policy", isOwn: false, text: undefined, isSecret: false },
});

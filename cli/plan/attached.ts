import { isMap } from "./fields";

/** What a resource puts on roles. */
export interface Attachment {
  /** Physical names. */
  roles: string[];
  /** ARNs of managed policies. */
  managed: string[];
  /** Names of inline policies that it lets be on them, wherever their text is. */
  inline: string[];
}

const attachesToMany = "aws:iam/policyAttachment:PolicyAttachment";

/** In which properties each type has the roles, and the policies that it puts on them by name. An inline policy has its document. */
const properties: Record<string, [roles: string, managed?: string, inline?: string]> = {
  "aws:iam/role:Role": ["name", "managedPolicyArns"],
  "aws:iam/rolePolicy:RolePolicy": ["role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  [attachesToMany]: ["roles", "policyArn"],
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ["roleName", "policyArns"],
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": ["roleName", undefined, "policyNames"],
};

/**
 * What a resource attaches to whom, the one place that knows: review, diff, prove and sandbox all ask here. What is native
 * comes as classicOf has it.
 */
export function attachmentOf(type: string, property: (name: string) => unknown): Attachment | undefined {
  const [roles, managed, inline] = properties[type] ?? [];
  if (roles === undefined) return undefined;
  const named = (name: string | undefined) => (name === undefined ? [] : textsOf(property(name)));
  return {
    roles: rolesIn(property(roles)),
    managed: named(managed),
    inline: named(inline),
  };
}

/** A policy that something puts on a role: a managed one by its ARN, or an inline one by its name. */
export interface Put {
  role: string;
  managed?: string;
  inline?: string;
}

/** Lists of a role's policies that are all that may be there: AWS's provider takes off the role what they leave out. */
const whole: Record<string, { managed?: string; inline?: string }> = {
  "aws:iam/role:Role": { managed: "managedPolicyArns", inline: "inlinePolicies" },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": { managed: "policyArns" },
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": { inline: "policyNames" },
};

/**
 * Whether a resource leaves a policy out of such a list, by its inputs. One that attaches a policy to many takes it off
 * whom it does not name. What is native takes nothing off.
 */
export function leavesOut(
  { type, urn }: { type: string; urn: string },
  input: (name: string) => unknown,
  { role, ...put }: Put,
): boolean {
  if (type === attachesToMany) {
    const isOf = textsOf(input("policyArn")).includes(put.managed ?? "");
    return isOf && !isNative(urn) && !rolesIn(input("roles")).includes(role);
  }
  const list = whole[type]?.[put.managed === undefined ? "inline" : "managed"];
  const listed = list === undefined ? undefined : input(list);
  // Without any such block the provider leaves inline policies alone, and one that is empty takes off all.
  if (listed === undefined || (list === "inlinePolicies" && [listed].flat().length === 0)) return false;
  if (isNative(urn) || !attachmentOf(type, input)?.roles.includes(role)) return false;
  const named = [listed].flat().map((one) => (isMap(one) ? (one.name ?? "") : one));
  return !textsOf(named).includes(put.managed ?? put.inline ?? "");
}

const isNative = (urn: string) => /[:$]aws-native:/.test(urn);
const rolesIn = (value: unknown) => textsOf(value).map(nameIn);

/** Something else than a text stands for one that is encrypted. */
const textsOf = (values: unknown) =>
  [values ?? []].flat().map((one) => (typeof one === "string" ? one : (JSON.stringify(one) ?? "")));

/** A role's name behind its path. What stands for an unknown name is none. */
const nameIn = (name: string) => (/^[\w+=,.@/-]+$/.test(name) && name.split("/").at(-1)) || name;

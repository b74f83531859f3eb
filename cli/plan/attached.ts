/** What a resource puts on roles. */
export interface Attachment {
  /** Physical names. */
  roles: string[];
  /** ARNs of managed policies. */
  managed: string[];
  /** Names of inline policies that it lets be on them, wherever their text is. */
  inline: string[];
}

/** In which properties each type has the roles, and the policies that it puts on them by name. An inline policy has its document. */
const properties: Record<string, [roles: string, managed?: string, inline?: string]> = {
  "aws:iam/role:Role": ["name", "managedPolicyArns"],
  "aws:iam/rolePolicy:RolePolicy": ["role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:iam/policyAttachment:PolicyAttachment": ["roles", "policyArn"],
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
    roles: textsOf(property(roles)).map(nameIn),
    managed: named(managed),
    inline: named(inline),
  };
}

/** Something else than a text stands for one that is encrypted. */
const textsOf = (values: unknown) =>
  [values ?? []].flat().map((one) => (typeof one === "string" ? one : (JSON.stringify(one) ?? "")));

/** A role's name behind its path. What stands for an unknown name is none. */
const nameIn = (name: string) => (/^[\w+=,.@/-]+$/.test(name) && name.split("/").at(-1)) || name;

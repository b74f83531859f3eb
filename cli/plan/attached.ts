/** What a resource puts on roles. */
export interface Attachment {
  /** Physical names. */
  roles: string[];
  /** ARNs of managed policies. */
  managed: string[];
}

/** In which properties each type has the roles, and the managed policies that it puts on them. An inline policy has its document. */
const properties: Record<string, [roles: string, managed?: string]> = {
  "aws:iam/role:Role": ["name", "managedPolicyArns"],
  "aws:iam/rolePolicy:RolePolicy": ["role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:iam/policyAttachment:PolicyAttachment": ["roles", "policyArn"],
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ["roleName", "policyArns"],
};

/**
 * What a resource attaches to whom, the one place that knows: review, diff, prove and sandbox all ask here. What is native
 * comes as classicOf has it.
 */
export function attachmentOf(type: string, property: (name: string) => unknown): Attachment | undefined {
  const [roles, managed] = properties[type] ?? [];
  if (roles === undefined) return undefined;
  return {
    roles: textsOf(property(roles)).map(nameIn),
    managed: managed === undefined ? [] : textsOf(property(managed)),
  };
}

/** Something else than a text stands for one that is encrypted. */
const textsOf = (values: unknown) =>
  [values ?? []].flat().map((one) => (typeof one === "string" ? one : (JSON.stringify(one) ?? "")));

/** A role's name behind its path. What stands for an unknown name is none. */
const nameIn = (name: string) => (/^[\w+=,.@/-]+$/.test(name) && name.split("/").at(-1)) || name;

import { type Aws, whole } from "./aws";

/** A role as AWS has it, with all that is on it. */
export interface LiveRole {
  name: string;
  arn: string;
  path: string;
  trust: string;
  boundary: string | undefined;
  maxSessionDuration: number | undefined;
  tags: Record<string, string>;
  /** ARNs of attached policies. */
  attached: string[];
  inline: { name: string; policy: string }[];
}

export interface LivePolicy {
  name: string;
  arn: string;
  document: string;
  /** Other versions that are kept: one call makes any of them the policy. */
  others: { id: string; document: string }[];
}

/** Undefined where there is none of the name. */
export async function liveRole(aws: Aws, RoleName: string): Promise<LiveRole | undefined> {
  const answer = await aws.call("iam", "GetRole", { RoleName }, ["NoSuchEntityException", "NoSuchEntity"]);
  if (!answer) return undefined;
  const role = whole(answer.Role, "iam", "GetRole");
  const attached: string[] = [];
  const attachments = aws.list(
    "iam",
    "ListAttachedRolePolicies",
    { RoleName },
    (page) => page.AttachedPolicies,
  );
  for await (const { PolicyArn } of attachments)
    attached.push(whole(PolicyArn, "iam", "ListAttachedRolePolicies"));
  const inline: LiveRole["inline"] = [];
  for await (const PolicyName of aws.list(
    "iam",
    "ListRolePolicies",
    { RoleName },
    (page) => page.PolicyNames,
  )) {
    const found = await aws.call("iam", "GetRolePolicy", { RoleName, PolicyName });
    inline.push({ name: PolicyName, policy: decoded(found?.PolicyDocument, "GetRolePolicy") });
  }
  return {
    ...{ name: RoleName, arn: whole(role.Arn, "iam", "GetRole"), path: whole(role.Path, "iam", "GetRole") },
    trust: decoded(role.AssumeRolePolicyDocument, "GetRole"),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    maxSessionDuration: role.MaxSessionDuration,
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    ...{ attached, inline },
  };
}

/** A policy with its versions; of AWS's own nobody in the account can choose another. */
export async function livePolicy(aws: Aws, PolicyArn: string): Promise<LivePolicy> {
  const answer = await aws.call("iam", "GetPolicy", { PolicyArn });
  const chosen = whole(answer?.Policy?.DefaultVersionId, "iam", "GetPolicy");
  const policy: LivePolicy = {
    name: whole(answer?.Policy?.PolicyName, "iam", "GetPolicy"),
    ...{ arn: PolicyArn, document: "", others: [] },
  };
  const textOf = async (VersionId: string) => {
    const version = await aws.call("iam", "GetPolicyVersion", { PolicyArn, VersionId });
    return decoded(version?.PolicyVersion?.Document, "GetPolicyVersion");
  };
  if (isOfAws(PolicyArn)) return { ...policy, document: await textOf(chosen) };
  let document: string | undefined;
  for await (const { VersionId: id } of aws.list(
    "iam",
    "ListPolicyVersions",
    { PolicyArn },
    (page) => page.Versions,
  )) {
    const VersionId = whole(id, "iam", "ListPolicyVersions");
    const text = await textOf(VersionId);
    if (VersionId === chosen) document = text;
    else policy.others.push({ id: VersionId, document: text });
  }
  // A version that is not the default any more may be gone since.
  return { ...policy, document: whole(document, "iam", "ListPolicyVersions") };
}

/** AWS keeps its own policies, and nobody else can change them. */
export const isOfAws = (arn: string) => arn.split(":")[4] === "aws";

/** IAM answers with documents in URL encoding. */
function decoded(text: string | undefined, operation: string): string {
  return decodeURIComponent(whole(text, "iam", operation));
}

/** The same as resources of a stack, so that the change gate's own comparison reads both. */
export function asResources(roles: LiveRole[], policies: LivePolicy[]): object[] {
  const resource = (type: string, name: string, inputs: object, arn?: string) => ({
    type: `aws:iam/${type}`,
    urn: `urn:pulumi:live::live::aws:iam/${type}::${name}`,
    ...{ inputs, outputs: arn === undefined ? {} : { arn } },
  });
  return [
    ...roles.flatMap(({ name, arn, trust, boundary, maxSessionDuration, inline, attached }) => [
      resource(
        "role:Role",
        name,
        {
          ...{ name, assumeRolePolicy: trust, inlinePolicies: inline },
          ...(boundary && { permissionsBoundary: boundary }),
          ...(maxSessionDuration && { maxSessionDuration }),
        },
        arn,
      ),
      ...attached.map((policyArn) =>
        resource("rolePolicyAttachment:RolePolicyAttachment", `${name} ${policyArn}`, {
          role: name,
          policyArn,
        }),
      ),
    ]),
    ...policies.map(({ name, arn, document }) =>
      resource("policy:Policy", name, { name, policy: document }, arn),
    ),
  ];
}

import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListPolicies,
  paginateListRolePolicies,
  paginateListRoles,
  type Tag,
} from "@aws-sdk/client-iam";

/** A role as the API has it. */
export interface AccountRole {
  arn: string;
  description: string | undefined;
  trust: unknown;
  maxSessionDuration: number | undefined;
  boundary: string | undefined;
  tags: Record<string, string>;
  /** ARNs of the managed policies attached to it, sorted. */
  attached: string[];
  /** Documents of its inline policies, by name. */
  inline: Record<string, unknown>;
}

/** A customer-managed policy as the API has it. */
export interface AccountPolicy {
  arn: string;
  description: string | undefined;
  document: unknown;
  tags: Record<string, string>;
}

/** All roles and customer-managed policies of an account, by their names. */
export interface Account {
  roles: Record<string, AccountRole>;
  policies: Record<string, AccountPolicy>;
}

export const emptyAccount: Account = { roles: {}, policies: {} };

/** A document of one statement that allows. */
export const allowing = (fields: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...fields }] });

/** A client of the local API; `credentials` of another account, if not the API's own. */
export function iamClient(endpoint: string, credentials = { accessKeyId: "test", secretAccessKey: "test" }) {
  return new IAMClient({ endpoint, credentials, region: "us-east-1" });
}

/** Reads back all that an account has. */
export async function readAccount(client: IAMClient): Promise<Account> {
  const account: Account = { roles: {}, policies: {} };
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName = "" } of Roles) account.roles[RoleName] = await readRole(client, RoleName);
  }
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: "Local" })) {
    for (const { PolicyName = "", Arn = "" } of Policies) {
      account.policies[PolicyName] = await readPolicy(client, Arn);
    }
  }
  return account;
}

async function readRole(client: IAMClient, RoleName: string): Promise<AccountRole> {
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const attached: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    attached.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = "" }) => PolicyArn));
  }
  const inline: Record<string, unknown> = {};
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      inline[PolicyName] = documentOf(PolicyDocument);
    }
  }
  return {
    arn: Role?.Arn ?? "",
    description: Role?.Description,
    trust: documentOf(Role?.AssumeRolePolicyDocument),
    maxSessionDuration: Role?.MaxSessionDuration,
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: tagsOf(Role?.Tags),
    attached: attached.sort(),
    inline,
  };
}

export async function readPolicy(client: IAMClient, PolicyArn: string): Promise<AccountPolicy> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await client.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  return {
    arn: PolicyArn,
    description: Policy?.Description,
    document: documentOf(PolicyVersion?.Document),
    tags: tagsOf(Policy?.Tags),
  };
}

/** IAM answers with documents in URL encoding. */
function documentOf(encoded = ""): unknown {
  return JSON.parse(decodeURIComponent(encoded));
}

function tagsOf(tags: Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

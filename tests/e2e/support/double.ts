import type { RegisteredResource } from "../../../cli/plan/resources";
import { readStack } from "../../../cli/plan/stackFile";
import { run } from "../../support/component";
import type { Account } from "./account";
import { accountId } from "./moto";

/** What the unit tests' double makes of a stack: the resources that a program registers, with their inputs. */
export async function doubleOf(
  folder: string,
  stack: string,
  program: () => unknown,
): Promise<RegisteredResource[]> {
  const standIn = { accountId, region: "us-east-1", partition: "aws" };
  const { resources, errors } = await run(program, { ...readStack(folder, stack), stack, standIn });
  if (errors[0]) throw errors[0];
  return resources;
}

/** What an account must hold after the double's resources are deployed to it. */
export function accountOf(resources: readonly RegisteredResource[]): Account {
  const inputsOf = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs as unknown as Inputs);
  const attachments = inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const roles = inputsOf("aws:iam/role:Role").map((role) => ({
    arn: `arn:aws:iam::${accountId}:role/${role.name}`,
    description: role.description,
    trust: JSON.parse(role.assumeRolePolicy),
    maxSessionDuration: role.maxSessionDuration ?? 3600,
    boundary: role.permissionsBoundary,
    tags: role.tags,
    attached: attachments
      .filter((attachment) => attachment.role === role.name)
      .map(({ policyArn }) => policyArn)
      .sort(),
    inline: {},
  }));
  const policies = inputsOf("aws:iam/policy:Policy").map((policy) => ({
    arn: `arn:aws:iam::${accountId}:policy/${policy.name}`,
    description: policy.description,
    document: JSON.parse(policy.policy),
    tags: policy.tags,
  }));
  const nameOf = ({ arn }: { arn: string }) => arn.slice(arn.indexOf("/") + 1);
  return {
    roles: Object.fromEntries(roles.map((role) => [nameOf(role), role])),
    policies: Object.fromEntries(policies.map((policy) => [nameOf(policy), policy])),
  };
}

/** The inputs of a role, a policy or an attachment. */
interface Inputs {
  name: string;
  description: string;
  assumeRolePolicy: string;
  maxSessionDuration?: number;
  permissionsBoundary?: string;
  policy: string;
  role: string;
  policyArn: string;
  tags: Record<string, string>;
}

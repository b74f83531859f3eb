import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./inputs/args";
import { tagsOf } from "./inputs/names";
import type { Checks } from "./inputs/resolve";
import { type Statement, toPolicyDocumentStatement } from "./policies/statement";
import { tagCheck } from "./tagCheck";

interface RoleArgs {
  /** Physical name. */
  name: string;
  description: string;
  trust: pulumi.Output<Statement[]>;
  /** Seconds. */
  maxSessionDuration?: number;
}

interface PolicyArgs {
  /** Physical name. */
  name: string;
  description: string;
  statements: pulumi.Output<Statement[]>;
}

/** What makes the roles and policies of a component, named after it. */
export function childrenOf(
  component: pulumi.Resource,
  name: string,
  args: HipaaIamComponentArgs,
  { subject }: Pick<Checks, "subject">,
) {
  const child = { parent: component };
  // Two things cannot have the same physical name at once, and to delete an old attachment takes off what the new one has
  // attached: so what must be replaced is deleted first.
  const named = { ...child, deleteBeforeReplace: true };

  const document = (statements: pulumi.Output<Statement[]>) =>
    statements.apply(async (all) => {
      const { json } = await iam.getPolicyDocument({ statements: all.map(toPolicyDocumentStatement) }, child);
      return json;
    });

  const withCheckedTags = tagCheck(args, subject);

  const role = (suffix: string, { trust, ...rest }: RoleArgs, dependsOn?: pulumi.Resource) =>
    new iam.Role(
      `${name}-${suffix}`,
      {
        ...rest,
        assumeRolePolicy: document(trust),
        permissionsBoundary: args.permissionsBoundaryArn,
        tags: tagsOf(args, rest.name),
      },
      { ...named, dependsOn },
    );

  const attachment = (suffix: string, role: iam.Role, policyArn: pulumi.Input<string>) =>
    new iam.RolePolicyAttachment(
      `${name}-${suffix}-attachment`,
      { role: role.name, policyArn },
      { ...named, dependsOn: withCheckedTags(role) },
    );

  const policy = (
    suffix: string,
    { statements, ...rest }: PolicyArgs,
    options: pulumi.CustomResourceOptions,
  ) =>
    new iam.Policy(
      `${name}-${suffix}`,
      { ...rest, policy: document(statements), tags: tagsOf(args, rest.name) },
      {
        ...child,
        ...options,
        // AWS cannot change a policy's description: a new text, or an adopted policy's, must not replace it.
        ignoreChanges: ["description"],
      },
    );

  const attachedPolicy = (suffix: string, { role, ...rest }: PolicyArgs & { role: iam.Role }) => {
    // The attachment hangs on both. Where role and policy are replaced at once, each deletes it first, and the one that
    // finds it under deletion does not wait: AWS refuses to delete what is still attached.
    const made = policy(`${suffix}-policy`, rest, { ...named, dependsOn: role });
    attachment(suffix, role, made.arn);
    return made;
  };

  return { role, attachment, policy, attachedPolicy };
}

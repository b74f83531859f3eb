import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./inputs/args";
import { addedBy, addedTagFaults } from "./inputs/checks/tags";
import { tagsOf } from "./inputs/names";
import type { Checks } from "./inputs/resolve";
import { tenantTagKey } from "./inputs/scope";
import type { Statement } from "./policies/statement";
import { tagCheck } from "./tagCheck";
import { writtenDocument } from "./writtenDocument";

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

/**
 * A role's name, said to come from what makes its boundary. AWS deletes no boundary that a role has, so where the boundary
 * must be deleted before a new one takes its name, the engine has to delete the roles before it: it does where they might
 * get another name from it. In a preview of a new boundary the name is known all the same.
 */
function behind(boundary: pulumi.Input<string> | undefined, name: string): pulumi.Input<string> {
  if (!pulumi.Output.isInstance(boundary)) return name;
  const makers = pulumi.getAllResources(boundary).then((all) => [...all].map(({ urn }) => urn));
  return pulumi.output(makers).apply(() => name);
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

  const document = (statements: pulumi.Output<Statement[]>) => writtenDocument(statements, "json", child);

  const own = tagsOf(args, "");
  const tenantTag = args.tenantIsolation && tenantTagKey(args.tenantIsolation);
  const checked = tagCheck(component, subject, (tags) => {
    // What args give as an Output is checked as theirs.
    const others = Object.entries(tags).filter(([key]) => typeof (own[key] ?? "") === "string");
    return addedTagFaults(Object.keys(own), Object.fromEntries(others), addedBy.program, tenantTag);
  });
  const behindChecked = (resource?: iam.Role) => resource && checked(resource);

  const role = (suffix: string, { trust, ...rest }: RoleArgs, dependsOn?: iam.Role) =>
    new iam.Role(
      `${name}-${suffix}`,
      {
        ...rest,
        name: behind(args.permissionsBoundaryArn, rest.name),
        assumeRolePolicy: document(trust),
        permissionsBoundary: args.permissionsBoundaryArn,
        tags: tagsOf(args, rest.name),
      },
      { ...named, dependsOn: behindChecked(dependsOn) },
    );

  const attachment = (
    suffix: string,
    role: iam.Role,
    policyArn: pulumi.Input<string>,
    ...made: iam.Policy[]
  ) =>
    new iam.RolePolicyAttachment(
      `${name}-${suffix}-attachment`,
      { role: role.name, policyArn },
      { ...named, dependsOn: [role, ...made].map(checked) },
    );

  const policy = (suffix: string, { statements, ...rest }: PolicyArgs, dependsOn?: iam.Role) =>
    new iam.Policy(
      `${name}-${suffix}`,
      { ...rest, policy: document(statements), tags: tagsOf(args, rest.name) },
      {
        ...named,
        dependsOn: behindChecked(dependsOn),
        // AWS cannot change a policy's description: a new text, or an adopted policy's, must not replace it.
        ignoreChanges: ["description"],
      },
    );

  const attachedPolicy = (suffix: string, { role, ...rest }: PolicyArgs & { role: iam.Role }) => {
    // The attachment hangs on both. Where role and policy are replaced at once, each deletes it first, and the one that
    // finds it under deletion does not wait: AWS refuses to delete what is still attached.
    const made = policy(`${suffix}-policy`, rest, role);
    attachment(suffix, role, made.arn, made);
    return made;
  };

  return { role, attachment, policy, attachedPolicy, checked };
}

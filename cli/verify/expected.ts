import type { Scope } from "../../components/inputs/scope";
import { UsageError } from "../plan/errors";
import type { ResourceState } from "../plan/resources";
import { opened } from "../plan/secrets";
import type { Deployment } from "../review/deployment";
import { type RoleKind, scopeOf } from "../review/expected";
import { componentsIn } from "../review/reviewing";
import { attachmentsOf, documentsOn } from "../review/roles";
import { attachedBy, property, type Stack, stackOf } from "../review/stack";

/** A role that the stack makes. */
export interface ExpectedRole {
  name: string;
  arn: string;
  kind: RoleKind | "other";
  path: string;
  tags: Record<string, string>;
  /** ARNs of attached policies. */
  attached: string[];
  /** Names of inline policies. */
  inline: string[];
}

/** A component of the stack, and what it was made with. */
export interface ExpectedComponent {
  name: string;
  /** As the program gave them. */
  inputs: Record<string, unknown>;
  scope: Scope;
  /** Whether a text holds nothing that only a deployment knows. */
  isKnown(text: string): boolean;
  roles: ExpectedRole[];
}

/** The components of a deployment. */
export function expectedOf(
  { resources, shown = (value) => value }: Deployment,
  region: string,
): ExpectedComponent[] {
  const stack = stackOf(resources);
  return componentsIn(resources).map(({ component, name, roles, place }): ExpectedComponent => {
    const where = { ...place, region: place.region || region };
    const inputs = opened(component.inputs) as Record<string, unknown>;
    const scope = scopeOf(inputs, where);
    return {
      name,
      inputs,
      scope,
      isKnown: (text) => shown(text) === text,
      roles: roles.map(({ role, kind }) => roleOf(role, kind, stack, shown)),
    };
  });
}

/** A stack without a component of the account that is looked at has nothing to compare. */
export function refuseOthers({ resources }: Deployment, account: string): void {
  const accounts = componentsIn(resources).map(({ place }) => place.accountId);
  if (accounts.includes(account)) return;
  throw new UsageError(
    accounts.length === 0
      ? "There is no HipaaIamComponent in this stack. Verify a stack that makes one."
      : `The credentials are of account ${account}, and the stack's roles are in ${[...new Set(accounts)].join(", ")}. Take credentials of that account, or --role-arn.`,
  );
}

function roleOf(
  role: ResourceState,
  kind: ExpectedRole["kind"],
  stack: Stack,
  shown: <T>(value: T) => T,
): ExpectedRole {
  const attached = attachmentsOf(role, stack).flatMap((one) => attachedBy(one)?.managed ?? []);
  const inline = documentsOn(role, stack).filter((one) => one.kind === "inline policy");
  return {
    ...{ name: String(property(role, "name")), arn: String(property(role, "arn")), kind },
    ...{ attached: shown([...new Set(attached)]), inline: shown(inline.map(({ name }) => name)) },
    path: String(property(role, "path") ?? "/"),
    tags: (property(role, "tagsAll") ?? property(role, "tags") ?? {}) as Record<string, string>,
  };
}

import type { Role } from "@pulumi/aws/iam";
import type { HipaaIamComponentArgs } from "./inputs/args";
import { later } from "./inputs/checks/known";
import { addedTagFaults } from "./inputs/checks/tags";
import { refuse } from "./inputs/faults";
import { tagsOf } from "./inputs/names";
import { outcome } from "./inputs/outputs";
import { tenantTagKey } from "./inputs/scope";

/**
 * What returns a role once its tags are checked, with those that transformations of a program have put on it. A preview
 * knows them, so that nothing is made; without one, nothing is attached to the role.
 */
export function tagCheck(args: HipaaIamComponentArgs, subject: string): (role: Role) => Promise<Role> {
  const own = Object.keys(tagsOf(args, ""));
  const tenantTag = args.tenantIsolation && tenantTagKey(args.tenantIsolation);
  const checks = new Map<Role, Promise<Role>>();

  const check = async (role: Role) => {
    const both = await Promise.all([role.tags, role.tagsAll].map(outcome));
    const added = new Set(both.flatMap((tags) => (tags === later ? [] : Object.keys(tags ?? {}))));
    refuse(subject, addedTagFaults(own, [...added], "a transformation", tenantTag));
    return role;
  };
  return (role) => {
    const checked = checks.get(role) ?? check(role);
    checks.set(role, checked);
    return checked;
  };
}

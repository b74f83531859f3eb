import type { Policy, Role } from "@pulumi/aws/iam";
import type { HipaaIamComponentArgs } from "./inputs/args";
import { later } from "./inputs/checks/known";
import { addedTagFaults } from "./inputs/checks/tags";
import { refuse } from "./inputs/faults";
import { tagsOf } from "./inputs/names";
import { outcome } from "./inputs/outputs";
import { tenantTagKey } from "./inputs/scope";

/**
 * What returns a role or policy once its tags are checked, with those that transformations and transforms of a program have
 * put on it. A preview knows them, so that nothing is made; without one, nothing is made that waits for it.
 */
export function tagCheck(args: HipaaIamComponentArgs, subject: string) {
  const own = Object.keys(tagsOf(args, ""));
  const tenantTag = args.tenantIsolation && tenantTagKey(args.tenantIsolation);
  const checks = new Map<Role | Policy, Promise<void>>();

  const check = async (resource: Role | Policy) => {
    const both = await Promise.all([resource.tags, resource.tagsAll].map(outcome));
    const added = new Set(both.flatMap((tags) => (tags === later ? [] : Object.keys(tags ?? {}))));
    refuse(subject, addedTagFaults(own, [...added], "a transformation", tenantTag));
  };
  return async <R extends Role | Policy>(resource: R): Promise<R> => {
    const checked = checks.get(resource) ?? check(resource);
    checks.set(resource, checked);
    await checked;
    return resource;
  };
}

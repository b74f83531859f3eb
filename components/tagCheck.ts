import * as pulumi from "@pulumi/pulumi";
import { later } from "./inputs/checks/known";
import type { Tags } from "./inputs/checks/tags";
import { type Fault, refuse } from "./inputs/faults";
import { outcome } from "./inputs/outputs";

/** The tags of a resource as they come out of a program's transformations or transforms. */
type TagsInput = pulumi.Input<object | undefined>;
type Tagged = pulumi.Resource & Record<"tags" | "tagsAll", TagsInput>;

/**
 * Checks the tags that others have put on the resources of a component. Transformations are the SDK's: nothing is
 * registered before the tags of all are checked. Transforms are the engine's, which tells what came of them when a resource is
 * made, or would be: a preview makes nothing, and without one nothing is made that waits for what this returns.
 */
export function tagCheck(component: pulumi.Resource, subject: string, faultsOf: (tags: Tags) => Fault[]) {
  const check = async (...all: TagsInput[]) => {
    const known = await Promise.all(all.map((tags) => outcome(pulumi.output(tags))));
    refuse(subject, faultsOf(Object.assign({}, ...known.filter((tags) => tags !== later))));
  };
  afterTransformations(component, check);

  const checks = new Map<Tagged, Promise<void>>();
  return async <R extends Tagged>(resource: R): Promise<R> => {
    const checked = checks.get(resource) ?? check(resource.tags, resource.tagsAll);
    checks.set(resource, checked);
    await checked;
    return resource;
  };
}

/** Has the tags of all children of a component wait for the checks of all. Its transformation comes after all others. */
function afterTransformations(component: pulumi.Resource, check: (tags: TagsInput) => Promise<void>): void {
  const checks: Promise<void>[] = [];
  // The component makes its children at once: they are all there when this goes on.
  const all = Promise.resolve().then(() => Promise.all(checks));
  // A part of the SDK that has no types: a child has its own, then its parents', then the stack's.
  const { __transformations: last } = component as { __transformations?: pulumi.ResourceTransformation[] };
  last?.push(({ props, opts }) => {
    if (!("tags" in props)) return undefined;
    checks.push(check(props.tags));
    return { props: { ...props, tags: pulumi.output(all).apply(() => props.tags) }, opts };
  });
}

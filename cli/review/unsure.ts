import type { ResourceState } from "../plan/resources";
import type { Document, Statement } from "../policy/document";
import type { Deployment } from "./deployment";
import { property } from "./stack";

/** ARNs of what the stack makes. What it only reads may be anything. */
export const madeIn = (resources: ResourceState[]): string[] =>
  resources.flatMap((one) => {
    const arn = property(one, "arn");
    return typeof arn === "string" && !one.external ? [arn] : [];
  });

interface Known {
  /** What the stack makes, and what the component was given: a resource that is named so is no other. */
  known: string[];
  shown: NonNullable<Deployment["shown"]>;
  widened: NonNullable<Deployment["widened"]>;
}

/** Grants of resources that nobody knows offline, as if they were of all that these may be. */
export function unsureIn(documents: Document[], { known, shown, widened }: Known): Document[] {
  // One value may stand in several forms, such as an ARN's.
  const names = known.map((name) => [name, shown(name)] as const);
  const opened = (pattern: string) => {
    const told = shown(pattern);
    const [own, ofOwn = ""] = names.find(([, name]) => told.startsWith(name)) ?? [];
    return own === undefined
      ? widened(pattern)
      : own + told.slice(ofOwn.length).replace(/unknown\(.*\)/, "*");
  };
  return documents.flatMap(({ name, statements }) => {
    const open = statements.flatMap((one): Statement[] => {
      const { not, patterns } = one.resource;
      const resource = { not, patterns: patterns.map(opened) };
      const isOpen = one.effect === "Allow" && !not && `${resource.patterns}` !== `${patterns}`;
      return isOpen ? [{ ...one, resource }] : [];
    });
    return open.length > 0 ? [{ name: `a resource of ${name}`, statements: open }] : [];
  });
}

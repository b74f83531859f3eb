import type { Scope } from "../../components/inputs/scope";
import type { Holder } from "../../components/promises/promised";
import type { ResourceState } from "../plan/monitor";
import { opened } from "../plan/secrets";
import { type Document, documentOf } from "../policy/document";
import { scopeOf } from "../review/expected";
import { componentType, kindOf, placeOf, rolesOf } from "../review/reviewing";
import { documentsOn, type FoundDocument, nameOf } from "../review/roles";
import { property, type Stack, stackOf } from "../review/stack";
import { parsedDocument } from "../review/statement";
import type { Subject } from "../theorems/promises";

/** A component of a stack, and whom its promises are held against, with all that the stack attaches to its roles. */
export interface Component {
  name: string;
  scope: Scope;
  subjects: Map<Holder, Attached>;
}

export interface Attached {
  subject: Subject;
  /** Names of documents that are attached and cannot be read. */
  unread: string[];
}

const administratorAccess = documentOf("AdministratorAccess", {
  Version: "2012-10-17",
  Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
});

export function componentsOf(resources: ResourceState[]): Component[] {
  const stack = stackOf(resources);
  return resources
    .filter(({ type }) => type === componentType)
    .sort((a, b) => (a.urn < b.urn ? -1 : 1))
    .map((component) => componentOf(component, stack));
}

function componentOf(component: ResourceState, stack: Stack): Component {
  const roles = rolesOf(component, stack);
  const name = nameOf(component);
  const scope = scopeOf(opened(component.inputs) as Record<string, unknown>, placeOf(roles, stack));
  const subjects = new Map<Holder, Attached>();
  for (const role of roles) {
    const kind = kindOf(nameOf(role), name);
    const found = documentsOn(role, stack);
    const trust = attached(found.filter((one) => one.kind === "trust policy"));
    const own = attached(found.filter((one) => one.kind !== "trust policy"));
    const [resource] = trust.documents;
    const admits: Attached = {
      subject: { identity: [], ...(resource && { resource }) },
      unread: trust.unread,
    };
    const boundary = boundaryOf(role, stack);
    const set: Attached = {
      subject: { identity: own.documents, ...(boundary.documents[0] && { boundary: boundary.documents[0] }) },
      unread: [...own.unread, ...boundary.unread],
    };
    if (kind === "database monitoring") subjects.set("monitoring's trust", admits);
    if (kind !== "backend" && kind !== "key provisioner") continue;
    subjects.set(kind, set);
    subjects.set(`${kind}'s trust`, admits);
    if (kind === "backend" && set.subject.boundary) {
      const identity = [...own.documents, administratorAccess];
      subjects.set("backend as administrator, within its boundary", {
        ...set,
        subject: { ...set.subject, identity },
      });
    }
  }
  return { name, scope, subjects };
}

function attached(found: FoundDocument[]): { documents: Document[]; unread: string[] } {
  const all = found.map(({ name, text }) => {
    const content = parsedDocument(text);
    return content === undefined
      ? { name, document: undefined }
      : { name, document: documentOf(name, content) };
  });
  return {
    documents: all.flatMap(({ document }) => (document && !document.fault ? [document] : [])),
    unread: all.flatMap(({ name, document }) =>
      document === undefined || document.fault
        ? [`${name}${document?.fault ? `: ${document.fault.why}` : ""}`]
        : [],
    ),
  };
}

function boundaryOf(role: ResourceState, { policies }: Stack): ReturnType<typeof attached> {
  const arn = property(role, "permissionsBoundary");
  if (typeof arn !== "string" || arn === "") return { documents: [], unread: [] };
  const [policy] = policies.get(arn) ?? [];
  const text = policy && property(policy, "policy");
  return attached([
    { name: `the boundary ${arn}`, kind: "managed policy", isOwn: false, text, isSecret: false },
  ]);
}

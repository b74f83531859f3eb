import type { Scope } from "../../components/inputs/scope";
import type { Holder } from "../../components/promises/promised";
import type { ResourceState } from "../plan/resources";
import { opened } from "../plan/secrets";
import { type Document, documentOf } from "../policy/document";
import type { Subject } from "../theorems/promises";
import type { Deployment } from "./deployment";
import { expectedOf, type RoleKind, scopeOf } from "./expected";
import { lettingIn } from "./lettingIn";
import { type Deciding, type Readings, readingsOf, unsureIn } from "./readings";
import { type ResourcePolicy, resourcePoliciesIn } from "./resourcePolicies";
import { componentsIn } from "./reviewing";
import { boundaryOf, documentsOn, type FoundDocument, maybeOn } from "./roles";
import { property, type Stack, stackOf } from "./stack";
import { canonical, parsedDocument } from "./statement";
import { mayAttach, type Template, templatesIn } from "./templates";
import { madeIn, mayBe, openedBy } from "./unsure";

/** A component of a stack, and whom its promises are held against, with all that the stack attaches to its roles. */
export interface Component {
  name: string;
  scope: Scope;
  subjects: Map<Holder, Attached>;
}

export interface Attached extends Readings {
  /** The ARN of the role whose sessions ask, where it is known. */
  role?: string;
  /** Names of documents that are attached and cannot be read. */
  unread: string[];
  /** Documents that may be off the role again, each with what leaves it out of its list. */
  leftOut: LeftOut[];
  /** Names of policies of resources that are not read, and may let the role in. */
  untold: string[];
  /** Names of policies that are not known in part. */
  unsure: string[];
  /** One of them is a secret as a whole, and not of the package: what breaks a promise would tell of it. */
  isSecret: boolean;
}

export interface LeftOut {
  document: Document;
  by: string;
}

const administratorAccess = documentOf("AdministratorAccess", {
  Version: "2012-10-17",
  Statement: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
});

export function componentsOf(
  resources: ResourceState[],
  {
    isPlaced = () => true,
    isUnknown = () => false,
    shown = (value) => value,
    widened = (text) => text,
  }: Told = {},
): Component[] {
  const stack = stackOf(resources);
  const templates = templatesIn(resources, isUnknown);
  const policies = resourcePoliciesIn(resources);
  const made = madeIn(resources);
  return componentsIn(resources).map((component) =>
    componentOf(component, { stack, isPlaced, isUnknown, shown, widened, templates, policies, made }),
  );
}

type Told = Pick<Deployment, "isPlaced" | "isUnknown" | "shown" | "widened">;

interface Around extends Required<Told> {
  stack: Stack;
  templates: Template[];
  policies: ResourcePolicy[];
  /** ARNs of what the stack makes. */
  made: string[];
}

function componentOf(
  { component, name, place, roles }: ReturnType<typeof componentsIn>[number],
  { stack, isPlaced, isUnknown, shown, widened, templates, policies, made }: Around,
): Component {
  const inputs = opened(component.inputs) as Record<string, unknown>;
  const scope = scopeOf(inputs, place);
  const given = Object.values(inputs)
    .flat()
    .filter((one): one is string => typeof one === "string" && one !== "");
  const subjects = new Map<Holder, Attached>();
  for (const { role, kind } of roles) {
    const found = documentsOn(role, stack).map((one) => ({
      ...one,
      isSecret: one.isSecret && !isMade(one, kind, scope),
    }));
    const trust = attached(found.filter((one) => one.kind === "trust policy"));
    const own = attached(found.filter((one) => one.kind !== "trust policy"));
    const [resource] = trust.documents;
    const admitting: Subject = { identity: [], ...(resource && { resource }) };
    const admits: Attached = {
      ...{ subject: admitting, most: admitting, least: admitting },
      ...{ unread: trust.unread, leftOut: [], untold: [], unsure: [], isSecret: trust.isSecret },
    };
    const boundary = attached([boundaryOf(role, stack) ?? []].flat().map(asBoundary));
    const arn = String(property(role, "arn"));
    const isKnown = isPlaced(role) && /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn);
    const ownerOf = (name: string) => ownerIn(scope, name);
    const opened = openedBy({ known: [...made, ...given], account: place.accountId, shown, widened });
    const letIn = lettingIn(policies, { arn, isKnown, isUnknown, widened, opened, ownerOf });
    const roleName = String(property(role, "name"));
    const named = opened(roleName).text;
    const maybe = attached(maybeOn(role, stack, (name) => mayBe(named, name, opened)));
    const deciding: Deciding = {
      ...{ identity: own.documents, boundary: boundary.documents, maybe: maybe.documents, letIn },
      foreign: [...own.foreign, ...boundary.foreign],
    };
    const set: Attached = {
      ...(isKnown && { role: arn }),
      ...readingsOf(deciding, opened),
      unread: [
        ...[...own.unread, ...boundary.unread, ...maybe.unread],
        ...templates.filter((one) => mayAttach(one, roleName)).map(({ what }) => what),
      ],
      ...{
        leftOut: own.leftOut,
        untold: letIn.untold.map((one) => one.name),
        unsure: unsureIn(deciding, opened),
      },
      isSecret: [own, boundary, maybe, letIn].some((one) => one.isSecret),
    };
    if (kind === "database monitoring") subjects.set("monitoring's trust", admits);
    if (kind !== "backend" && kind !== "key provisioner") continue;
    subjects.set(kind, set);
    subjects.set(`${kind}'s trust`, admits);
    if (kind === "backend" && set.subject.boundary) {
      const identity = [...own.documents, administratorAccess];
      const readings = readingsOf({ ...deciding, identity }, opened);
      subjects.set("backend as administrator, within its boundary", { ...set, ...readings });
    }
  }
  return { name, scope, subjects };
}

/** The account of the component's own buckets, where it is another. */
const ownerIn = (scope: Scope, bucket: string) =>
  [scope.s3BucketDocumentsArn, scope.s3BucketBackupsArn, scope.s3BucketAuditLogsArn].some(
    (arn) => arn.split(":").at(-1) === bucket,
  )
    ? scope.bucketOwnerAccountId
    : undefined;

/** Whether a document is what the package makes, word for word: a review shows it, but for the secrets in it. */
function isMade({ isOwn, kind, text }: FoundDocument, role: RoleKind | "other", scope: Scope): boolean {
  if (!isOwn || role === "other") return false;
  const { trust, policies } = expectedOf(role, scope);
  const made = kind === "trust policy" ? trust : policies;
  return parsedDocument(text)?.Statement.every((one) => made.has(canonical(one))) ?? false;
}

/** `foreign`: the package makes its own of what the component was given, and its promises are about that, whatever it is. */
function attached(found: FoundDocument[]) {
  const all = found.map(({ name, text, leftOutBy, isOwn }) => {
    const content = parsedDocument(text);
    return {
      name,
      leftOutBy,
      isOwn,
      document: content === undefined ? undefined : documentOf(name, content),
    };
  });
  const read = all.flatMap(({ document, leftOutBy: by, isOwn }) =>
    document && !document.fault ? [{ document, by, isOwn }] : [],
  );
  return {
    foreign: read.flatMap(({ document, isOwn }) => (isOwn ? [] : [document])),
    isSecret: found.some((one) => one.isSecret),
    documents: read.map(({ document }) => document),
    leftOut: read.flatMap(({ document, by }) => (by === undefined ? [] : [{ document, by }])),
    unread: all.flatMap(({ name, document }) =>
      document === undefined || document.fault
        ? [`${name}${document?.fault ? `: ${document.fault.why}` : ""}`]
        : [],
    ),
  };
}

function asBoundary(found: FoundDocument): FoundDocument {
  return { ...found, name: `the boundary ${found.name}` };
}

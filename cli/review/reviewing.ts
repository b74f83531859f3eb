import { publicExternalId } from "../../components/inputs/publicExternalId";
import { type HipaaProvision, hipaaProvisions } from "../../components/policies/hipaa";
import type { Statement } from "../../components/policies/statement";
import { evidence } from "../../components/promises/evidence";
import { hidden } from "../plan/masking";
import type { ResourceState } from "../plan/resources";
import { masker, opened, sealedInputs, unreadable } from "../plan/secrets";
import { conditionsOf } from "./conditions";
import { type DataArns, dataOf, titlesNamed, titlesOf } from "./data";
import type { Deployment } from "./deployment";
import { type Expected, expectedOf, type RoleKind, roleKinds, scopeOf } from "./expected";
import { toldOfPolicies } from "./resourcePolicies";
import type { Review, ReviewedComponent, ReviewedDocument, ReviewedRole, ReviewedStatement } from "./review";
import { boundaryOf, documentsOn, type FoundDocument, nameOf } from "./roles";
import { property, type Stack, stackOf } from "./stack";
import { canonical, type DocumentStatement, entries, grammar, list, parsedDocument } from "./statement";
import { templatesIn, toldOfTemplates } from "./templates";

/** The rule's. */
const provisionsInOrder = Object.keys(hipaaProvisions) as HipaaProvision[];
const componentType = "hipaa-iam:index:HipaaIamComponent";

/** Hides what is secret in a value. */
type Mask = ReturnType<typeof masker>;

/** The review of a stack; without components where the stack has none. */
export function reviewOf(deployment: Deployment): Review {
  const { source, resources } = deployment;
  const stack = stackOf(resources);
  const found = resources.filter(({ type }) => type === componentType).sort(byUrn);
  const mask = maskOf(deployment);
  const besides = besidesOf(deployment);
  const warnings = [...new Set([...deployment.warnings, ...found.flatMap(warningsOf), ...besides.warnings])];
  const review: Review = {
    formatVersion: 1,
    ...{ project: mask(deployment.project), stack: mask(deployment.stack), source },
    ...{ notes: mask([...deployment.notes, ...besides.notes]), warnings: mask(warnings) },
    components: found.map((component) => componentOf(component, stack, mask, reasonBy(deployment))),
  };
  numbered(review);
  return review;
}

/** A state holds no warnings. What an auditor has to know is told again from the inputs. */
function warningsOf(component: ResourceState): string[] {
  const { environment, externalId } = opened(component.inputs) as Record<string, unknown>;
  return [publicExternalId(environment, externalId) ?? []].flat();
}

/** What is told of templates of CloudFormation and of policies that are not read beside the components. */
export function besidesOf({ resources, isUnknown }: Deployment) {
  const roles = componentsIn(resources).flatMap((one) =>
    one.roles.map(({ role }) => String(property(role, "name"))),
  );
  const { warnings, notes } = toldOfTemplates(templatesIn(resources, isUnknown), roles);
  return { warnings: [...warnings, ...toldOfPolicies(resources)], notes };
}

/** Hides what is secret in a deployment; with numbers, where two secrets must not become one. */
export function maskOf({ resources, secrets, isUnknown }: Deployment, numbered = false): Mask {
  const accounts = componentsIn(resources).map(({ place }) => place.accountId);
  const sealed = sealedInputs(resources).filter((text) => !isUnknown?.(text));
  return masker([...secrets, ...sealed], accounts, numbered);
}

function byUrn(a: ResourceState, b: ResourceState): number {
  return a.urn < b.urn ? -1 : 1;
}

function numbered({ components }: Review): void {
  const documents = components.flatMap(({ roles }) => roles).flatMap((role) => role.documents);
  for (const [index, statement] of documents.flatMap(({ statements }) => statements).entries()) {
    statement.number = index + 1;
  }
}

function componentOf(
  component: ResourceState,
  stack: Stack,
  mask: Mask,
  reasonOf: ReasonOf,
): ReviewedComponent {
  const inputs = opened(component.inputs) as Record<string, unknown>;
  const name = nameOf(component);
  const roles = rolesOf(component, stack);
  const where = placeOf(roles, stack);
  const scope = scopeOf(inputs, where);
  const data = dataOf(inputs, where);
  const { partition, accountId, region } = where;
  return {
    ...{ name: mask(name), environment: mask(String(inputs.environment)) },
    ...{ partition, accountId: mask(accountId), region: mask(region) },
    roles: roles.map((role): ReviewedRole => {
      const kind = kindOf(nameOf(role), name);
      const boundary = boundaryOf(role, stack);
      const expected = kind === "other" ? undefined : expectedOf(kind, scope);
      return {
        ...{ name: mask(String(property(role, "name"))), arn: mask(String(property(role, "arn"))), kind },
        permissionsBoundary: mask(String(property(role, "permissionsBoundary") ?? "")),
        boundaryUnread: boundary && !parsedDocument(boundary.text) ? reasonOf(boundary) : "",
        documents: documentsOn(role, stack).map((found) => documentOf(found, expected, data, mask, reasonOf)),
      };
    }),
  };
}

/** The components of a stack, each with its roles and where they are. */
export function componentsIn(resources: ResourceState[]) {
  const stack = stackOf(resources);
  const found = resources.filter(({ type }) => type === componentType).sort(byUrn);
  return found.map((component) => {
    const [name, roles] = [nameOf(component), rolesOf(component, stack)];
    const kinds = roles.map((role) => ({ role, kind: kindOf(nameOf(role), name) }));
    return { component, name, place: placeOf(roles, stack), roles: kinds };
  });
}

/** The backend's first. */
function rolesOf(component: ResourceState, { children }: Stack): ResourceState[] {
  const rank = (role: ResourceState) =>
    [...Object.values(roleKinds), "other"].indexOf(kindOf(nameOf(role), nameOf(component)));
  return (children.get(component.urn) ?? [])
    .filter(({ type }) => type === "aws:iam/role:Role")
    .sort((a, b) => rank(a) - rank(b) || byUrn(a, b));
}

function kindOf(name: string, component: string): RoleKind | "other" {
  const suffix = name.startsWith(`${component}-`) ? name.slice(component.length + 1) : "";
  return (entries(roleKinds).find(([key]) => key === suffix)?.[1] as RoleKind) ?? "other";
}

/** The account is in the roles' ARNs, the Region is the provider's, or else the one that the policies name. */
function placeOf([role]: ResourceState[], { byUrn, children }: Stack) {
  const [, partition = "", , , accountId = ""] = String(role && property(role, "arn")).split(":");
  const provider = byUrn.get(role?.provider?.split("::").slice(0, 4).join("::") ?? "");
  const own = (children.get(role?.parent ?? "") ?? []).map(({ inputs }) => inputs.policy);
  const [, named = ""] = /arn:[^:]*:bedrock:([a-z0-9-]+)::foundation-model/.exec(own.join()) ?? [];
  return { partition, accountId, region: String((provider && property(provider, "region")) ?? named) };
}

function documentOf(
  found: FoundDocument,
  expected: Expected | undefined,
  data: DataArns[],
  mask: Mask,
  reasonOf: ReasonOf,
): ReviewedDocument {
  const { name, kind, isOwn } = found;
  const isManaged = expected?.managed.includes(name) === true;
  const made = kind === "trust policy" ? expected?.trust : expected?.policies;
  const document = parsedDocument(found.text);
  return {
    ...{ name: mask(name), kind, madeBy: isOwn || isManaged ? "hipaa-iam" : "other" },
    unread: document ? "" : reasonOf(found),
    // What AWS's policy grants is written down for the boundary, with its reason.
    reason: isManaged ? (evidence.get("WriteDatabaseMetrics")?.purpose ?? "") : "",
    statements: (document?.Statement ?? []).map((statement) => {
      const known = isOwn ? made?.get(canonical(statement)) : undefined;
      const shown = known || !found.isSecret ? statement : concealed(statement);
      return statementOf(
        maskedStatement(shown, mask),
        known,
        known ? titlesOf(known, data) : titlesNamed(shown.Resource, data),
      );
    }),
  };
}

/** The words of IAM's grammar stay, whatever is secret. */
function maskedStatement(statement: DocumentStatement, mask: Mask): DocumentStatement {
  const fields = entries(statement).map(([key, value]) => [
    grammar.includes(key) ? key : mask(key),
    mask(value),
  ]);
  return Object.fromEntries(fields);
}

/** Why a document is not read. One that is not known is told by its origin, which is put in its place later. */
type ReasonOf = (found: FoundDocument) => string;
const reasonBy =
  ({ isUnknown }: Deployment): ReasonOf =>
  (found) =>
    typeof found.text === "string" && isUnknown?.(found.text)
      ? `Its text is not known offline: ${found.text}.`
      : unreadReason(found);

function unreadReason({ text, kind, name }: FoundDocument): string {
  if (text === undefined && name.split(":")[4] === "aws") return "AWS keeps the text of this policy.";
  if (text === undefined) return "The text of this policy is not in this stack.";
  if (text !== unreadable) return "This is no policy document.";
  const because = kind === "trust policy" ? ", as it holds the external ID" : "";
  return `The text is encrypted in this export${because}. Export with --show-secrets: the review leaves secrets out.`;
}

/** Of a secret document, what the package does not make could hold anything. */
function concealed({ Effect }: DocumentStatement): DocumentStatement {
  return { Sid: hidden, Effect, Action: hidden, Resource: hidden };
}

function statementOf(
  statement: DocumentStatement,
  known: Statement | undefined,
  data: string[],
): ReviewedStatement {
  const {
    Sid = "",
    Effect = "",
    Principal,
    NotPrincipal,
    Action,
    NotAction,
    Resource,
    NotResource,
  } = statement;
  return {
    number: 0,
    sid: String(Sid),
    effect: String(Effect),
    principals: [...principalsOf(Principal), ...butOf(principalsOf(NotPrincipal))],
    actions: [...list(Action), ...butOf(list(NotAction))],
    resources: [...list(Resource), ...butOf(list(NotResource))],
    conditions: conditionsOf(statement.Condition),
    data,
    reason: known?.purpose ?? "",
    provisions: provisionsInOrder.filter((provision) => known?.hipaa.includes(provision)),
    json: statement,
  };
}

function butOf(values: string[]): string[] {
  return values.map((value) => `everything but ${value}`);
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal === "string") return [principal];
  return entries(principal).flatMap(([type, names]) => list(names).map((name) => `${type}: ${name}`));
}

import { evidence } from "../components/evidence";
import type { Statement } from "../components/policies/statement";
import type { ResourceState } from "../plan/monitor";
import { conditionsOf } from "./conditions";
import type { Deployment } from "./deployment";
import { type Expected, expectedOf, type RoleKind, roleKinds, scopeOf } from "./expected";
import type {
  Review,
  ReviewedComponent,
  ReviewedData,
  ReviewedDocument,
  ReviewedRole,
  ReviewedStatement,
} from "./review";
import { documentsOn, type FoundDocument, property } from "./roles";
import { hidden, masker, opened, secretsOf, unreadable } from "./secrets";
import { canonical, type DocumentStatement, entries, list, parsedDocument } from "./statement";

const componentType = "hipaa-iam:index:HipaaIamComponent";

/** The review of a stack; without components where the stack has none. */
export function reviewOf(deployment: Deployment): Review {
  const { project, stack, source, notes, warnings, resources } = deployment;
  const components = resources
    .filter(({ type }) => type === componentType)
    .sort((a, b) => (a.urn < b.urn ? -1 : 1))
    .map((component) => componentOf(component, resources));
  const review: Review = { formatVersion: 1, project, stack, source, notes, warnings, components };
  numbered(review);
  const known = components.map(({ accountId }) => accountId);
  return masker([...deployment.secrets, ...secretsOf(resources)], known)(review);
}

function numbered({ components }: Review): void {
  const documents = components.flatMap(({ roles }) => roles).flatMap((role) => role.documents);
  for (const [index, statement] of documents.flatMap(({ statements }) => statements).entries()) {
    statement.number = index + 1;
  }
}

function nameOf({ urn }: ResourceState): string {
  return urn.split("::").slice(3).join("::");
}

function componentOf(component: ResourceState, resources: ResourceState[]): ReviewedComponent {
  const inputs = opened(component.inputs) as Record<string, unknown>;
  const name = nameOf(component);
  const roles = resources
    .filter(({ type, parent }) => type === "aws:iam/role:Role" && parent === component.urn)
    .sort((a, b) => rank(a, name) - rank(b, name) || (a.urn < b.urn ? -1 : 1));
  const where = placeOf(roles, resources);
  const scope = scopeOf(inputs, where);
  return {
    name,
    environment: String(inputs.environment),
    ...where,
    data: dataOf(inputs, where),
    roles: roles.map((role): ReviewedRole => {
      const kind = kindOf(nameOf(role), name);
      const expected = kind === "other" ? undefined : expectedOf(kind, scope);
      return {
        name: String(property(role, "name")),
        arn: String(property(role, "arn")),
        kind,
        permissionsBoundary: String(property(role, "permissionsBoundary") ?? ""),
        documents: documentsOn(role, resources).map((found) => documentOf(found, expected)),
      };
    }),
  };
}

function kindOf(name: string, component: string): RoleKind | "other" {
  const suffix = name.startsWith(`${component}-`) ? name.slice(component.length + 1) : "";
  return (entries(roleKinds).find(([key]) => key === suffix)?.[1] as RoleKind) ?? "other";
}

/** The backend's role first. */
function rank(role: ResourceState, component: string): number {
  return [...Object.values(roleKinds), "other"].indexOf(kindOf(nameOf(role), component));
}

/** The account is in the roles' ARNs, the Region is the provider's, or else the one that the policies name. */
function placeOf(roles: ResourceState[], resources: ResourceState[]) {
  const [role] = roles;
  const [, partition = "", , , accountId = ""] = String(role && property(role, "arn")).split(":");
  const provider = resources.find(({ urn }) => role?.provider?.startsWith(`${urn}::`));
  const own = resources.filter(({ parent }) => parent === role?.parent).map(({ inputs }) => inputs.policy);
  const [, named = ""] = /arn:[^:]*:bedrock:([a-z0-9-]+)::foundation-model/.exec(own.join()) ?? [];
  return { partition, accountId, region: String((provider && property(provider, "region")) ?? named) };
}

function dataOf(
  inputs: Record<string, unknown>,
  { partition, accountId, region }: { partition: string; accountId: string; region: string },
): ReviewedData[] {
  const arns = (...keys: string[]) => keys.flatMap((key) => list(inputs[key])).filter((arn) => arn !== "");
  return [
    { title: "Documents", arns: arns("s3BucketDocumentsArn") },
    { title: "Backups", arns: arns("s3BucketBackupsArn") },
    { title: "Audit logs", arns: arns("s3BucketAuditLogsArn") },
    { title: "Master key", arns: arns("kmsMasterKeyArn") },
    { title: "Tenant keys", arns: [`arn:${partition}:kms:${region}:${accountId}:key/*`] },
    { title: "Secrets", arns: arns("secretArns", "secretsKmsKeyArn") },
  ].filter((data) => data.arns.length > 0);
}

function documentOf(found: FoundDocument, expected: Expected | undefined): ReviewedDocument {
  const { name, kind, isOwn } = found;
  const isManaged = expected?.managed.includes(name) === true;
  const made = kind === "trust policy" ? expected?.trust : expected?.policies;
  const document = parsedDocument(found.text);
  return {
    name,
    kind,
    madeBy: isOwn || isManaged ? "hipaa-iam" : "other",
    unread: document ? "" : unreadReason(found),
    // What AWS's policy grants is written down for the boundary, with its reason.
    reason: isManaged ? (evidence.get("WriteDatabaseMetrics")?.purpose ?? "") : "",
    statements: (document?.Statement ?? []).map((statement) => {
      const known = isOwn ? made?.get(canonical(statement)) : undefined;
      return statementOf(known || !found.isSecret ? statement : concealed(statement), known);
    }),
  };
}

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

function statementOf(statement: DocumentStatement, known: Statement | undefined): ReviewedStatement {
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
    reason: known?.purpose ?? "",
    provisions: known?.hipaa ?? [],
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

import type { ReviewedComponent, ReviewedRole, ReviewedStatement } from "./review";
import { isTrust, statementsOf } from "./review";

/** In plain words: who becomes a role, and what it can do then with which data. */
export interface Lane {
  role: ReviewedRole;
  who: string[];
  reach: Reach[];
}

export interface Reach {
  title: string;
  verbs: string[];
  /** Granted by a policy that hipaa-iam does not make. */
  isForeign: boolean;
}

/** What actions do, in a word or two. Those that are not here, such as looking at a key's settings, are of no interest. */
const verbs = new Map<string, string>([
  ["s3:ListBucket", "list names"],
  ["s3:GetObject", "read"],
  ["s3:PutObject", "write"],
  ["s3:DeleteObject", "delete"],
  ["kms:Encrypt", "encrypt"],
  ["kms:Decrypt", "decrypt"],
  ["kms:CreateKey", "create"],
  ["kms:EnableKeyRotation", "turn rotation on"],
  ["bedrock:InvokeModel", "send prompts"],
  ["bedrock:ApplyGuardrail", "apply the guardrail"],
  ["secretsmanager:GetSecretValue", "read"],
]);

const addOnly = "add new ones, without overwriting";

const titles = [
  "Documents",
  "Backups",
  "Audit logs",
  "Master key",
  "Tenant keys",
  "Claude models",
  "Secrets",
];
export const metrics = "Database metrics";
export const unknownData = "Not of hipaa-iam";

export function lanesOf({ data, roles }: ReviewedComponent): Lane[] {
  return roles.map((role) => ({ role, who: whoOf(role), reach: reachOf(role, data) }));
}

function reachOf(role: ReviewedRole, data: ReviewedComponent["data"]): Reach[] {
  const own = new Map<string, Set<string>>();
  const foreign = new Set<string>();
  const statements = role.documents.filter((document) => !isTrust(document)).flatMap((d) => d.statements);
  for (const statement of statements.filter(({ effect }) => effect !== "Deny")) {
    for (const action of statement.actions) {
      if (statement.reason === "") foreign.add(action);
      const verb = verbs.get(action);
      if (statement.reason === "" || !verb) continue;
      for (const title of titlesOf(action, statement, data)) {
        const isOnce = verb === "write" && keepsObjects(title, role, data);
        own.set(title, (own.get(title) ?? new Set()).add(isOnce ? addOnly : verb));
      }
    }
  }
  if (role.documents.some(({ reason }) => reason !== "")) own.set(metrics, new Set(["write"]));
  for (const { madeBy, unread, name } of role.documents) if (madeBy === "other" && unread) foreign.add(name);
  return [
    ...[...titles, metrics]
      .filter((title) => own.has(title))
      .map((title) => ({ title, verbs: inOrder(own.get(title)), isForeign: false })),
    ...(foreign.size > 0 ? [{ title: unknownData, verbs: [...foreign], isForeign: true }] : []),
  ];
}

function inOrder(found: Set<string> = new Set()): string[] {
  const order = [...verbs.values(), addOnly];
  return [...found].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Of which data an action of the package is: its resources tell, or its service. */
function titlesOf(action: string, statement: ReviewedStatement, data: ReviewedComponent["data"]): string[] {
  if (action.startsWith("bedrock:")) return ["Claude models"];
  if (action === "kms:CreateKey") return ["Tenant keys"];
  const isOf = (arn: string) =>
    statement.resources.some((resource) => resource === arn || resource.startsWith(`${arn}/`));
  const found = data.filter(({ arns }) => arns.some(isOf)).map(({ title }) => title);
  const isForSecrets = statement.conditions.some(({ key }) => key === "kms:EncryptionContext:SecretARN");
  return isForSecrets ? ["Secrets"] : found;
}

/** Whether overwriting the objects of a bucket is refused. */
function keepsObjects(title: string, role: ReviewedRole, data: ReviewedComponent["data"]): boolean {
  const arns = data.filter((one) => one.title === title).flatMap((one) => one.arns);
  return statementsOf(role)
    .filter(({ effect, reason }) => effect === "Deny" && reason !== "")
    .filter(({ conditions }) => conditions.some(({ key }) => key === "s3:if-none-match"))
    .some(({ resources }) => arns.every((arn) => resources.includes(`${arn}/*`)));
}

/** Who may become a role, by its trust policy. */
function whoOf(role: ReviewedRole): string[] {
  const [trust] = role.documents.filter(isTrust);
  if (!trust || trust.unread) return ["Not shown: the trust policy cannot be read"];
  const allows = trust.statements.filter(
    ({ effect, actions }) => effect !== "Deny" && actions.some((action) => action !== "sts:TagSession"),
  );
  return allows.length > 0 ? [...new Set(allows.flatMap(whoBy))] : ["Nobody"];
}

function whoBy({ principals, conditions, reason }: ReviewedStatement): string[] {
  const valuesOf = (key: string) => conditions.filter((one) => one.key === key).flatMap((one) => one.values);
  const knowing = valuesOf("sts:ExternalId").length > 0 ? ", with the external ID" : "";
  const named = valuesOf("aws:PrincipalArn");
  const suffix = reason === "" ? " (no reason known)" : "";
  if (named.length > 0) return named.map((arn) => `${arn}${knowing}${suffix}`);
  return principals.map((principal) => `${whoIs(principal)}${knowing}${suffix}`);
}

function whoIs(principal: string): string {
  const [, account] = /^AWS: arn:[^:]*:iam::(.*):root$/.exec(principal) ?? [];
  const [, issuer] = /^Federated: .*oidc-provider\/(.+)$/.exec(principal) ?? [];
  if (account) return `Users and roles of account ${account} that its administrators allow to`;
  if (issuer) return `Workloads with a token of ${issuer}`;
  if (principal === "Service: rolesanywhere.amazonaws.com") return "A host with a certificate";
  if (principal === "Service: monitoring.rds.amazonaws.com") return "Amazon RDS, for its monitoring";
  if (principal === "*" || principal === "AWS: *") return "Anybody";
  return principal;
}

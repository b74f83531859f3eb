import { titles } from "./data";
import type { ReviewedComponent, ReviewedRole, ReviewedStatement } from "./review";
import { isTrust, statementsOf } from "./review";

/** In plain words: who assumes a role, and what it can do then with which data. */
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
  ["s3:AbortMultipartUpload", "abort uploads"],
  ["kms:Encrypt", "encrypt"],
  ["kms:Decrypt", "decrypt"],
  ["kms:CreateKey", "create"],
  ["kms:EnableKeyRotation", "turn rotation on"],
  ["bedrock:InvokeModel", "send prompts"],
  ["bedrock-mantle:CreateInference", "send prompts"],
  ["bedrock:CountTokens", "count tokens"],
  ["bedrock:ApplyGuardrail", "apply the guardrail"],
  ["secretsmanager:GetSecretValue", "read"],
]);
const addOnly = "add new ones, without overwriting";
const [ofOneTenant, ofAllTenants] = ["of the session's tenant only", "of all tenants"];
const metrics = "Database metrics";
/** A summary is one sheet: so many are told apart of what others' statements are on. */
const mostPlaces = 4;
const byAws = "what a policy of AWS allows, whose text is not here";

/** At the end of who may assume a role by a statement that hipaa-iam does not make. */
export const unexplained = " (no reason known)";

export function lanesOf({ roles }: ReviewedComponent): Lane[] {
  return roles.map((role) => ({ role, who: whoOf(role), reach: reachOf(role) }));
}

function reachOf(role: ReviewedRole): Reach[] {
  const own = new Map<string, Set<string>>();
  const add = (title: string, verb: string) => own.set(title, (own.get(title) ?? new Set()).add(verb));
  const granted = role.documents
    .filter((document) => !isTrust(document))
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect !== "Deny");
  for (const { actions, data } of granted.filter(({ reason }) => reason !== "")) {
    for (const verb of actions.map((action) => verbs.get(action)).filter((verb) => verb !== undefined)) {
      for (const title of data) add(title, verb === "write" && keepsObjects(title, role) ? addOnly : verb);
    }
  }
  if (own.has("Documents")) add("Documents", isOfOneTenant(role) ? ofOneTenant : ofAllTenants);
  if (role.documents.some(({ reason }) => reason !== "")) add(metrics, byAws);
  return [
    ...[...titles, metrics]
      .filter((title) => own.has(title))
      .map((title) => ({ title, verbs: inOrder(own.get(title)), isForeign: false })),
    ...foreignReach(role, granted),
  ];
}

/** What nobody knows a reason for is not explained either, only named, with what it is on. */
function foreignReach({ documents }: ReviewedRole, granted: ReviewedStatement[]): Reach[] {
  const found = new Map<string, string[]>();
  const add = (on: string, verbs: string[]) => found.set(on, [...(found.get(on) ?? []), ...verbs]);
  const places = new Set<string>();
  for (const statement of granted.filter(({ reason }) => reason === "")) {
    const place = placeOf(statement);
    const isShown = places.has(place) || places.size < mostPlaces;
    if (isShown) places.add(place);
    add(isShown ? place : ", on more, which the tables below name", statement.actions);
  }
  const unread = documents.filter(({ madeBy, unread }) => madeBy === "other" && unread !== "");
  if (unread.length > 0)
    add(
      "",
      unread.map(({ name }) => name),
    );
  return [...found].map(([on, verbs]) => ({
    title: `Not of hipaa-iam, no reason known${on}`,
    verbs: [...new Set(verbs)],
    isForeign: true,
  }));
}

/** What a statement is on: the data, where its resources tell that, and the first of these. */
function placeOf({ resources, data }: ReviewedStatement): string {
  const most = 2;
  const more = resources.length > most ? `, and ${resources.length - most} more` : "";
  const named = resources.slice(0, most).join(", ") + more;
  if (named === "") return "";
  return data.length > 0
    ? `, on ${data.join(", ")} (${named})`
    : `, on ${named === "*" ? "everything" : named}`;
}

function inOrder(found: Set<string> = new Set()): string[] {
  const order = [...verbs.values(), addOnly, ofOneTenant, ofAllTenants];
  return [...found].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Whether each session serves one tenant. */
function isOfOneTenant(role: ReviewedRole): boolean {
  return statementsOf(role).some(({ sid, reason }) => sid === "DenySessionsWithoutTenant" && reason !== "");
}

/** Whether overwriting the objects of a bucket is refused. */
export function keepsObjects(title: string, role: ReviewedRole): boolean {
  return statementsOf(role)
    .filter(({ effect, reason, data }) => effect === "Deny" && reason !== "" && data.includes(title))
    .some(({ conditions }) => conditions.some(({ key }) => key === "s3:if-none-match"));
}

/** Who may assume a role, by its trust policy. */
function whoOf(role: ReviewedRole): string[] {
  const [trust] = role.documents.filter(isTrust);
  if (!trust || trust.unread) return ["Not known, as the trust policy cannot be read"];
  const allows = trust.statements.filter(
    ({ effect, actions }) => effect !== "Deny" && actions.some((action) => action !== "sts:TagSession"),
  );
  return allows.length > 0 ? [...new Set(allows.flatMap(whoBy))] : ["Nobody"];
}

function whoBy({ principals, conditions, reason }: ReviewedStatement): string[] {
  const valuesOf = (key: string) => conditions.filter((one) => one.key === key).flatMap((one) => one.values);
  const suffix = reason === "" ? unexplained : "";
  const knowing = valuesOf("sts:ExternalId").length > 0 ? ", with the external ID" : "";
  const named = reason === "" ? [] : valuesOf("aws:PrincipalArn");
  const who = named.length > 0 ? named : principals.map(whoIs);
  return who.map((one) => `${one}${knowing}${suffix}`);
}

/** The account that a principal stands for as a whole, by its ARN or by its ID alone. */
export function accountOf(principal: string): string | undefined {
  const [, root, plain] = /^AWS: (?:arn:[^:]*:iam::(.+):root|(\d{12}))$/.exec(principal) ?? [];
  return root ?? plain;
}

/** What an account means as a principal, as its ARN reads like its root user, and what a * does. */
export function principalNote(principal: string): string | undefined {
  if (isAnybody(principal)) return "Anybody, of any account.";
  const account = accountOf(principal);
  if (!account) return undefined;
  return `The account ${account}: every user and role of it whose own policies let them assume the role, not its root user alone.`;
}

export function isAnybody(principal: string): boolean {
  return principal === "*" || principal === "AWS: *";
}

function whoIs(principal: string): string {
  const account = accountOf(principal);
  const [, issuer] = /^Federated: .*oidc-provider\/(.+)$/.exec(principal) ?? [];
  if (account) return `Users and roles of account ${account} whose own policies let them assume the role`;
  if (issuer) return `Workloads with a token of ${issuer}`;
  if (principal === "Service: rolesanywhere.amazonaws.com") return "A host with a certificate";
  if (principal === "Service: monitoring.rds.amazonaws.com") return "Amazon RDS, for its monitoring";
  if (isAnybody(principal)) return "Anybody";
  return principal;
}

import { retainingFamilies } from "../../components/inputs/models";
import { accountOf, isAnybody, keepsObjects } from "./access";
import type { Review, ReviewedComponent, ReviewedPromise, ReviewedRole, ReviewedStatement } from "./review";
import { isTrust, statementsOf } from "./review";
import { conditionSentence } from "./rows";
import { toldTogether } from "./together";
import { count } from "./words";

/** What somebody who signs has to know of: what is left open on purpose, and what nobody here can explain. */
export function openOf({ components, warnings, source }: Review): string[] {
  const roles = rolesOf(components);
  return [
    ...toldTogether(components, "component", (one) => [unkept(one)]),
    ...toldTogether(roles, "role", (role) => anybody(role).map((line) => [line])),
    ...[...new Set(warnings)].map((warning) => `Warning: ${warning}`),
    ...toldTogether(roles, "role", (role) => openIn(role).map((line) => [line])),
    ...(source === "program, run offline"
      ? [
          "This is what the program would make. The stack's state shows what Pulumi deployed. To see what was changed by hand, review the state after `pulumi refresh`, or run `hipaa-iam verify`.",
        ]
      : []),
  ];
}

interface OwnedRole extends ReviewedRole {
  accountId: string;
}

/** The roles of all components. Those of several accounts may have one name. */
function rolesOf(components: ReviewedComponent[]): OwnedRole[] {
  const roles = components.flatMap(({ accountId, roles }) => roles.map((role) => ({ ...role, accountId })));
  const isTwice = ({ name, accountId }: OwnedRole) =>
    roles.some((other) => other.name === name && other.accountId !== accountId);
  return roles.map((role) =>
    isTwice(role) ? { ...role, name: `${role.name} of account ${role.accountId}` } : role,
  );
}

/** What the package promises of the roles and what they come to does not keep. */
function unkept({ name, promises = [] }: ReviewedComponent): string[] {
  const of = (asked: ReviewedPromise["outcome"]) =>
    promises.filter(({ outcome }) => outcome === asked).length;
  const said = (number: number, what: string) =>
    number > 0
      ? [`${count(number, "promise")} of the roles of ${name} ${number === 1 ? "is" : "are"} ${what}.`]
      : [];
  return [...said(of("broken"), "broken"), ...said(of("not proven"), "not proven")];
}

/** Where the trust policy has a * for a name, or names whom it leaves out. */
function anybody(role: ReviewedRole): string[] {
  return admitting(role).flatMap((statement) => {
    const { sid, principals, conditions } = statement;
    const everybody = principals.filter(isAnybody);
    const others = principals.filter((one) => one.startsWith("everything but ")).map((one) => one.slice(15));
    if (everybody.length + others.length === 0) return [];
    const but = everybody.length > 0 ? "" : ` but ${others.join(", ")}`;
    const where = conditions.length > 0 ? `, where ${conditionSentence(statement)}` : "";
    return [`Anybody${but} may assume ${role.name}${where} (${sid || "a statement without name"}).`];
  });
}

/** The statements of the trust policy that let somebody in. */
function admitting(role: ReviewedRole): ReviewedStatement[] {
  return role.documents
    .filter(isTrust)
    .flatMap(({ statements }) => statements)
    .filter(
      ({ effect, actions }) => effect === "Allow" && actions.some((action) => action !== "sts:TagSession"), // That alone admits nobody.
    );
}

function openIn(role: OwnedRole): string[] {
  return [
    ...unexplained(role),
    ...wholeAccounts(role).map((account) => trustOf(account, role)),
    ...(tagsKeys(role) ? [taggingBy(role)] : []),
    ...overwritable(role),
    ...(role.kind === "backend" && !role.permissionsBoundary
      ? [`${role.name} has no permissions boundary: a policy that somebody attaches adds to what it may do.`]
      : []),
    ...retaining(role),
    ...(granted(role, "bedrock-mantle:CreateInference").length > 0
      ? [`${role.name} may send prompts to the endpoint bedrock-mantle: no guardrail applies there.`]
      : []),
  ];
}

function unexplained(role: ReviewedRole): string[] {
  const unknown = statementsOf(role).filter(({ reason }) => reason === "").length;
  const unread = role.documents.filter((document) => document.unread !== "" && document.reason === "");
  const ofAws = role.documents.filter(({ unread, reason }) => unread !== "" && reason !== "");
  return [
    ...(unknown > 0
      ? [
          `${count(unknown, "statement")} of ${role.name}: no reason known. Ask who added ${unknown === 1 ? "it" : "them"}.`,
        ]
      : []),
    ...unread.map(({ name, unread }) => `${name}, on ${role.name}, cannot be shown: ${unread}`),
    ...ofAws.map(
      ({ name }) =>
        `AWS keeps the text of ${name}, on ${role.name}: it is not shown, and nothing is promised of it.`,
    ),
    ...(role.boundaryUnread
      ? [
          `The permissions boundary ${role.permissionsBoundary}, of ${role.name}, cannot be shown: ${role.boundaryUnread}`,
        ]
      : []),
  ];
}

/** Accounts that the trust policy names as a whole, and not by a role or user. */
function wholeAccounts(role: ReviewedRole): string[] {
  const accounts = admitting(role)
    .filter(({ conditions }) => !conditions.some(({ key }) => key === "aws:PrincipalArn"))
    .flatMap(({ principals }) => principals)
    .flatMap((principal) => accountOf(principal) ?? []);
  return [...new Set(accounts)];
}

function trustOf(account: string, role: OwnedRole): string {
  const which =
    account === role.accountId ? "its whole account" : `the whole account ${account}, which is not its own`;
  return (
    `${role.name} trusts ${which}: whoever administers users and roles there decides who may assume it. ` +
    "To let in named roles only, set trustedPrincipalArns."
  );
}

/** What the package grants for the creation of keys admits the tagging of an untagged one. */
function tagsKeys(role: ReviewedRole): boolean {
  return granted(role, "kms:TagResource").length > 0;
}

/** A provisioner uses no key: whom it lets in is the backend. */
function taggingBy(role: ReviewedRole): string {
  const key = `${role.name} can tag a key of its account that has neither of the two tags`;
  const see = "(docs/untagged-keys.md)";
  if (role.kind !== "key provisioner") {
    return `${key}, and can then use it. There are four ways to close this ${see}.`;
  }
  return `${key}. It cannot use it then, but the backend's role can. To close this, tag every key ${see}.`;
}

/** Kept objects that the backend writes, where nothing refuses to overwrite them. */
function overwritable(role: ReviewedRole): string[] {
  const buckets = [
    ["Backups", "backup", "backupsWriteOnce"],
    ["Audit logs", "audit log", "auditLogsAppendOnly"],
  ] as const;
  return buckets
    .filter(
      ([title]) =>
        granted(role, "s3:PutObject").some(({ data }) => data.includes(title)) && !keepsObjects(title, role),
    )
    .map(([, what, option]) => `${role.name} can overwrite an existing ${what}: ${option} is off.`);
}

/** Models for which AWS may keep prompts, where they are granted and nothing refuses them. */
function retaining(role: ReviewedRole): string[] {
  const found = ["bedrock:InvokeModel", "bedrock-mantle:CreateInference"].flatMap((action) => {
    const refused = statementsOf(role)
      .filter(
        ({ effect, reason, actions }) => effect === "Deny" && reason !== "" && actions.some(isOf(action)),
      )
      .flatMap(modelsOf);
    return granted(role, action)
      .flatMap(modelsOf)
      .filter((pattern) =>
        retainingFamilies.some(
          (family) =>
            !refused.includes(`${family}*`) &&
            (pattern.startsWith(family) ||
              (pattern.endsWith("*") && family.startsWith(pattern.slice(0, -1)))),
        ),
      );
  });
  if (found.length === 0) return [];
  const models = [...new Set(found)].join(", ");
  return [
    `AWS may keep, for up to 30 days, what ${role.name} sends to ${models} and what comes back (docs/bedrock.md).`,
  ];
}

/** Whether an action is one that a statement's pattern stands for: of the package's, all end with the *. */
function isOf(action: string): (pattern: string) => boolean {
  return (pattern) =>
    pattern === action || (pattern.endsWith("*") && action.startsWith(pattern.slice(0, -1)));
}

/** The patterns of models that a statement is about, on either endpoint. */
function modelsOf({ resources, conditions }: ReviewedStatement): string[] {
  const named = conditions
    .filter(({ key }) => key === "bedrock-mantle:Model")
    .flatMap(({ values }) => values);
  return [...resources.flatMap((arn) => /:foundation-model\/(.+)$/.exec(arn)?.[1] ?? []), ...named];
}

/** The package's statements that grant an action. What others grant has no reason, and is told as such. */
function granted(role: ReviewedRole, action: string): ReviewedStatement[] {
  return statementsOf(role).filter(
    ({ effect, actions, reason }) => effect === "Allow" && reason !== "" && actions.includes(action),
  );
}

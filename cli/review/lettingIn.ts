import { toPolicyStatements } from "../../components/policies/document";
import { tenantKeyStatements } from "../../components/resourcePolicies/tenantKey";
import { type Document, everything, type Part, type Statement } from "../policy/document";
import { contains, overlap } from "../policy/glob";
import { resourceGlob, usual } from "../policy/holds";
import { askingOf, type Naming, namingOf, sessionsOf } from "../policy/principals";
import type { PolicySet } from "../policy/request";
import { documentIn, type ResourcePolicy } from "./resourcePolicies";
import { canonical, parsedDocument } from "./statement";
import { mayBe, type Opened, statementAs } from "./unsure";

/** The role that is asked about. */
export interface Let {
  arn: string;
  /** Whether that is its own, and no account stands in. */
  isKnown: boolean;
  /** The account that owns a bucket, where that is told. */
  ownerOf(bucket: string): string | undefined;
  isUnknown(text: string): boolean;
  widened(text: string): string;
  opened: Opened;
}

/** What policies of resources give a role by themselves: statements as if they were attached to it. */
export interface LetIn {
  /** What its boundary limits. */
  within: Document[];
  /** What its boundary does not limit, or may not. */
  past: Document[];
  /** All that policies which are not read may give, by their names. */
  untold: Document[];
  /** What others may give that are not known in part. */
  unsure: Document[];
  isSecret: boolean;
}

const services = { bucket: "s3", key: "kms", grant: "kms", secret: "secretsmanager", role: "sts" };

/**
 * In the account of a resource its policy lets in by itself whom it names, other than by the account. That of another account
 * only agrees to what the role's own policies allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function lettingIn(policies: ResourcePolicy[], role: Let): LetIn {
  const found: LetIn = { within: [], past: [], untold: [], unsure: [], isSecret: false };
  const kept = canonical(keptBy(role.arn));
  for (const policy of policies) {
    if (isElsewhere(policy, role)) continue;
    const own = ownOf(policy, role);
    const document = documentIn(policy);
    if (!document) {
      found.untold.push(everythingOn(policy, own));
      continue;
    }
    const { kind, name } = policy;
    const told = parsedDocument(policy.content)?.Statement ?? [];
    const counted = document.statements.flatMap((statement, at) => {
      if (statement.effect === "Deny" || canonical(told[at] ?? {}) === kept) return [];
      const resource = narrowed(statement, own, role);
      const { how, asks } = namedIn(statement, role);
      const mayName = mayBeNamedIn(statement, role);
      if (resource.patterns.length === 0 || (!how && !mayName)) return [];
      const given = { ...statement, principal: everything, resource };
      const [least, most] = [false, true].map((isWide) => statementAs(given, isWide, role.opened));
      const isSure = !mayName && least === most;
      return {
        given: how && least ? [{ how, given: { ...least, conditions: [...least.conditions, ...asks] } }] : [],
        unsure: most && !isSure ? [most] : [],
      };
    });
    const given = counted.flatMap((one) => one.given);
    const unsure = counted.flatMap((one) => one.unsure);
    if (unsure.length > 0) found.unsure.push({ name, statements: unsure });
    // Of keys, grants and trust policies AWS does not say whether the boundary of a role that they name counts.
    const isLimited = ({ how }: { how: Naming }) => how === "role" && /^(bucket|secret)$/.test(kind);
    const add = (to: Document[], some: typeof given) => {
      if (some.length > 0) to.push({ name, statements: some.map((one) => one.given) });
    };
    // Of which bucket or key it is may not be known, nor be told by its statements.
    const isOpen = ({ given }: { given: Statement }) =>
      isUnsure(policy, role) && given.resource.patterns.some((one) => own.includes(one));
    const sure = given.filter((one) => !isOpen(one));
    add(found.untold, given.filter(isOpen));
    add(found.within, sure.filter(isLimited));
    add(
      found.past,
      sure.filter((one) => !isLimited(one)),
    );
    found.isSecret ||= policy.isSecret && counted.length > 0;
  }
  return found;
}

/** The policies of a role with what lets it in. What the boundary does not limit counts as if it allowed that, too. */
export function withLetIn(set: PolicySet, { within, past }: Pick<LetIn, "within" | "past">): PolicySet {
  const { identity, boundary } = set;
  const statements = [...(boundary?.statements ?? []), ...past.flatMap((one) => one.statements)];
  return {
    ...{ ...set, identity: [...identity, ...within, ...past] },
    ...(boundary && { boundary: { ...boundary, statements } }),
  };
}

function isElsewhere({ kind, of = "" }: ResourcePolicy, { arn, isKnown, ...role }: Let): boolean {
  const owner = kind === "bucket" ? role.ownerOf(of) : of.split(":")[4];
  if (!isKnown || !owner || role.isUnknown(owner)) return false;
  return owner !== arn.split(":")[4];
}

const isUnsure = (
  { of = "", isHere }: Pick<ResourcePolicy, "of" | "isHere">,
  { isUnknown }: Pick<Let, "isUnknown">,
) => of === "" || (isUnknown(of) && !isHere);

/** What a policy is of, as a policy names it. */
function ownOf({ kind, of = "", isHere }: ResourcePolicy, { arn, isUnknown }: Let): string[] {
  const [, partition = ""] = arn.split(":");
  if (/^arn:/.test(of)) return [of];
  const name = isUnsure({ of, isHere }, { isUnknown }) ? "*" : of;
  if (kind === "role") return [`arn:${partition}:iam::*:role/*`];
  if (kind === "secret") return [`arn:${partition}:secretsmanager:*:*:secret:*`];
  if (kind !== "bucket") return [`arn:${partition}:kms:*:*:key/${name}`];
  const isDirectory = name === "*" || name.endsWith("--x-s3");
  return [
    ...[`arn:${partition}:s3:::${name}`, `arn:${partition}:s3:::${name}/*`],
    ...(isDirectory ? [`arn:${partition}:s3express:*:*:bucket/${name}`] : []),
  ];
}

/** Of what a statement is about, what is the policy's own; all of that where it cannot be told. */
function narrowed({ resource, variables }: Statement, own: string[], { widened }: Let): Part {
  const globIn = (one: string, isOwn = false) => resourceGlob(one, !isOwn && variables, usual);
  const within = (one: string) => own.some((all) => contains(globIn(all, true), globIn(one)));
  const meets = (one: string) => own.some((all) => overlap(globIn(all, true), globIn(widened(one))));
  const patterns = resource.not
    ? own
    : resource.patterns.flatMap((one) => (within(one) ? [one] : meets(one) ? own : []));
  return { not: false, patterns: [...new Set(patterns)] };
}

/** How a statement names the role or a session of it, and what that asks for. */
function namedIn({ principal }: Statement, { arn, isKnown }: Let) {
  const sessions = sessionsOf(arn);
  const isSession = (one: string) => one.startsWith(`AWS:${sessions}`);
  if (!principal.not && principal.patterns.some(isSession)) return { how: "self" as const, asks: [] };
  const how = namingOf(principal, askingOf(`${sessions}somebody`, arn));
  if (isKnown || principal.not || (how && how !== "account")) {
    return { how: how === "account" ? undefined : how, asks: [] };
  }
  // Of some account it is the role: then it depends on the account.
  const [, partition, , , , ...rest] = arn.split(":");
  const isSame = (one: string) =>
    one.replace(/:\d{12}:/, ":") === `AWS:arn:${partition}:iam::${rest.join(":")}`;
  const values = principal.patterns.filter(isSame).map((one) => one.slice("AWS:".length));
  if (values.length === 0) return { how: undefined, asks: [] };
  return { how: "role" as const, asks: [{ operator: "StringEquals", key: "aws:PrincipalArn", values }] };
}

/** Whether a principal that is not known may be the role, or a session of it. */
function mayBeNamedIn({ principal: { not, patterns } }: Statement, { arn, opened }: Let): boolean {
  const own = [arn, `${sessionsOf(arn)}*`];
  return !not && patterns.some((one) => own.some((each) => mayBe(each, one.replace(/^AWS:/, ""), opened)));
}

/** What `tenantKeyPolicy` gives the creator of a key, as docs/other-side.md says. */
function keptBy(arn: string) {
  const statements = toPolicyStatements(tenantKeyStatements({ roleArn: arn }));
  return statements.find(({ Sid }) => Sid === "KeepTenantKeyManageable") ?? {};
}

function everythingOn({ kind, name }: ResourcePolicy, own: string[]): Document {
  const statement: Statement = {
    ...{ sid: "", effect: "Allow", conditions: [], variables: false, principal: everything },
    action: { not: false, patterns: [`${services[kind]}:*`] },
    resource: { not: false, patterns: own },
  };
  return { name, statements: [statement] };
}

import { delegatingKeyPolicy } from "../access/request";
import type { Row } from "../access/row";
import { evaluate } from "../policy/evaluate";
import { lowerCase } from "../policy/scalars";
import type { RoleKind } from "../review/expected";
import { differs, type Finding, some, told } from "./check";
import { read } from "./effect";
import type { ExpectedComponent } from "./expected";
import { accountOf } from "./principals";
import { ofMasterKey, ofTenantKey, promisedOf } from "./promised";

/** A key of a customer's own, and what says whose it is. */
export interface Key {
  arn: string;
  state: string;
  /** When KMS deletes it, where it says so. */
  leaves?: Date;
  tags: Record<string, string>;
}

/** A component, and all of its access matrix. */
export interface Matrix {
  component: ExpectedComponent;
  rows: Row[];
}

export const isMasterOf = ({ component: { scope } }: Matrix, arn: string) => scope.kmsMasterKeyArn === arn;

/** KMS tells upper from lower case in the names of tags, and IAM does not: a key may have several that are one to a policy. */
function valuesOf({ tags }: Key, name: string): string[] {
  const isIt = (key: string) => lowerCase(key) === lowerCase(name);
  return Object.entries(tags).flatMap(([key, value]) => (isIt(key) ? [value] : []));
}

const hasNeitherTag = (key: Key) =>
  valuesOf(key, "Environment").length === 0 && valuesOf(key, "ManagedBy").length === 0;

export const isOfTenants = (key: Key, environment: string) =>
  valuesOf(key, "Environment").includes(environment) && valuesOf(key, "ManagedBy").includes("Application");

/** Keys with neither tag, by who can take them. */
export function untaggedKeys(keys: Key[], matrices: Matrix[]): Finding[] {
  const byOpening = new Map<string, string[]>();
  for (const { arn } of keys.filter(hasNeitherTag)) {
    const opening = openingsOf(arn, matrices, "them");
    byOpening.set(opening, [...(byOpening.get(opening) ?? []), arn]);
  }
  return [...byOpening].map(([opening, arns]) =>
    opening === ""
      ? told(`keys with neither tag. ${nobody("them")}`, arns)
      : differs(
          `keys with neither tag: ${opening}, where their policies leave it to IAM. Tag them ${how}`,
          arns,
        ),
  );
}

/**
 * Those with neither tag that are to be deleted are out of reach until somebody takes that back.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function leavingKeys(keys: Key[]): Finding[] {
  const says =
    "keys with neither tag that are to be deleted. KMS lets nobody use or tag them before somebody calls kms:CancelKeyDeletion, which this package lets no role of its own";
  const inLine = ({ arn, leaves }: Key) => (leaves ? `${arn}, on ${leaves.toISOString().slice(0, 10)}` : arn);
  return some(told, says, keys.filter(hasNeitherTag).map(inLine));
}

const nobody = (it: "it" | "them") =>
  `No role of this stack can tag ${it}. A role of another stack of this account and Region may be able to`;
const how = "(any Environment will do), or see docs/untagged-keys.md";

/** What the tags of a master key let others do, whose own statements do not protect it, and what they let its own role do. */
export function tagsOfMasterKey(key: Key, matrices: Matrix[]): Finding[] {
  const isOwn = (one: Matrix) => isMasterOf(one, key.arn);
  const users = matrices.filter(isOwn).map(({ component }) => nameOf(component, "backend"));
  const whose = `the master key${users.length > 0 ? ` of ${users.join(" and ")}` : ""}`;
  if (hasNeitherTag(key)) {
    const opening = openingsOf(key.arn, matrices, "it");
    const tagIt = `Tag it ${how}`;
    return opening === ""
      ? [told(`${whose} carries neither tag. ${nobody("it")}. ${tagIt}`)]
      : [differs(`${whose} carries neither tag: ${opening}, where its policy leaves it to IAM. ${tagIt}`)];
  }
  const environments = [...new Set(valuesOf(key, "Environment"))].filter((one) => isOfTenants(key, one));
  return environments.flatMap((environment): Finding[] => {
    const says = `${whose} carries both tags of ${environment}'s tenants`;
    const theirs = matrices.filter(({ component }) => component.scope.environment === environment);
    const where = "where its policy leaves it to IAM";
    if (theirs.length === 0)
      return [told(`${says}: a role of another stack of this account and Region may use it, ${where}`)];
    return theirs.map((one) => {
      const name = nameOf(one.component, "backend");
      const can = usesByTags(key, one);
      if (isOwn(one)) {
        const promised = promisedOf(ofMasterKey(key.arn, one.rows));
        const more = can.filter((action) => !promised.includes(action));
        return told(`${says}: its own statements let ${name} do no more with it than this`, more);
      }
      return can.length > 0
        ? differs(`${says}: ${name} can use it, ${where}. Give it another ManagedBy`, can)
        : told(`${says}, and its own statements keep ${name} from using it`);
    });
  });
}

/** Whom the roles' own statements let take a key that has neither tag: the first role tags it, the second can use it then. */
function openingsOf(arn: string, matrices: Matrix[], it: "it" | "them"): string {
  const openings = matrices.flatMap(({ component, rows }) => {
    const user = nameOf(component, "backend");
    const can = (kind: RoleKind) => taggingIn(rows).some((row) => row.who === kind && isLet(row, arn));
    const isKnown = component.isKnown(component.scope.kmsMasterKeyArn);
    const unless = isKnown ? "" : " (but its own master key, which only a deployment knows)";
    return [
      ...(can("backend") ? [`${user} can tag ${it} and use ${it} then${unless}`] : []),
      ...(can("key provisioner")
        ? [`${nameOf(component, "key provisioner")} can tag ${it} for ${user} to use${unless}`]
        : []),
    ];
  });
  return openings.join(", ");
}

/**
 * How the roles can tag some key that has no tags. Others than the two decide nothing, but for a tenant's: and a session may be
 * of any tenant. Thousands of keys are asked about: what is refused of the row's own key is not asked of each.
 */
function taggingIn(rows: Row[]): Row[] {
  const isAbout = ({ request: { action, context } }: Row) =>
    action === "kms:TagResource" && !Object.keys(context).some((name) => /^aws:ResourceTag\//i.test(name));
  const found = tagging.get(rows) ?? rows.filter((row) => isAbout(row) && isLet(row, row.request.resource));
  tagging.set(rows, found);
  return found;
}
const tagging = new WeakMap<Row[], Row[]>();

/** What a role's own statements let it do with a key that has the tags of its tenants' keys, in a session of the key's tenant. */
function usesByTags(key: Key, { rows }: Matrix): string[] {
  const asked = ofTenantKey(key.arn, key.tags, rows).map((row): Row => {
    const context = Object.entries(row.request.context).map(([name, value]) => {
      const [, tag] = /^aws:PrincipalTag\/(.+)$/.exec(name) ?? [];
      return [name, (tag && valuesOf(key, tag)[0]) ?? value];
    });
    return { ...row, request: { ...row.request, context: Object.fromEntries(context) } };
  });
  const allowed = asked.filter((row) => row.expect === "allow" && isLet(row, key.arn));
  return [...new Set(allowed.map(({ request }) => request.action))].sort();
}

/** Whether its own statements let a role do what a row is about with this key, if the key's policy leaves it to them. */
function isLet({ request, policies }: Row, resource: string): boolean {
  const [, partition = ""] = resource.split(":");
  const accountId = accountOf(resource);
  const asked = { ...request, resource, accountId };
  const identity = policies.identity.map(read);
  const delegating = read(delegatingKeyPolicy(partition, accountId));
  return evaluate(asked, { identity, resource: delegating }).decision === "allowed";
}

const nameOf = ({ roles, name }: ExpectedComponent, kind: RoleKind) =>
  roles.find((role) => role.kind === kind)?.name ?? `a role of ${name}`;

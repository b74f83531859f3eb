import type { Row } from "../access/row";
import type { ResourceState } from "../plan/resources";
import { property } from "../review/stack";
import { type Aws, whole } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, told } from "./check";
import { grantsOf } from "./grants";
import { type KeyAsked, theMasterKey } from "./keyAsked";
import { letIn } from "./keyPolicy";
import {
  isMasterOf,
  isOfTenants,
  type Key,
  leavingKeys,
  type Matrix,
  tagsOfMasterKey,
  untaggedKeys,
} from "./keyTags";
import { plannedForKey } from "./planned";
import { parted } from "./principals";
import { ofMasterKey, ofResources, ofTenantKey } from "./promised";
import { byKms, daysOf, rotation, symmetric } from "./rotation";
import type { ResourceDocument } from "./validate";

/** Holds the master key, and every other key of the account and Region, against what the promises need. */
export async function checkKeys(
  anywhere: Aws,
  matrices: Matrix[],
  resources: ResourceState[],
  documents: ResourceDocument[],
): Promise<Check[]> {
  const checks: Check[] = [];
  const grantees = granteesIn(resources);
  const asked: Asked = (arn, sets, of) => ({
    ...{ arn, ...plannedForKey(resources, arn), sets, documents, given: [], grantees },
    // The provisioner makes keys and uses none, nor does the database's role.
    roles: of.flatMap(({ component: { roles } }) =>
      roles.filter(({ kind }) => kind === "backend").map((role) => role.arn),
    ),
  });
  const isKnown = (arn: string) => matrices.every(({ component }) => component.isKnown(arn));
  for (const region of new Set(matrices.map(({ component: { scope } }) => scope.region))) {
    const own = matrices.filter(({ component: { scope } }) => scope.region === region);
    const masters = [...new Set(own.map(({ component: { scope } }) => scope.kmsMasterKeyArn))];
    const known = masters.filter(isKnown);
    if (known.length < masters.length) checks.push(check("keys", "the master key", unknownKey));
    const looks = known.map((arn) => {
      const users = matrices.filter((one) => isMasterOf(one, arn));
      const rows = users.flatMap((one) => ofResources(one.rows));
      const master = asked(arn, [ofMasterKey(arn, rows)], users);
      return masterKey(anywhere.in(arn.split(":")[3] ?? region), master, daysOf(arn, resources));
    });
    checks.push(...(await Promise.all(looks)).flat());
    checks.push(...(await everyKey(anywhere.in(region), region, matrices, asked)));
  }
  return checks;
}

/** Of which key each is, AWS tells. */
const granteesIn = (resources: ResourceState[]): string[] =>
  resources.flatMap((one) =>
    /^aws:kms\/grant:/.test(one.type) ? [String(property(one, "granteePrincipal"))] : [],
  );

type Asked = (arn: string, sets: Row[][], of: Matrix[]) => KeyAsked;

/** Of all keys of a Region the tags, and the tenant keys besides. */
async function everyKey(aws: Aws, region: string, matrices: Matrix[], asked: Asked): Promise<Check[]> {
  const { keys, unseen } = await listed(aws, region);
  const own = matrices.filter(({ component: { scope } }) => scope.region === region);
  const isMaster = ({ arn }: Key) => matrices.some((one) => isMasterOf(one, arn));
  const [masters, others] = parted(keys, isMaster);
  const byTags = masters
    .filter(isLasting)
    .flatMap((key) => tagsOfMasterKey(key, matrices).map((one) => check("keys", key.arn, one)));
  const tenants = await Promise.all(others.map((key) => ofTheApplication(aws, key, own, asked)));
  const open = ofOthers(region, others, own, unseen.length === 0);
  return [...unseen, ...byTags, ...open, ...tenants.flat()];
}

/** AWS creates no key whose creator may not change its policy afterwards: `tenantKeyPolicy` lets the creator. */
const ofCreator = ["kms:PutKeyPolicy"];

const unknownKey: Finding = {
  result: "not judged",
  what: "which key it is only a deployment knows: take --state",
};

/** What is refused of it hides nothing else. */
async function masterKey(aws: Aws, asked: KeyAsked, days: number): Promise<Check[]> {
  const { arn: KeyId } = asked;
  const key = { state: "not seen", spec: symmetric, origin: byKms };
  const checks = await looked("keys", KeyId, async () => {
    const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
    const { KeyState, KeySpec = symmetric, Origin = byKms } = answer?.KeyMetadata ?? {};
    const state = answer ? whole(KeyState, "kms", "DescribeKey") : "gone";
    Object.assign(key, { state, spec: KeySpec, origin: Origin });
    return state === "Enabled"
      ? agrees("the master key is enabled")
      : differs(`the master key is ${state}, and has to be Enabled`);
  });
  if (key.state === "gone") return checks;
  const isRotated = await looked("keys", KeyId, () => rotation(aws, KeyId, key, days));
  return [...checks, ...isRotated, ...(await whoUses(aws, asked, theMasterKey))];
}

/** By its policy, and by grants. */
async function whoUses(aws: Aws, asked: KeyAsked, what: string): Promise<Check[]> {
  const byPolicy = await looked("keys", asked.arn, () => letIn(aws, asked, what));
  const byGrants = await looked("keys", asked.arn, () => grantsOf(aws, asked, what));
  return [...byPolicy, ...byGrants];
}

const everyKeyOf = (region: string) => `every key of the account in Region ${region}`;

/** All customer keys, and what of them could not be seen. */
async function listed(aws: Aws, region: string): Promise<{ keys: Key[]; unseen: Check[] }> {
  const keys: Key[] = [];
  const ids: string[] = [];
  const list = await looked("keys", everyKeyOf(region), async () => {
    for await (const { KeyArn } of aws.list("kms", "ListKeys", {}, (page) => page.Keys))
      ids.push(whole(KeyArn, "kms", "ListKeys"));
    return [];
  });
  const looks = ids.map((arn) =>
    looked("keys", arn, async () => {
      const key = await keyOf(aws, arn);
      if (key) keys.push(key);
      return [];
    }),
  );
  const unseen = [...list, ...(await Promise.all(looks)).flat()];
  return { keys: keys.sort((a, b) => (a.arn < b.arn ? -1 : 1)), unseen };
}

/** What is to be deleted nobody can use or tag. */
const isLasting = ({ state }: Key) => state !== "PendingDeletion";

/** Of all keys but the master keys, those with neither tag are what the README says remains open. */
function ofOthers(region: string, keys: Key[], own: Matrix[], isSeen: boolean): Check[] {
  const [lasting, leaving] = parted(keys, isLasting);
  const untagged = [...untaggedKeys(lasting, own), ...leavingKeys(leaving)];
  const what = "not every key could be seen, and so not which of them have no tag";
  const none =
    keys.length === 0
      ? told("there is none but the master key")
      : agrees(`each of ${keys.length} carries a tag`);
  const rest: Finding[] = isSeen ? (untagged.length === 0 ? [none] : []) : [{ result: "not judged", what }];
  return [...untagged, ...rest].map((one) => check("keys", everyKeyOf(region), one));
}

/** Undefined for a key that AWS keeps. */
async function keyOf(aws: Aws, KeyId: string): Promise<Key | undefined> {
  const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
  if (!answer) return undefined; // Gone since it was listed.
  const { KeyManager, KeyState, DeletionDate: leaves } = answer.KeyMetadata ?? {};
  const state = whole(KeyState, "kms", "DescribeKey");
  if (whole(KeyManager, "kms", "DescribeKey") !== "CUSTOMER") return undefined;
  const tags: Key["tags"] = {};
  for await (const { TagKey = "", TagValue = "" } of aws.list(
    "kms",
    "ListResourceTags",
    { KeyId },
    (page) => page.Tags,
  )) {
    tags[TagKey] = TagValue;
  }
  return { arn: KeyId, state, tags, ...(leaves && { leaves }) };
}

/** A key that roles of components may use by its tags: may they, and whom else does its policy let in? */
async function ofTheApplication(aws: Aws, key: Key, matrices: Matrix[], asked: Asked): Promise<Check[]> {
  const users = matrices.filter(({ component: { scope } }) => isOfTenants(key, scope.environment));
  const [first] = users;
  if (!first) return [];
  const whose = `is a key of ${first.component.scope.environment}'s tenants`;
  const state =
    key.state === "Enabled"
      ? agrees(`${whose}, and enabled`)
      : differs(`${whose}, is ${key.state}, and has to be Enabled`);
  const sets = users.map(({ rows }) => ofTenantKey(key.arn, key.tags, ofResources(rows)));
  const byItself = users.some(({ component: { scope } }) => scope.tenantKeyProvisioning === "application");
  const one = { ...asked(key.arn, sets, users), given: byItself ? ofCreator : [] };
  return [check("keys", key.arn, state), ...(await whoUses(aws, one, "this tenant key"))];
}

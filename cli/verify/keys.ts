import type { Row } from "../access/row";
import type { ResourceState } from "../plan/resources";
import { lowerCase } from "../policy/scalars";
import { type Aws, whole } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, told } from "./check";
import type { ExpectedComponent } from "./expected";
import type { KeyAsked } from "./keyAsked";
import { letIn, plannedFor } from "./keyPolicy";
import { ofMasterKey, ofTenantKey } from "./promised";
import { daysOf, rotation, symmetric } from "./rotation";
import type { ResourceDocument } from "./validate";

/** A key of a customer's own, and what says whose it is. */
interface Key {
  arn: string;
  state: string;
  tags: Record<string, string>;
}

/** Holds the master key, and every other key of the account and Region, against what the promises need. */
export async function checkKeys(
  anywhere: Aws,
  components: ExpectedComponent[],
  rowsOf: (component: ExpectedComponent) => Row[],
  resources: ResourceState[],
  documents: ResourceDocument[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const region of new Set(components.map(({ scope }) => scope.region))) {
    const own = components.filter(({ scope }) => scope.region === region);
    const aws = anywhere.in(region);
    const masters = [...new Set(own.map(({ scope }) => scope.kmsMasterKeyArn))];
    const known = masters.filter((arn) => own.every(({ isKnown }) => isKnown(arn)));
    if (known.length < masters.length) checks.push(check("keys", "the master key", unknownKey));
    const asked = (arn: string, rows: Row[], of = own): KeyAsked => ({
      ...{ arn, planned: plannedFor(arn, resources), rows, documents, given: [] },
      // The provisioner makes keys and uses none, nor does the database's role.
      roles: of.flatMap(({ roles }) =>
        roles.filter(({ kind }) => kind === "backend").map((role) => role.arn),
      ),
    });
    const looks = known.map((arn) => {
      const master = asked(arn, ofMasterKey(arn, own.flatMap(rowsOf)));
      return masterKey(anywhere.in(arn.split(":")[3] ?? region), master, daysOf(arn, resources));
    });
    checks.push(...(await Promise.all(looks)).flat());
    const keys: Key[] = [];
    checks.push(...(await otherKeys(aws, region, known, keys)));
    for (const component of own) {
      const ask = ({ arn, tags }: Key) => ({
        ...asked(arn, ofTenantKey(arn, tags, rowsOf(component)), [component]),
        given: component.scope.tenantKeyProvisioning === "application" ? ofCreator : [],
      });
      checks.push(...(await ofTheApplication(aws, component, keys, ask)));
    }
  }
  return checks;
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
  const key = { state: "not seen", spec: symmetric };
  const checks = await looked("keys", KeyId, async () => {
    const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
    const { KeyState, KeySpec = symmetric } = answer?.KeyMetadata ?? {};
    const state = answer ? whole(KeyState, "kms", "DescribeKey") : "gone";
    Object.assign(key, { state, spec: KeySpec });
    return state === "Enabled"
      ? agrees("the master key is enabled")
      : differs(`the master key is ${state}, and has to be Enabled`);
  });
  if (key.state === "gone") return checks;
  const isRotated = await looked("keys", KeyId, () => rotation(aws, KeyId, key, days));
  const letsIn = await looked("keys", KeyId, () => letIn(aws, asked, "the master key"));
  return [...checks, ...isRotated, ...letsIn];
}

/** All customer keys, which `keys` takes: those with neither tag are what the README says remains open. */
async function otherKeys(aws: Aws, region: string, masters: string[], keys: Key[]): Promise<Check[]> {
  const of = `every key of the account in Region ${region}`;
  const checks: Check[] = [];
  const listed = await looked("keys", of, async () => {
    const ids: string[] = [];
    for await (const { KeyArn } of aws.list("kms", "ListKeys", {}, (page) => page.Keys))
      ids.push(whole(KeyArn, "kms", "ListKeys"));
    const all = await Promise.all(
      ids.map((arn) =>
        looked("keys", arn, async () => {
          const key = await keyOf(aws, arn);
          if (key && !masters.includes(arn)) keys.push(key);
          return [];
        }),
      ),
    );
    checks.push(...all.flat());
    return [];
  });
  checks.push(...listed);
  keys.sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const lasting = keys.filter(({ state }) => state !== "PendingDeletion");
  const hasTag = ({ tags }: Key, name: string) => valuesOf(tags, name).length > 0;
  const untagged = lasting.filter((key) => !hasTag(key, "Environment") && !hasTag(key, "ManagedBy"));
  const seen = checks.every(({ result }) => result !== "not seen");
  if (untagged.length > 0) {
    const what =
      "keys with neither tag: the backend can tag them, and use them then where their policies leave it to IAM. " +
      "Tag them (any Environment will do), or see docs/untagged-keys.md";
    checks.push(
      check(
        "keys",
        of,
        differs(
          what,
          untagged.map(({ arn }) => arn),
        ),
      ),
    );
  }
  if (!seen) {
    const what = "not every key could be seen, and so not which of them have no tag";
    checks.push(check("keys", of, { result: "not judged", what }));
  } else if (untagged.length === 0) {
    const all =
      lasting.length === 0
        ? told("there is none but the master key")
        : agrees(`each of ${lasting.length} carries a tag`);
    checks.push(check("keys", of, all));
  }
  return checks;
}

/** KMS tells upper from lower case in the names of tags, and IAM does not: a key may have several that are one to a policy. */
function valuesOf(tags: Key["tags"], name: string): string[] {
  const isIt = (key: string) => lowerCase(key) === lowerCase(name);
  return Object.entries(tags).flatMap(([key, value]) => (isIt(key) ? [value] : []));
}

/** Undefined for a key that AWS keeps. */
async function keyOf(aws: Aws, KeyId: string): Promise<Key | undefined> {
  const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
  if (!answer) return undefined; // Gone since it was listed.
  const { KeyManager, KeyState } = answer.KeyMetadata ?? {};
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
  return { arn: KeyId, state, tags };
}

/** Keys that a component's role may use by their tags: may it, and whom else do their policies let in? */
async function ofTheApplication(
  aws: Aws,
  { scope }: ExpectedComponent,
  keys: Key[],
  askedOf: (key: Key) => KeyAsked,
): Promise<Check[]> {
  const own = keys.filter(
    ({ tags }) =>
      valuesOf(tags, "Environment").includes(scope.environment) &&
      valuesOf(tags, "ManagedBy").includes("Application"),
  );
  const checks = await Promise.all(
    own.map(async (key) => {
      const whose = `is a key of ${scope.environment}'s tenants`;
      const state =
        key.state === "Enabled"
          ? agrees(`${whose}, and enabled`)
          : differs(`${whose}, is ${key.state}, and has to be Enabled`);
      const letsIn = await looked("keys", key.arn, () => letIn(aws, askedOf(key), "this tenant key"));
      return [check("keys", key.arn, state), ...letsIn];
    }),
  );
  return checks.flat();
}

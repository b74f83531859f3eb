import type { Row } from "../access/row";
import type { ResourceState } from "../plan/monitor";
import type { Aws } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, told } from "./check";
import type { ExpectedComponent } from "./expected";
import type { KeyAsked } from "./keyAsked";
import { letIn, plannedFor } from "./keyPolicy";
import { ofMasterKey, ofTenantKey } from "./promised";
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
      ...{ arn, planned: plannedFor(arn, resources), rows, documents },
      roles: of.flatMap(({ roles }) => roles.map((role) => role.arn)),
    });
    const looks = known.map((arn) => {
      const master = asked(arn, ofMasterKey(arn, own.flatMap(rowsOf)));
      return masterKey(anywhere.in(arn.split(":")[3] ?? region), master);
    });
    checks.push(...(await Promise.all(looks)).flat());
    const keys: Key[] = [];
    checks.push(...(await otherKeys(aws, region, known, keys)));
    for (const component of own) {
      const ask = ({ arn, tags }: Key) => asked(arn, ofTenantKey(arn, tags, rowsOf(component)), [component]);
      checks.push(...(await ofTheApplication(aws, component, keys, ask)));
    }
  }
  return checks;
}

const unknownKey: Finding = {
  result: "not judged",
  what: "which key it is only a deployment knows: take --state",
};

/** What is refused of it hides nothing else. */
async function masterKey(aws: Aws, asked: KeyAsked): Promise<Check[]> {
  const { arn: KeyId } = asked;
  const key = { state: "gone", spec: symmetric };
  const checks = await looked("keys", KeyId, async () => {
    const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
    const { KeyState = "gone", KeySpec = symmetric } = answer?.KeyMetadata ?? {};
    Object.assign(key, { state: KeyState, spec: KeySpec });
    return KeyState === "Enabled"
      ? agrees("the master key is enabled")
      : differs(`the master key is ${KeyState}, and has to be Enabled`);
  });
  if (key.state === "gone") return checks;
  const isRotated = await looked("keys", KeyId, () => rotation(aws, KeyId, key.spec, key.state));
  const letsIn = await looked("keys", KeyId, () => letIn(aws, asked, "the master key"));
  return [...checks, ...isRotated, ...letsIn];
}

const symmetric = "SYMMETRIC_DEFAULT";

async function rotation(aws: Aws, KeyId: string, spec: string, state: string): Promise<Finding> {
  if (spec !== symmetric) return told("the master key is of a kind that KMS does not rotate");
  // Of a key in another state KMS does not say what would be.
  if (state !== "Enabled" && state !== "Disabled")
    return { result: "not judged", what: `whether the master key is rotated, which is ${state}` };
  const answer = await aws.call("kms", "GetKeyRotationStatus", { KeyId }, ["UnsupportedOperationException"]);
  return answer?.KeyRotationEnabled === true
    ? agrees("the master key is rotated every year")
    : differs("the master key is not rotated: turn rotation on");
}

/** All customer keys, which `keys` takes: those with neither tag are what the README says remains open. */
async function otherKeys(aws: Aws, region: string, masters: string[], keys: Key[]): Promise<Check[]> {
  const of = `every key of the account in Region ${region}`;
  const checks: Check[] = [];
  const listed = await looked("keys", of, async () => {
    const ids: string[] = [];
    for await (const { KeyArn = "" } of aws.list("kms", "ListKeys", {}, (page) => page.Keys))
      ids.push(KeyArn);
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
  const untagged = lasting.filter(({ tags }) => !("Environment" in tags) && !("ManagedBy" in tags));
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

/** Undefined for a key that AWS keeps. */
async function keyOf(aws: Aws, KeyId: string): Promise<Key | undefined> {
  const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
  const { KeyManager, KeyState = "" } = answer?.KeyMetadata ?? {};
  if (KeyManager !== "CUSTOMER") return undefined;
  const tags: Key["tags"] = {};
  for await (const { TagKey = "", TagValue = "" } of aws.list(
    "kms",
    "ListResourceTags",
    { KeyId },
    (page) => page.Tags,
  )) {
    tags[TagKey] = TagValue;
  }
  return { arn: KeyId, state: KeyState, tags };
}

/** Keys that a component's role may use by their tags: may it, and whom else do their policies let in? */
async function ofTheApplication(
  aws: Aws,
  { scope }: ExpectedComponent,
  keys: Key[],
  askedOf: (key: Key) => KeyAsked,
): Promise<Check[]> {
  const own = keys.filter(
    ({ tags }) => tags.Environment === scope.environment && tags.ManagedBy === "Application",
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

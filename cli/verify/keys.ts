import { parseJson } from "../diff/json";
import { fieldsOf } from "../plan/fields";
import type { Aws } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, told } from "./check";
import type { ExpectedComponent } from "./expected";

/** A key of a customer's own, and what says whose it is. */
interface Key {
  arn: string;
  state: string;
  tags: Record<string, string>;
}

/** Holds the master key, and every other key of the account and Region, against what the promises need. */
export async function checkKeys(aws: Aws, components: ExpectedComponent[]): Promise<Check[]> {
  const masters = [...new Set(components.map(({ scope }) => scope.kmsMasterKeyArn))];
  const checks = await Promise.all(
    masters.map((arn) => looked("keys", arn, () => masterKey(aws, arn, rolesOf(components)))),
  );
  return [...checks.flat(), ...(await otherKeys(aws, components, masters))];
}

const rolesOf = (components: ExpectedComponent[]) =>
  components.flatMap(({ roles }) => roles.map(({ arn }) => arn));

async function masterKey(aws: Aws, KeyId: string, roles: string[]): Promise<Finding[]> {
  const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
  const { KeyState = "gone", KeySpec } = answer?.KeyMetadata ?? {};
  if (KeyState !== "Enabled") return [differs(`the master key is ${KeyState}, and has to be Enabled`)];
  const rotation = await aws.call("kms", "GetKeyRotationStatus", { KeyId }, [
    "UnsupportedOperationException",
  ]);
  const isRotated = rotation?.KeyRotationEnabled === true;
  return [
    agrees("the master key is enabled"),
    isRotated
      ? agrees("the master key is rotated every year")
      : KeySpec === undefined || KeySpec === "SYMMETRIC_DEFAULT"
        ? differs("the master key is not rotated: turn rotation on")
        : told("the master key is of a kind that KMS does not rotate"),
    ...othersLetIn(await policyOf(aws, KeyId), accountOf(KeyId), roles, "the master key"),
  ];
}

/** KMS's default policy and the package's own let in the account, whose IAM policies decide then, and the roles. */
function othersLetIn(document: unknown, account: string, roles: string[], what: string): Finding[] {
  const principals = allowing(document);
  const isAccount = (one: string) =>
    one === account || new RegExp(`^arn:[\\w-]+:iam::${account}:root$`).test(one);
  const others = principals.filter((one) => !isAccount(one) && !roles.includes(one));
  const delegates = principals.some(isAccount);
  const decided = delegates
    ? told(`${what} leaves it to IAM policies of the account who uses it`)
    : told(`${what} is used by those whom its policy names alone`);
  if (others.includes("*")) return [decided, differs(`the policy of ${what} lets in everybody`)];
  return [decided, ...(others.length > 0 ? [told(`the policy of ${what} lets in others`, others)] : [])];
}

/** Whom the statements of a key policy let in. A condition may narrow it, and is not read. */
function allowing(document: unknown): string[] {
  const statements = [fieldsOf(document).Statement].flat().map(fieldsOf);
  const found = statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Principal, NotPrincipal }) => {
      if (NotPrincipal !== undefined || Principal === "*") return ["*"];
      const { AWS = [], ...others } = fieldsOf(Principal);
      const named = Object.entries(others).flatMap(([type, some]) =>
        [some].flat().map((one) => `${type} ${one}`),
      );
      return [...[AWS].flat().map(String), ...named];
    });
  return [...new Set(found)].sort();
}

async function policyOf(aws: Aws, KeyId: string): Promise<unknown> {
  const answer = await aws.call("kms", "GetKeyPolicy", { KeyId, PolicyName: "default" });
  return parseJson(answer?.Policy ?? "{}");
}

/** All customer keys: those with neither tag are what the README says remains open. */
async function otherKeys(aws: Aws, components: ExpectedComponent[], masters: string[]): Promise<Check[]> {
  const of = "every key of the account and Region";
  const checks: Check[] = [];
  const keys: Key[] = [];
  const listed = await looked("keys", of, async () => {
    const ids: string[] = [];
    for await (const { KeyArn = "" } of aws.list("kms", "ListKeys", {}, (page) => page.Keys))
      ids.push(KeyArn);
    const all = await Promise.all(
      ids.map((arn) =>
        looked("keys", arn, async () => {
          const key = await keyOf(aws, arn);
          if (key) keys.push(key);
          return [];
        }),
      ),
    );
    checks.push(...all.flat());
    return [];
  });
  checks.push(...listed);
  const wanted = keys.filter(({ arn }) => !masters.includes(arn)).sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const untagged = wanted.filter(({ tags }) => !("Environment" in tags) && !("ManagedBy" in tags));
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
  } else if (seen) checks.push(check("keys", of, agrees(`each of ${keys.length} carries a tag`)));
  for (const component of components) checks.push(...(await ofTheApplication(aws, component, wanted)));
  return checks;
}

/** Undefined for a key that AWS keeps, and for one that is about to be deleted. */
async function keyOf(aws: Aws, KeyId: string): Promise<Key | undefined> {
  const answer = await aws.call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
  const { KeyManager, KeyState = "" } = answer?.KeyMetadata ?? {};
  if (KeyManager !== "CUSTOMER" || KeyState === "PendingDeletion") return undefined;
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

/** Keys that a component's role may use by their tags: whom else do their policies let in? */
async function ofTheApplication(
  aws: Aws,
  { scope, roles }: ExpectedComponent,
  keys: Key[],
): Promise<Check[]> {
  const own = keys.filter(
    ({ tags }) => tags.Environment === scope.environment && tags.ManagedBy === "Application",
  );
  const checks = await Promise.all(
    own.map(({ arn, state }) =>
      looked("keys", arn, async () => {
        const arns = roles.map((role) => role.arn);
        const findings = othersLetIn(await policyOf(aws, arn), scope.accountId, arns, "this tenant key");
        const others = findings.filter(
          ({ result, details = [] }) => result === "differs" || details.length > 0,
        );
        return [
          agrees(`is a key of ${scope.environment}'s tenants, ${state}`),
          // Of a tenant's key nobody else is expected.
          ...others.map((finding): Finding => ({ ...finding, result: "differs" })),
        ];
      }),
    ),
  );
  return checks.flat();
}

const accountOf = (arn: string) => arn.split(":")[4] ?? "";

import { parseJson } from "../diff/json";
import type { Aws } from "./aws";
import { agrees, type Check, check, differs, type Finding, looked, some, told } from "./check";
import type { ExpectedComponent } from "./expected";
import { accountOf, allowing, denying, isAccount, isForeign } from "./principals";
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
  documents: ResourceDocument[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const region of new Set(components.map(({ scope }) => scope.region))) {
    const own = components.filter(({ scope }) => scope.region === region);
    const aws = anywhere.in(region);
    const masters = [...new Set(own.map(({ scope }) => scope.kmsMasterKeyArn))];
    const known = masters.filter((arn) => own.every(({ isKnown }) => isKnown(arn)));
    if (known.length < masters.length) checks.push(check("keys", "the master key", unknownKey));
    const looks = known.map((arn) =>
      looked("keys", arn, () => masterKey(anywhere.in(arn.split(":")[3] ?? region), arn, own, documents)),
    );
    checks.push(...(await Promise.all(looks)).flat());
    checks.push(...(await otherKeys(aws, region, own, known, documents)));
  }
  return checks;
}

const unknownKey: Finding = {
  result: "not judged",
  what: "which key it is only a deployment knows: take --state",
};

async function masterKey(
  aws: Aws,
  KeyId: string,
  components: ExpectedComponent[],
  documents: ResourceDocument[],
): Promise<Finding[]> {
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
    ...inOrder(await letIn(aws, KeyId, rolesOf(components), "the master key", documents)),
  ];
}

const inOrder = ({ delegation, policy, denies, grants }: LetIn) => [
  delegation,
  ...policy,
  ...denies,
  ...grants,
];

const rolesOf = (components: ExpectedComponent[]) =>
  components.flatMap(({ roles }) => roles.map(({ arn }) => arn));

/** Whether the account decides by its IAM policies; whom else the policy lets in, what it refuses, and whom grants let in. */
interface LetIn {
  delegation: Finding;
  policy: Finding[];
  denies: Finding[];
  grants: Finding[];
}

/**
 * KMS's default policy and the package's own let in the account, whose IAM policies decide then, and the roles. Grants let
 * in besides, and stand in no policy.
 */
async function letIn(
  aws: Aws,
  KeyId: string,
  roles: string[],
  what: string,
  documents: ResourceDocument[],
): Promise<LetIn> {
  const policy = await aws.call("kms", "GetKeyPolicy", { KeyId, PolicyName: "default" });
  const text = policy?.Policy ?? "{}";
  documents.push({ of: `policy of ${KeyId}`, text, bucket: false });
  const document = parseJson(text);
  const grantees: string[] = [];
  for await (const { GranteePrincipal = "nobody knows whom", Operations = [] } of aws.list(
    "kms",
    "ListGrants",
    { KeyId },
    (page) => page.Grants,
  ))
    if (!roles.includes(GranteePrincipal)) grantees.push(`${GranteePrincipal}: ${Operations.join(", ")}`);

  const own = [accountOf(KeyId), ...roles.map(accountOf)];
  const principals = allowing(document);
  const others = principals.filter((one) => !isAccount(one, accountOf(KeyId)) && !roles.includes(one));
  const [foreign, near] = parted(
    others.filter((one) => one !== "*"),
    (one) => isForeign(one, own),
  );
  const [foreignGrants, grants] = parted([...new Set(grantees)].sort(), (one) => isForeign(one, own));
  return {
    delegation: principals.some((one) => isAccount(one, accountOf(KeyId)))
      ? told(`${what} leaves it to IAM policies of the account who uses it`)
      : differs(`the policy of ${what} does not leave it to IAM: it does not let in the account`),
    policy: [
      ...(others.includes("*") ? [differs(`the policy of ${what} lets in everybody`)] : []),
      ...some(differs, `the policy of ${what} lets in other accounts`, foreign),
      ...some(told, `the policy of ${what} lets in others`, near),
    ],
    denies: some(told, `the policy of ${what} refuses`, denying(document)),
    grants: [
      ...some(differs, `grants on ${what} let in other accounts`, foreignGrants),
      ...some(told, `grants on ${what} let in others`, grants),
    ],
  };
}

const parted = (all: string[], is: (one: string) => boolean) =>
  [all.filter(is), all.filter((one) => !is(one))] as const;

/** All customer keys: those with neither tag are what the README says remains open. */
async function otherKeys(
  aws: Aws,
  region: string,
  components: ExpectedComponent[],
  masters: string[],
  documents: ResourceDocument[],
): Promise<Check[]> {
  const of = `every key of the account in Region ${region}`;
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
  } else if (seen) {
    const all =
      wanted.length === 0
        ? told("there is none but the master key")
        : agrees(`each of ${wanted.length} carries a tag`);
    checks.push(check("keys", of, all));
  }
  for (const component of components)
    checks.push(...(await ofTheApplication(aws, component, wanted, documents)));
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
  documents: ResourceDocument[],
): Promise<Check[]> {
  const own = keys.filter(
    ({ tags }) => tags.Environment === scope.environment && tags.ManagedBy === "Application",
  );
  const checks = await Promise.all(
    own.map(({ arn, state }) =>
      looked("keys", arn, async () => {
        const arns = roles.map((role) => role.arn);
        const { policy, grants, denies } = await letIn(aws, arn, arns, "this tenant key", documents);
        return [
          agrees(`is a key of ${scope.environment}'s tenants, ${state}`),
          // Of a tenant's key nobody else is expected.
          ...[...policy, ...grants].map((finding): Finding => ({ ...finding, result: "differs" })),
          ...denies,
        ];
      }),
    ),
  );
  return checks.flat();
}

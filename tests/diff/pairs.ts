import fc from "fast-check";
import type { Document, Statement } from "./evaluator";

/** A condition key, the conditions on it that are tried, and what requests have for it. */
interface Key {
  key: string;
  operators: string[];
  values: string[];
  given: (string[] | undefined)[];
}

const equals = ["StringEquals", "StringLike", "StringEqualsIgnoreCase"];
const negated = ["StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase"];
const orders = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const plainAndIfExists = (operators: string[]) => operators.flatMap((one) => [one, `${one}IfExists`]);
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
const variable = "${aws:PrincipalTag/t}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
const star = "${*}";

export const tag = "aws:principaltag/t";
export const tags = [undefined, ["a"], ["b"], ["*"], ["a/b"], ["a:b"]];

const texts = ["a", "b", "A", "a*", "?", "*", variable, `${variable}*`, star];
const anyKeys: Key[] = [
  {
    key: "aws:X",
    operators: [...plainAndIfExists([...equals, ...negated]), "Null"],
    values: texts,
    given: [undefined, [], ["a"], ["b"], ["A"], ["*"], ["ab"], ["a", "b"]],
  },
  {
    key: "aws:L",
    operators: [
      ...["ForAnyValue", "ForAllValues"].flatMap((set) =>
        plainAndIfExists([...equals, ...negated]).map((one) => `${set}:${one}`),
      ),
      "Null",
    ],
    values: texts,
    given: [undefined, [], ["a"], ["b"], ["A"], ["a", "b"], ["*", "ab"]],
  },
  {
    key: "aws:N",
    operators: [...plainAndIfExists(orders.map((order) => `Numeric${order}`)), "Null"],
    values: ["1", "2", "2.0", "10"],
    given: [undefined, ["0"], ["1"], ["1.5"], ["2"], ["3"], ["10"], ["11"]],
  },
  {
    key: "aws:D",
    operators: [...plainAndIfExists(orders.map((order) => `Date${order}`)), "Null"],
    values: ["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-01-01T02:00+02:00"],
    given: [
      undefined,
      ["2025-01-01T00:00:00Z"],
      ["2026-01-01T00:00:00Z"],
      ["2026-03-01T00:00:00Z"],
      ["2027-01-01T00:00:00Z"],
    ],
  },
  {
    key: "aws:Arn",
    operators: [...plainAndIfExists(["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]), "Null"],
    values: [
      ...["arn:aws:iam::1:role/a", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/*", "arn:*:iam::?:*"],
      ...[`arn:aws:iam::1:role/${variable}`, `arn:aws:iam::${variable}:role/a`],
    ],
    given: [
      undefined,
      ["arn:aws:iam::1:role/a"],
      ["arn:aws:iam::2:role/a"],
      ["arn:aws:iam::1:role/a:b"],
      ["arn:aws:iam::12:x:role/a"],
    ],
  },
  {
    key: "aws:Ip",
    operators: [...plainAndIfExists(["IpAddress", "NotIpAddress"]), "Null"],
    values: ["10.0.0.0/8", "10.0.0.0/24", "10.0.0.1", "10.0.0.1/32", "0.0.0.0/0"],
    given: [undefined, ["10.0.0.1"], ["10.0.0.2"], ["10.9.0.1"], ["11.0.0.1"]],
  },
  {
    key: "aws:B",
    operators: [...plainAndIfExists(["Bool"]), "Null"],
    values: ["true", "false"],
    given: [undefined, ["true"], ["false"]],
  },
];

/** The same of keys that AWS documents to have no more than one value. */
const oneValue = new Map([
  ["aws:X", "aws:ResourceTag/x"],
  ["aws:L", "aws:RequestTag/l"],
  ["aws:N", "aws:MultiFactorAuthAge"],
  ["aws:D", "aws:CurrentTime"],
  ["aws:Ip", "aws:SourceIp"],
  ["aws:B", "aws:SecureTransport"],
]);
const keys: Key[] = [
  ...anyKeys,
  ...anyKeys.flatMap((one) => {
    const key = oneValue.get(one.key);
    return key ? [{ ...one, key, given: one.given.filter((values = []) => values.length < 2) }] : [];
  }),
];

const actions = [
  "s3:GetObject",
  "s3:Get*",
  "S3:getobject",
  "s3:???Object",
  "s3:?*Object*",
  "s3:*",
  "*",
  "*:*",
  "kms:Decrypt",
  "s3:PutObject",
];
export const askedActions = ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "kms:Decrypt"];
const resources = [
  ...["*", "arn:aws:s3:::a", "arn:aws:s3:::a/*", "arn:aws:s3:::a*", "arn:aws:s3:::?/b", "arn:aws:s3:::a/b"],
  ...[
    `arn:aws:s3:::a/${variable}`,
    `arn:aws:s3:::a/${variable}/*`,
    `arn:aws:s3:::a/${star}`,
    `arn:aws:s3:::*${variable}`,
  ],
  ...["arn:aws:*:c", "arn:*:a/b", "arn:aws:s3:::*b", "arn:aws:s*:a/?"],
];
export const askedResources = [
  ...["arn:aws:s3:::a", "arn:aws:s3:::a/a", "arn:aws:s3:::a/b", "arn:aws:s3:::a/*", "arn:aws:s3:::b/b"],
  ...["arn:aws:s3:::a/b:c", "arn:aws:s3:::a/a/b", "arn:aws:s3:x::a/b"],
];
const account = "111111111111";
const principals: Statement["Principal"][] = [
  ...["*" as const, { AWS: "*" }, { AWS: account }, { AWS: `arn:aws:iam::${account}:root` }],
  ...[
    { AWS: `arn:aws:iam::${account}:role/r` },
    { AWS: [`arn:aws:iam::${account}:user/u`] },
    { Service: "ec2.amazonaws.com" },
  ],
];
export const askedPrincipals = [
  ...[`arn:aws:iam::${account}:role/r`, `arn:aws:iam::${account}:user/u`, "arn:aws:iam::222222222222:role/r"],
  "ec2.amazonaws.com",
];

const some = (values: string[], most = 2) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most }),
  );

/** The keys that a pair of documents is about: few, so that every request can be asked. */
const someKeys = fc.shuffledSubarray(keys, { minLength: 1, maxLength: 2 });

function conditions(about: Key[]): fc.Arbitrary<NonNullable<Statement["Condition"]>> {
  const one = fc
    .constantFrom(...about)
    .chain(({ key, operators, values }) =>
      fc
        .constantFrom(...operators)
        .chain((operator) =>
          some(operator === "Null" ? ["true", "false"] : values).map((some) => ({ operator, key, some })),
        ),
    );
  return fc.array(one, { maxLength: 2 }).map((all) => {
    const condition: NonNullable<Statement["Condition"]> = {};
    for (const { operator, key, some } of all) condition[operator] = { ...condition[operator], [key]: some };
    return condition;
  });
}

const effect = fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const);
const often = <T>(value: T, rarely: T) => fc.constantFrom(...Array<T>(5).fill(value), rarely);

const resource = often("Resource", "NotResource").chain((name) =>
  some(resources).map((some) => ({ [name]: some })),
);

function statements(about: Key[], hasPrincipal: boolean): fc.Arbitrary<Statement> {
  const action = often("Action", "NotAction").chain((name) =>
    some(actions).map((some) => ({ [name]: some })),
  );
  return fc
    .record({
      Effect: effect,
      action,
      resource,
      Condition: conditions(about),
      Principal: fc.constantFrom(...principals),
    })
    .map(({ action, resource, Principal, ...others }) => ({
      ...others,
      ...action,
      ...resource,
      ...(hasPrincipal && Principal && { Principal }),
    }));
}

export interface Pair {
  about: Key[];
  old: Document;
  now: Document;
}

/** A document, and one that is mostly the same: some statements stay, some go, some get a part of another. */
export const pairs: fc.Arbitrary<Pair> = fc
  .record({ about: someKeys, hasPrincipal: often(false, true) })
  .chain(({ about, hasPrincipal }) => {
    const one = statements(about, hasPrincipal);
    const fates = fc.array(fc.tuple(fc.nat(9), one), { minLength: 4, maxLength: 4 });
    return fc.tuple(fc.array(one, { minLength: 1, maxLength: 3 }), fates).map(([old, fates]) => {
      const now = old.flatMap((statement, at) => changed(statement, ...(fates[at] ?? [9, statement])));
      const [last, another] = fates[3] ?? [9];
      return {
        about,
        old: { Version: "2012-10-17", Statement: old },
        now: { Version: "2012-10-17", Statement: another && last < 2 ? [...now, another] : now },
      };
    });
  });

function changed(statement: Statement, fate: number, other: Statement): Statement[] {
  const { Action, NotAction, Resource, NotResource, ...rest } = statement;
  const [action, resource] = [
    { ...(Action && { Action }), ...(NotAction && { NotAction }) },
    { ...(Resource && { Resource }), ...(NotResource && { NotResource }) },
  ];
  const others = {
    action: other.Action ? { Action: other.Action } : { NotAction: other.NotAction },
    resource: other.Resource ? { Resource: other.Resource } : { NotResource: other.NotResource },
  };
  if (fate === 0) return [];
  if (fate === 1) return [{ ...rest, ...others.action, ...resource }];
  if (fate === 2) return [{ ...rest, ...action, ...others.resource }];
  if (fate === 3) return [{ ...statement, Condition: other.Condition ?? {} }];
  if (fate === 4) return [{ ...statement, Condition: { ...other.Condition, ...statement.Condition } }];
  if (fate === 5 && other.Principal) return [{ ...statement, Principal: other.Principal }];
  return [statement];
}

/** Two grants that differ in nothing but their conditions on one key. */
export const conditionPairs: fc.Arbitrary<Pair> = fc.constantFrom(...keys).chain((key) =>
  fc.tuple(conditions([key]), conditions([key])).map(([old, now]) => ({
    about: [key],
    old: grantOf({ Resource: "*", Condition: old }),
    now: grantOf({ Resource: "*", Condition: now }),
  })),
);

/** Two grants that differ in nothing but their resources. */
export const resourcePairs: fc.Arbitrary<Pair> = fc.tuple(resource, resource).map(([old, now]) => ({
  about: [],
  old: grantOf(old),
  now: grantOf(now),
}));

function grantOf(parts: Partial<Statement>): Document {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", ...parts }] };
}

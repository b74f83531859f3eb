import fc from "fast-check";
import type { Statement } from "../diff/evaluator";

/** A condition key of AWS's, the conditions on it that are tried, and what requests have for it. */
export interface Key {
  key: string;
  /** The operator that holds for one value and no other. */
  equals: string;
  operators: string[];
  values: string[];
  given: (string | string[] | undefined)[];
}

const orders = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const ofText = ["Equals", "Like", "EqualsIgnoreCase"].flatMap((one) => [`String${one}`, `StringNot${one}`]);
const ofArns = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"];
const withIfExists = (all: string[]) => all.flatMap((one) => [one, `${one}IfExists`]);
const inSets = (all: string[]) =>
  ["ForAnyValue", "ForAllValues"].flatMap((set) => all.map((one) => `${set}:${one}`));
const some = (all: string[]) => [...withIfExists(all), "Null"];

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
const team = "${aws:PrincipalTag/team}";
const stage = "${aws:PrincipalTag/stage, 'b'}";
const star = "${*}";
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM

const texts = ["a", "b", "A", "a*", "?", "*", team, `${stage}*`, star];
const arns = [
  ...["arn:aws:iam::111111111111:role/a", "arn:aws:iam::*:role/a", "arn:aws:iam::111111111111:role/*"],
  ...["arn:*:iam::????????????:*", `arn:aws:iam::111111111111:role/${team}`],
];

export const keys: Key[] = [
  {
    ...{ key: "aws:PrincipalTag/team", equals: "StringEquals", operators: some(ofText), values: texts },
    given: [undefined, "a", "b", "ab", "*"],
  },
  {
    ...{ key: "aws:PrincipalTag/stage", equals: "StringEquals", operators: some(ofText), values: texts },
    given: [undefined, "a", "b", "A"],
  },
  {
    ...{ key: "aws:SourceVpc", equals: "StringEquals", values: texts },
    operators: some([...ofText, ...inSets(ofText)]),
    given: [undefined, "a", "B", "ab"],
  },
  {
    ...{ key: "aws:TagKeys", equals: "StringEquals", values: texts },
    operators: [...withIfExists(inSets(ofText)), "Null"],
    given: [undefined, ["a"], ["b"], ["a", "b"], ["A", "ab"]],
  },
  {
    ...{
      key: "aws:SourceArn",
      equals: "ArnEquals",
      operators: some([...ofArns, ...inSets(ofArns)]),
      values: arns,
    },
    given: [
      ...[undefined, "arn:aws:iam::111111111111:role/a", "arn:aws:iam::222222222222:role/a"],
      ...["arn:aws:iam::111111111111:role/a:b", "arn:aws-cn:iam::111111111111:user/a"],
    ],
  },
  {
    key: "aws:MultiFactorAuthAge",
    ...{ equals: "NumericEquals", operators: some(orders.map((one) => `Numeric${one}`)) },
    values: ["1", "2", "2.0", "10", "-1"],
    given: [undefined, "0", "1", "1.5", "2", "10", "11", "-1"],
  },
  {
    ...{ key: "aws:CurrentTime", equals: "DateEquals", operators: some(orders.map((one) => `Date${one}`)) },
    values: ["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-01-01T02:00:00+02:00"],
    given: ["2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z"],
  },
  {
    key: "aws:SourceIp",
    ...{ equals: "IpAddress", operators: some(["IpAddress", "NotIpAddress"]) },
    values: ["10.0.0.0/8", "10.0.0.0/24", "10.0.0.1", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1"],
    given: [undefined, "10.0.0.1", "10.9.0.1", "11.0.0.1", "2001:db8::1", "2001:db9::1"],
  },
  {
    ...{ key: "aws:SecureTransport", equals: "Bool", operators: some(["Bool"]), values: ["true", "false"] },
    given: [undefined, "true", "false"],
  },
  {
    key: "kms:RecipientAttestation:ImageSha384",
    ...{ equals: "BinaryEquals", operators: some(["BinaryEquals"]), values: ["YWE=", "YWI="] },
    given: [undefined, "YWE=", "YWI="],
  },
];

const actions = [
  ...["s3:GetObject", "s3:Get*", "S3:getobject", "s3:???Object", "s3:?*Object*", "s3:*", "*", "s3:PutObject"],
  ...["sqs:SendMessage", "sqs:*"],
];
const resources = [
  ...["*", "arn:aws:s3:::a", "arn:aws:s3:::a/*", "arn:aws:s3:::a*", "arn:aws:s3:::?/b", "arn:aws:s3:::a/b"],
  ...[`arn:aws:s3:::a/${team}`, `arn:aws:s3:::a/${team}/*`, `arn:aws:s3:::a/${star}`],
  ...[`arn:aws:s3:::*${stage}`, `arn:aws:s3:::${team}/${stage}`, "arn:aws:s3:::*b"],
  ...["arn:aws:sqs:*:111111111111:a", "arn:aws:s3:::*/?"],
];
export const askedActions = ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "sqs:SendMessage"];
export const askedResources = [
  ...["arn:aws:s3:::a", "arn:aws:s3:::a/a", "arn:aws:s3:::a/b", "arn:aws:s3:::b/b", "arn:aws:s3:::a/b:c"],
  ...["arn:aws:s3:::a/a/b", "arn:aws:sqs:us-east-1:111111111111:a"],
];

const own = "111111111111";
export const askedPrincipals = [
  ...[
    `arn:aws:iam::${own}:user/u`,
    `arn:aws:sts::${own}:assumed-role/r/s`,
    `arn:aws:sts::${own}:assumed-role/q/s`,
  ],
  ...["arn:aws:iam::222222222222:user/u"],
];
const principals = [
  ...[
    "*",
    { AWS: "*" },
    { AWS: own },
    { AWS: `arn:aws:iam::${own}:root` },
    { AWS: `arn:aws:iam::${own}:role/r` },
  ],
  ...[{ AWS: [`arn:aws:iam::${own}:user/u`] }, { AWS: askedPrincipals.slice(1, 2) }],
  ...[{ Service: "ec2.amazonaws.com" }],
];
/** Whom it does not refuse: a session needs its role and its account there too. */
const notPrincipals = [
  { AWS: [`arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:user/u`] },
  { AWS: [`arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:role/r`, ...askedPrincipals.slice(1, 2)] },
];

const oneOrTwo = (values: string[]) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
  );
const often = <T>(value: T, rarely: T) => fc.constantFrom(...Array<T>(5).fill(value), rarely);

type Conditions = NonNullable<Statement["Condition"]>;

function conditions(about: Key[]): fc.Arbitrary<Conditions> {
  const one = fc.constantFrom(...about).chain(({ key, operators, values }) =>
    fc.constantFrom(...operators).chain((operator) =>
      oneOrTwo(operator === "Null" ? ["true", "false"] : values).map((wanted) => ({
        operator,
        key,
        wanted,
      })),
    ),
  );
  return fc.array(one, { maxLength: 2 }).map((all) => {
    const condition: Conditions = {};
    for (const { operator, key, wanted } of all)
      condition[operator] = { ...condition[operator], [key]: wanted };
    return condition;
  });
}

export interface AnyDocument {
  Version: string;
  Statement: Record<string, unknown>[];
}

/** Each variable is the same one: two at once would take most of the time, and are in operators.test.ts. */
function documents(about: Key[], variable: string, isOfResource: boolean): fc.Arbitrary<AnyDocument> {
  const part = (name: string, values: string[]) =>
    often(name, `Not${name}`).chain((used) => oneOrTwo(values).map((all) => ({ [used]: all })));
  const statement = fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Deny"),
      action: part("Action", actions),
      resource: part("Resource", resources),
      Condition: conditions(about),
      Principal: fc.constantFrom(...principals),
      NotPrincipal: fc.constantFrom(undefined, undefined, undefined, ...notPrincipals),
    })
    .map(({ action, resource, Principal, NotPrincipal, Effect, Condition }) => {
      const named = NotPrincipal && Effect === "Deny" ? { NotPrincipal } : { Principal };
      return { Effect, ...action, ...resource, Condition, ...(isOfResource && named) };
    });
  return fc.array(statement, { minLength: 1, maxLength: 3 }).map((Statement) => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement });
    return JSON.parse(text.replaceAll(team, variable).replaceAll(stage, variable)) as AnyDocument;
  });
}

/** Policies of every kind that are there at once, about few keys. */
export interface AnySet {
  about: Key[];
  identity: AnyDocument[];
  boundary: AnyDocument | undefined;
  serviceControl: AnyDocument | undefined;
  resource: AnyDocument | undefined;
}

export const policySets: fc.Arbitrary<AnySet> = fc
  .tuple(fc.shuffledSubarray(keys, { minLength: 1, maxLength: 3 }), fc.constantFrom(team, stage))
  .chain(([about, variable]) => {
    const one = documents(about, variable, false);
    const sometimes = (of: fc.Arbitrary<AnyDocument>) => fc.option(of, { nil: undefined, freq: 2 });
    return fc.record({
      about: fc.constant(about),
      identity: fc.array(one, { minLength: 1, maxLength: 2 }),
      boundary: sometimes(one),
      serviceControl: sometimes(one),
      resource: sometimes(documents(about, variable, true)),
    });
  });

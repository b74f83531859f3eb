import type { Claim } from "../../cli/theorems/claim";
import type { Universe } from "../../cli/theorems/decide";
import type { Engine } from "./engine";

/** A question to the engine, and its answer: `never`, a request in short, or why it refuses. */
export interface Row {
  what: string;
  claim(engine: Engine): Claim;
  answer: string;
  universe?: Universe;
}

type Some = string | string[];
export type Part = Partial<Record<"Action" | "NotAction" | "Resource" | "NotResource", Some>> & {
  Condition?: Record<string, Record<string, Some>>;
  Principal?: object | "*";
  NotPrincipal?: object;
  Effect?: "Allow" | "Deny";
  /** Without variables. */
  old?: true;
};

const statement = (part: Part): object => ({
  Effect: "Allow",
  ...(!part.NotAction && { Action: "s3:GetObject" }),
  ...(!part.NotResource && !part.Principal && !part.NotPrincipal && { Resource: "*" }),
  ...part,
});
export const documentOf = ({ documentOf: read }: Engine, ...parts: Part[]) =>
  read("document", {
    Version: parts.some(({ old }) => old) ? "2008-10-17" : "2012-10-17",
    Statement: parts.map(({ old: _, ...part }) => statement(part)),
  });

/** Requests that the one statement is about and the other is not. */
export const minus = (what: string, one: Part, other: Part, answer: string): Row => ({
  ...{ what, answer },
  claim: (engine) => {
    const [first, second] = documentOf(engine, one, other).statements;
    if (!first || !second) throw new Error("There are no two statements.");
    const { all, inside, named, not } = engine.claims;
    const about = (part: typeof first) =>
      one.Principal || one.NotPrincipal
        ? named(part, ["self", "role", "everybody", "account"])
        : inside(part);
    return all(about(first), not(about(second)));
  },
});
export const when = (operator: string, values: Some, key = "aws:SourceVpc"): Part => ({
  Condition: { [operator]: { [key]: values } },
});
export const on = (...Resource: string[]): Part => ({
  Resource: Resource.map((name) => `arn:aws:s3:::${name}`),
});

const role = "arn:aws:iam::111111111111:role/team/one";

/** What no request of a session of the role is about, but for some. */
const ofRole = (what: string, one: Part, but: Part = { Action: "s3:PutObject" }): Row => ({
  ...minus(what, one, but, "never"),
  universe: {
    ...{ name: "sessions of a role", facts: [], role },
    principal: "arn:aws:sts::111111111111:assumed-role/one/session",
  },
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
const team = "${aws:PrincipalTag/team}";
const stage = "${aws:PrincipalTag/stage}";
const teamOrA = "${aws:PrincipalTag/team, 'a'}";
const star = "${*}";
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM
const teamIs = (value: string) => when("StringEquals", value, "aws:PrincipalTag/team");
const noTeam = when("Null", "true", "aws:PrincipalTag/team");
export const number = "aws:MultiFactorAuthAge";
export const date = "aws:CurrentTime";
export const ip = "aws:SourceIp";
export const arn = "aws:SourceArn";
const tags = "aws:TagKeys";

/** Of each operator and element something that is, and mostly something that is not. */
export const operatorRows: Row[] = [
  minus("StringEquals within StringLike", when("StringEquals", "ab"), when("StringLike", "a*"), "never"),
  minus(
    "StringLike beyond StringEquals",
    when("StringLike", "a*"),
    when("StringEquals", "a"),
    "s3:GetObject * aws:SourceVpc=ax *",
  ),
  minus(
    "StringNotEquals beyond StringNotLike",
    when("StringNotEquals", "a"),
    when("StringNotLike", "a*"),
    "s3:GetObject * aws:SourceVpc=ax *",
  ),
  minus(
    "StringNotLike within StringNotEquals",
    when("StringNotLike", "a*"),
    when("StringNotEquals", "a"),
    "never",
  ),
  minus("? is one character", when("StringLike", "a?"), when("StringLike", "a*"), "never"),
  minus(
    "* is more than ?",
    when("StringLike", "a*"),
    when("StringLike", ["a?", "a??*"]),
    "s3:GetObject * aws:SourceVpc=a *",
  ),
  minus("the asterisk itself", when("StringLike", star), when("StringEquals", "*"), "never"),
  minus(
    "IgnoreCase is either case",
    when("StringEqualsIgnoreCase", "A"),
    when("StringEquals", "a"),
    "s3:GetObject * aws:SourceVpc=A *",
  ),
  minus("in both cases", when("StringEqualsIgnoreCase", "A"), when("StringEqualsIgnoreCase", "a"), "never"),
  minus(
    "StringNotEqualsIgnoreCase",
    when("StringNotEqualsIgnoreCase", "A"),
    when("StringNotEquals", "a"),
    "never",
  ),
  minus(
    "ArnEquals is ArnLike",
    when("ArnEquals", "arn:aws:iam::*:role/a", arn),
    when("ArnLike", "arn:aws:iam::*:role/a", arn),
    "never",
  ),
  minus(
    "no field of an ARN goes over a colon",
    when("StringLike", "arn:aws:iam::*:role/a", arn),
    when("ArnLike", "arn:aws:iam::*:role/a", arn),
    "s3:GetObject * aws:SourceArn=arn:aws:iam::::role/a *",
  ),
  minus(
    "the last one does",
    when("ArnLike", "arn:aws:iam::1:*", arn),
    when("ArnNotLike", "arn:*:*:*:*:*:*", arn),
    "s3:GetObject * aws:SourceArn=arn:aws:iam::1:: *",
  ),
  minus(
    "ArnNotEquals",
    when("ArnNotEquals", "arn:aws:iam::1:a", arn),
    when("ArnNotLike", "arn:aws:iam::?:a", arn),
    "s3:GetObject * aws:SourceArn=arn:aws:iam::x:a *",
  ),
  minus(
    "Bool in any case",
    when("Bool", "true", "aws:SecureTransport"),
    when("Bool", "TRUE", "aws:SecureTransport"),
    "never",
  ),
  minus(
    "Bool without the key",
    when("BoolIfExists", "true", "aws:SecureTransport"),
    when("Bool", "true", "aws:SecureTransport"),
    "s3:GetObject * *",
  ),
  minus(
    "Null is that the key is not there",
    when("StringNotEquals", "a"),
    when("Null", "false"),
    "s3:GetObject * *",
  ),
  minus("Null false is that it is", when("StringEquals", "a"), when("Null", "false"), "never"),
  minus(
    "NumericEquals in other digits",
    when("NumericEquals", "2", number),
    when("NumericEquals", "2.0", number),
    "never",
  ),
  minus(
    "between two bounds",
    when("NumericLessThan", "10", number),
    when("NumericLessThanEquals", "9.999", number),
    "s3:GetObject * aws:MultiFactorAuthAge=9.999000001 *",
  ),
  minus(
    "the bound itself",
    when("NumericLessThanEquals", "10", number),
    when("NumericLessThan", "10", number),
    "s3:GetObject * aws:MultiFactorAuthAge=10 *",
  ),
  minus(
    "beyond a bound",
    when("NumericGreaterThan", "9", number),
    when("NumericGreaterThanEquals", "10", number),
    "s3:GetObject * aws:MultiFactorAuthAge=9.999 *",
  ),
  minus(
    "NumericNotEquals without the key",
    when("NumericNotEquals", "1", number),
    when("NumericGreaterThanEquals", "0", number),
    "s3:GetObject * *",
  ),
  minus(
    "DateEquals in another zone",
    when("DateEquals", "2026-01-01T02:00:00+02:00", date),
    when("DateEquals", "2026-01-01T00:00:00Z", date),
    "never",
  ),
  minus(
    "between two dates",
    when("DateLessThan", "2026-06-01T00:00:00Z", date),
    when("DateLessThanEquals", "2026-01-01T00:00:00Z", date),
    "s3:GetObject * aws:CurrentTime=2026-01-01T00:00:01Z *",
  ),
  minus(
    "DateGreaterThan",
    when("DateGreaterThan", "2026-06-01T00:00:00Z", date),
    when("DateGreaterThanEquals", "2026-06-01T00:00:00Z", date),
    "never",
  ),
  minus(
    "half of a network",
    when("IpAddress", "10.0.0.0/8", ip),
    when("IpAddress", "10.0.0.0/9", ip),
    "s3:GetObject * aws:SourceIp=10.128.0.0 *",
  ),
  minus(
    "both halves",
    when("IpAddress", "10.0.0.0/8", ip),
    when("IpAddress", ["10.0.0.0/9", "10.128.0.0/9"], ip),
    "never",
  ),
  minus(
    "a network of IPv6",
    when("IpAddress", "2001:db8::/32", ip),
    when("IpAddress", "2001:db8::/33", ip),
    "s3:GetObject * aws:SourceIp=2001:db8:8000:: *",
  ),
  minus(
    "NotIpAddress is true of IPv6",
    when("NotIpAddress", "0.0.0.0/0", ip),
    when("Null", "true", ip),
    "s3:GetObject * aws:SourceIp=:: *",
  ),
  minus(
    "BinaryEquals tells cases apart",
    when("BinaryEquals", "YWE=", "aws:X"),
    when("BinaryEquals", "ywE=", "aws:X"),
    "s3:GetObject * aws:X=YWE= *",
  ),
  minus(
    "IfExists is true without the key",
    when("StringEqualsIfExists", "a"),
    when("StringEquals", "a"),
    "s3:GetObject * *",
  ),
  minus(
    "and more than without IfExists",
    when("StringEquals", "a"),
    when("StringEqualsIfExists", "a"),
    "never",
  ),
  minus(
    "ForAllValues is true without the key",
    when("ForAllValues:StringEquals", ["a", "b"], tags),
    when("ForAnyValue:StringEquals", ["a", "b"], tags),
    "s3:GetObject * *",
  ),
  minus(
    "ForAllValues with a value",
    { Condition: { "ForAllValues:StringEquals": { [tags]: ["a", "b"] }, Null: { [tags]: "false" } } },
    when("ForAnyValue:StringEquals", ["a", "b"], tags),
    "never",
  ),
  minus(
    "ForAnyValue is true of some",
    when("ForAnyValue:StringEquals", "a", tags),
    when("ForAllValues:StringEquals", "a", tags),
    "s3:GetObject * aws:TagKeys=[,a] *",
  ),
  minus(
    "ForAnyValue with Not",
    when("ForAnyValue:StringNotEquals", "a", tags),
    when("ForAllValues:StringNotEquals", "a", tags),
    "s3:GetObject * aws:TagKeys=[,a] *",
  ),
  minus(
    "ForAllValues with Not",
    when("ForAllValues:StringNotEquals", "a", tags),
    when("ForAllValues:StringNotLike", "a*", tags),
    "s3:GetObject * aws:TagKeys=ax *",
  ),
  minus(
    "a key of several values is two at once",
    when("ForAnyValue:StringEquals", "a", tags),
    when("ForAnyValue:StringNotEquals", "b", tags),
    "never",
  ),
  minus("actions in any case", { Action: "s3:GETOBJECT" }, { Action: "s3:get*" }, "never"),
  minus("NotAction of a service", { NotAction: "s3:Get*" }, { Action: ["kms:*", "s3:*"] }, "x:x * *"),
  minus("NotAction within Action", { Action: "kms:*" }, { NotAction: "s3:*" }, "never"),
  minus("NotResource", { NotResource: "arn:aws:s3:::a*" }, { NotResource: "arn:aws:s3:::ab" }, "never"),
  minus(
    "beyond NotResource",
    { NotResource: "arn:aws:s3:::ab" },
    { NotResource: "arn:aws:s3:::a*" },
    "s3:GetObject arn:aws:s3:::a *",
  ),
  minus("resources tell cases apart", on("A"), on("a"), "s3:GetObject arn:aws:s3:::A *"),
  minus(
    "NotPrincipal",
    { NotPrincipal: { AWS: "arn:aws:iam::111111111111:user/u" } },
    { Principal: { AWS: "222222222222" } },
    "s3:GetObject * *",
  ),
  minus(
    "whom NotPrincipal lists",
    { Principal: { AWS: "arn:aws:iam::111111111111:user/u" } },
    { NotPrincipal: { AWS: "arn:aws:iam::111111111111:user/u" } },
    "s3:GetObject * arn:aws:iam::111111111111:user/u",
  ),
  minus(
    "a principal within its account",
    { Principal: { AWS: "arn:aws:iam::111111111111:user/u" } },
    { Principal: { AWS: "111111111111" } },
    "never",
  ),
  minus("a variable within a pattern", on(`a/${team}`), on("a/*"), "never"),
  minus(
    "a value of a variable",
    on(`a/${team}`),
    { ...on("a/x"), ...teamIs("x") },
    "s3:GetObject arn:aws:s3:::a/ aws:PrincipalTag/team= *",
  ),
  minus("the value itself", { ...on("a/x"), ...teamIs("x") }, on(`a/${team}`), "never"),
  minus(
    "a variable without a value",
    { ...on("a/a"), ...noTeam },
    on(`a/${team}`),
    "s3:GetObject arn:aws:s3:::a/a *",
  ),
  minus("a variable with a default", { ...on("a/a"), ...noTeam }, on(`a/${teamOrA}`), "never"),
  minus(
    "a default is for none alone",
    { ...on("a/a"), ...teamIs("b") },
    on(`a/${teamOrA}`),
    "s3:GetObject arn:aws:s3:::a/a aws:PrincipalTag/team=b *",
  ),
  minus("several variables", on(`${team}/${stage}`), on(`${team}/*`), "never"),
  minus("a variable of a condition", when("StringEquals", team), when("StringLike", `${team}*`), "never"),
  minus(
    "a variable in a list",
    on("a", `b/${team}`),
    on("a"),
    "s3:GetObject arn:aws:s3:::b/x aws:principaltag/team=x *",
  ),
];

const everything: Part = { Action: "*" };

const owner = "aws:ResourceAccount";
const caller = "kms:CallerAccount";
const keyOf = (account: string): Part => ({
  Action: "kms:Decrypt",
  Resource: `arn:aws:kms:us-east-1:${account}:key/*`,
});
const ownedBy = (account: string): Part => ({
  Action: "kms:*",
  Condition: { StringEquals: { [owner]: account } },
});

/** How policies of several kinds decide together. */
export const setRows: Row[] = [
  {
    what: "a deny holds against a grant",
    claim: (engine) => {
      const set = { identity: [documentOf(engine, everything, { Effect: "Deny", Action: "s3:*" })] };
      return engine.claims.all(
        engine.claims.allowed(set),
        engine.claims.inside(engine.claims.about({ action: ["s3:*"] })),
      );
    },
    answer: "never",
  },
  {
    what: "a boundary holds",
    claim: (engine) => {
      const set = {
        identity: [documentOf(engine, everything)],
        boundary: documentOf(engine, { Action: "s3:*" }),
      };
      return engine.claims.all(
        engine.claims.letThrough(set),
        engine.claims.not(engine.claims.inside(engine.claims.about({ action: ["s3:*"] }))),
      );
    },
    answer: "never",
  },
  {
    what: "each level of the organisation holds",
    claim: (engine) => {
      const serviceControl = ["s3:*", "kms:*"].map((Action) => [documentOf(engine, { Action })]);
      return engine.claims.allowed({ identity: [documentOf(engine, everything)], serviceControl });
    },
    answer: "never",
  },
  {
    what: "a policy of the session holds",
    claim: (engine) => {
      const session = [documentOf(engine, { Action: "s3:*" })];
      const { all, about, inside, letThrough } = engine.claims;
      return all(
        letThrough({ identity: [documentOf(engine, everything)], session }),
        inside(about({ action: ["kms:*"] })),
      );
    },
    answer: "never",
  },
  {
    what: "and its denies",
    claim: (engine) => {
      const session = [documentOf(engine, everything, { Effect: "Deny", Action: "s3:Get*" })];
      return engine.claims.allowed({ identity: [documentOf(engine, { Action: "s3:Get*" })], session });
    },
    answer: "never",
  },
  {
    what: "a resource of the same account grants alone",
    claim: (engine) =>
      engine.claims.all(
        engine.claims.allowed({
          identity: [],
          resource: documentOf(engine, { Principal: { AWS: "arn:aws:iam::111111111111:user/u" } }),
        }),
        { is: "own" },
      ),
    answer: "s3:GetObject * arn:aws:iam::111111111111:user/u",
  },
  {
    what: "one of another account does not",
    claim: (engine) =>
      engine.claims.all(
        engine.claims.allowed({
          identity: [],
          resource: documentOf(engine, { Principal: { AWS: "arn:aws:iam::111111111111:user/u" } }),
        }),
        engine.claims.not({ is: "own" }),
      ),
    answer: "never",
  },
  minus(
    "where tags are taken away aws:TagKeys has their keys, and none is sent",
    { Action: "logs:UntagResource", ...when("ForAnyValue:StringEquals", "Owner", tags) },
    { Action: "logs:*", ...when("Null", "false", "aws:RequestTag/Owner") },
    "logs:UntagResource * aws:TagKeys=Owner *",
  ),
  minus(
    "tags that are sent are aws:TagKeys too",
    when("StringEquals", "x", "aws:RequestTag/Owner"),
    when("ForAnyValue:StringEquals", "Owner", tags),
    "s3:GetObject * aws:RequestTag/Owner=x aws:TagKeys=OWNER *",
  ),
  minus(
    "the account of who asks is that of the ARN",
    {
      Condition: {
        StringEquals: { "aws:PrincipalAccount": "111111111111" },
        Null: { "aws:PrincipalArn": "false" },
      },
    },
    when("ArnLike", "arn:*:*:*:111111111111:*", "aws:PrincipalArn"),
    "never",
  ),
  minus(
    "and of no other",
    when("ArnLike", "arn:*:iam::222222222222:*", "aws:PrincipalArn"),
    when("StringNotEquals", "111111111111", "aws:PrincipalAccount"),
    "never",
  ),
  ...["111111111111", "arn:aws:iam::111111111111:root"].map((AWS) =>
    minus(
      `who a policy of a resource names by the account is of that account, ${AWS}`,
      { Principal: { AWS } },
      { Principal: "*", ...when("StringEquals", "111111111111", "aws:PrincipalAccount") },
      "never",
    ),
  ),
  minus(
    "who is named by the account alone has an ARN of it, in whichever partition",
    {
      Principal: { AWS: "111111111111" },
      ...when("StringNotLike", "arn:aws:iam::111111111111:*", "aws:PrincipalArn"),
    },
    { Principal: "*", ...when("ArnNotLike", "arn:*:iam::111111111111:*", "aws:PrincipalArn") },
    "s3:GetObject * aws:PrincipalArn=arn::iam::111111111111:",
  ),
  ofRole("a session of a role has its ARN", when("ArnNotEquals", role, "aws:PrincipalArn")),
  ofRole("and its account", when("StringNotEquals", "111111111111", "aws:PrincipalAccount")),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
  ofRole("that variables stand for, too", on("x-${aws:PrincipalAccount}"), on("x-111111111111")),
  ofRole("a session of a role is no user", when("Null", "false", "aws:username")),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
  ofRole("so that no variable stands for its name", on("${aws:username}/*")),
  ofRole("nor a service", when("Bool", "true", "aws:PrincipalIsAWSService")),
  ofRole("nor one by its name", when("StringLike", "*", "aws:PrincipalServiceName")),
  ofRole("but a role that is assumed", when("StringNotEquals", "AssumedRole", "aws:PrincipalType")),
  ofRole("whose account KMS tells, too", {
    ...keyOf("111111111111"),
    ...when("StringNotEquals", "111111111111", caller),
  }),
  ofRole("and no other", { Action: "kms:*", ...when("StringEquals", "222222222222", caller) }),
  minus(
    "KMS tells the account of who asks, where it tells it",
    { Action: "kms:*", ...when("StringEquals", "111111111111", caller) },
    { Action: "kms:*", ...when("StringEquals", "111111111111", "aws:PrincipalAccount") },
    "never",
  ),
  minus(
    "another service tells it not",
    { ...when("StringNotEquals", "111111111111", caller), ...on("a") },
    when("StringEquals", "111111111111", "aws:PrincipalAccount"),
    "s3:GetObject arn:aws:s3:::a *",
  ),
  ...["s3:RequestObjectTagKeys", "secretsmanager:AddReplicaRegions", "dynamodb:LeadingKeys", "saml:cn"].map(
    (key) =>
      minus(
        `several values of ${key}, as AWS lists it, whatever operator asks`,
        when("StringEquals", "owner", key),
        when("StringNotLike", "project*", key),
        `s3:GetObject * ${key}=[owner,project] *`,
      ),
  ),
  minus(
    "the tags of an object that are sent are s3:RequestObjectTagKeys, too",
    when("StringEquals", "x", "s3:RequestObjectTag/Owner"),
    when("ForAnyValue:StringEquals", "Owner", "s3:RequestObjectTagKeys"),
    "s3:GetObject * s3:RequestObjectTag/Owner=x s3:RequestObjectTagKeys=OWNER *",
  ),
  minus(
    "the parts of an encryption context are kms:EncryptionContextKeys, too",
    { Action: "kms:*", ...when("StringEquals", "x", "kms:EncryptionContext:Owner") },
    { Action: "kms:*", ...when("ForAnyValue:StringEqualsIgnoreCase", "owner", "kms:EncryptionContextKeys") },
    "never",
  ),
  minus("the account of a key is that of its ARN", keyOf("111111111111"), ownedBy("111111111111"), "never"),
  minus(
    "and of no other",
    keyOf("222222222222"),
    { ...ownedBy("111111111111"), Condition: { StringNotEquals: { [owner]: "111111111111" } } },
    "never",
  ),
  minus(
    "what an account owns has its number in the ARN, but where an action takes no resource",
    ownedBy("111111111111"),
    { Action: "kms:*", Resource: "arn:*:kms:*:111111111111:*" },
    "kms:x * aws:ResourceAccount=111111111111 *",
  ),
  minus(
    "the account of a key is told",
    keyOf("111111111111"),
    { Action: "kms:*", ...when("Null", "false", owner) },
    "never",
  ),
  ...["StringNotEquals", "StringNotEqualsIfExists", "StringNotLike"].map((operator) =>
    ofRole(
      `a role's own account is that of the ARN of its key, by a variable, ${operator}`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
      { ...keyOf("111111111111"), ...when(operator, "${aws:PrincipalAccount}", owner) },
    ),
  ),
  ofRole(
    "and of no other account's key, by a variable",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
    { ...keyOf("222222222222"), ...when("StringLike", "${aws:PrincipalAccount}", owner) },
  ),
  minus(
    "a pattern of accounts is like the account in the ARN",
    { ...keyOf("111111111111"), ...when("StringNotLike", "1111*", owner) },
    { Action: "s3:*" },
    "never",
  ),
  minus(
    "and like no other's",
    { ...keyOf("222222222222"), ...when("StringLike", "1111*", owner) },
    { Action: "s3:*" },
    "never",
  ),
  minus(
    "the account of a secret is that of its ARN",
    {
      Action: "secretsmanager:GetSecretValue",
      Resource: "arn:aws:secretsmanager:us-east-1:111111111111:secret:*",
    },
    { Action: "*", Condition: { StringEquals: { [owner]: "111111111111" } } },
    "never",
  ),
  minus(
    "the account of a bucket may be any",
    { Resource: "arn:aws:s3:us-east-1:111111111111:a" },
    { Action: "*", Condition: { StringEquals: { [owner]: "111111111111" } } },
    "s3:GetObject arn:aws:s3:us-east-1:111111111111:a *",
  ),
];

/** A grant under a bound, and a deny with the variable, or one statement with both. */
const variableOfType = (key: string, operator: string, value: string, type: string): Row[] => {
  const [grant, variable] = [when(operator, value, key), on(`logs/\u0024{${key}}`)];
  const answer = `refused: the variable \u0024{${key.toLowerCase()}} cannot be read: its key is also compared as ${type}`;
  return [
    minus(`a variable beside ${operator} of ${key}`, grant, variable, answer),
    minus(`a variable under ${operator} of ${key}`, { ...grant, ...variable }, on("a"), answer),
  ];
};

/** What is refused, by its name. */
export const refusedRows: Row[] = [
  minus(
    "two types of value",
    when("NumericEquals", "1"),
    when("StringEquals", "1"),
    "refused: aws:sourcevpc is compared as two types of value",
  ),
  minus(
    "an operator that IAM does not have",
    when("StringIs", "1"),
    when("StringEquals", "1"),
    "refused: there is no operator StringIs",
  ),
  minus(
    "an action that is not known offline",
    { Action: "s3:unknown(the output of another stack)" },
    {},
    "refused: the action s3:unknown(the output of another stack) cannot be read",
  ),
  minus(
    "more patterns than their places can be numbered",
    on(...Array.from({ length: 700 }, (_, at) => `${"a".repeat(90)}${at}`)),
    on("a"),
    "refused: the patterns have more than 65,535 characters",
  ),
  minus(
    "four variables",
    on([1, 2, 3, 4].map((at) => `\u0024{aws:PrincipalTag/${at}}`).join("/")),
    on("a"),
    "refused: there are more than 3 variables: \u0024{aws:principaltag/1}, \u0024{aws:principaltag/2}, \u0024{aws:principaltag/3}, \u0024{aws:principaltag/4}",
  ),
  minus(
    "a key of several values with more sorts of them than ten",
    {
      Condition: {
        "ForAnyValue:StringEquals": { [tags]: "a" },
        "ForAllValues:StringLike": { [tags]: ["*b"] },
      },
    },
    {
      Condition: Object.fromEntries(
        ["ForAnyValue:StringLike", "ForAllValues:StringNotLike", "ForAnyValue:StringNotLike"].map(
          (one, at) => [one, { [tags]: [`*${"cde"[at]}*`] }],
        ),
      ),
    },
    "refused: the values of aws:tagkeys are told apart in too many ways",
  ),
  ...variableOfType(number, "NumericLessThan", "3600", "a number"),
  ...variableOfType("aws:PrincipalTag/level", "NumericGreaterThan", "5", "a number"),
  ...variableOfType(date, "DateGreaterThan", "2020-01-01T00:00:00Z", "a date"),
  ...variableOfType(ip, "IpAddress", "10.0.0.0/8", "an address"),
  ...[tags, "aws:CalledVia", "aws:X"].map((key) =>
    minus(
      `a variable of a key of several values, ${key}`,
      {
        Condition: {
          "ForAnyValue:StringLike": { [key]: "a*" },
          "ForAnyValue:StringEquals": { [key]: "b.com" },
        },
      },
      on(`logs/\u0024{${key}}`),
      `refused: the variable \u0024{${key.toLowerCase()}} cannot be read: its key has several values`,
    ),
  ),
  minus(
    "a variable of a key of several values that no condition asks for",
    on(`logs/\u0024{${tags}}`),
    on("logs/*"),
    "refused: the variable \u0024{aws:tagkeys} cannot be read: its key has several values",
  ),
  minus(
    "two variables in another order",
    on(`${team}/${stage}`),
    on(`${stage}/${team}`),
    "refused: \u0024{aws:principaltag/stage} stands in several patterns of a resource behind a wildcard or another variable",
  ),
  minus(
    "a variable whose places begin alike",
    on(`a/${team}`, `a/a/${team}/x`),
    on("a"),
    "refused: \u0024{aws:principaltag/team} stands in several patterns of a resource of which one begins like another",
  ),
  minus(
    "a variable twice in one of several patterns",
    on(`a/${team}/${team}`, `b/${team}`),
    on("a"),
    "refused: \u0024{aws:principaltag/team} stands in several patterns of a resource and twice in one",
  ),
  minus(
    "a variable that begins in more than sixty places of other patterns",
    on(`*${team}`),
    on(`*a${"?".repeat(6)}`),
    "refused: \u0024{aws:principaltag/team} stands behind a wildcard in too many ways",
  ),
  minus(
    "a variable of which other patterns tell more than 5,000 values apart",
    on(team),
    on(`*a${"?".repeat(13)}`),
    "refused: \u0024{aws:principaltag/team} has too many kinds of value",
  ),
  minus(
    "a variable that is compared in any case too",
    on(team),
    when("StringEqualsIgnoreCase", "a", "aws:PrincipalTag/team"),
    "refused: the values of \u0024{aws:principaltag/team} cannot be told apart",
  ),
  {
    what: "more cases than 200,000: sixteen keys of one of two values, and a key of one of three and of one of three others",
    claim: (engine) => {
      const oneOf = (key: string, ...values: string[]) =>
        engine.claims.any(
          ...values.map((value) =>
            engine.claims.inside(
              engine.claims.about({ conditions: [{ operator: "StringEquals", key, values: [value] }] }),
            ),
          ),
        );
      const sixteen = Array.from({ length: 16 }, (_, at) => oneOf(`aws:PrincipalTag/${at}`, "a", "b"));
      const none = [oneOf("aws:SourceVpc", "a", "b", "c"), oneOf("aws:SourceVpc", "d", "e", "f")];
      return engine.claims.all(...sixteen, ...none);
    },
    answer: "refused: there are too many cases",
  },
  minus(
    "too many texts",
    on(`*a${"?".repeat(17)}`),
    on(`*b${"?".repeat(17)}`),
    "refused: the patterns tell too many texts apart",
  ),
];

/** What an engine answers, in short. */
export function answerOf(row: Row, engine: Engine): string {
  try {
    const [witness] = engine.decide([row.claim(engine)], ...(row.universe ? [row.universe] : []));
    if (!witness) return "never";
    if (witness.unread) return `unread: ${witness.unread}`;
    const { action, resource, context, principal } = witness.request;
    const told = Object.entries(context).map(
      ([key, value]) => `${key}=${Array.isArray(value) ? `[${value}]` : value}`,
    );
    return [action, resource, ...told, ...(/somebody$/.test(principal) ? [] : [principal])].join(" ");
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

import { expect } from "chai";
import type { PolicyDocument } from "../../cli/access/request";
import { type Context, delegatingKeyPolicy, type Policies, type Request } from "../../cli/access/request";
import { judge } from "./judge";

const principal = "arn:aws:sts::123456789012:assumed-role/example/session";
const globals = {
  "aws:PrincipalArn": "arn:aws:iam::123456789012:role/example",
  "aws:PrincipalAccount": "123456789012",
  "aws:ResourceAccount": "123456789012",
  "aws:RequestedRegion": "us-east-1",
  "aws:SecureTransport": "true",
};
const get: Request = {
  principal,
  action: "s3:GetObject",
  resource: "arn:aws:s3:::example/a",
  accountId: "123456789012",
  context: globals,
};
const key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const decrypt: Request = { ...get, action: "kms:Decrypt", resource: key };
const without = (name: string) => Object.fromEntries(Object.entries(globals).filter(([key]) => key !== name));

const document = (...Statement: Record<string, unknown>[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});
const allows = (Action: string, more: Record<string, unknown> = {}) => ({
  Sid: "Allows",
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
const denies = (Action: string, more: Record<string, unknown> = {}) => ({
  ...allows(Action, more),
  Sid: "Denies",
  Effect: "Deny",
});
const having = (...statements: Record<string, unknown>[]): Policies => ({
  identity: [document(...statements)],
});

describe("the judge answers", () => {
  const keyPolicy = delegatingKeyPolicy("aws", "123456789012");
  const tags = { "aws:RequestTag/A": "b", "aws:TagKeys": ["A"] };
  const create: Request = {
    ...get,
    action: "kms:CreateKey",
    resource: "*",
    context: { ...globals, ...tags },
  };
  const put: Request = { ...get, action: "s3:PutObject" };
  const uploads: [what: string, brought: Context, action: string][] = [
    ["an ACL", { "s3:x-amz-acl": "public-read" }, "s3:PutObjectAcl"],
    ["a grant", { "s3:x-amz-grant-read": "id=example" }, "s3:PutObjectAcl"],
    ["tags", { "s3:RequestObjectTagKeys": ["A"], "s3:RequestObjectTag/A": "b" }, "s3:PutObjectTagging"],
    ["a lock", { "s3:object-lock-mode": "COMPLIANCE" }, "s3:PutObjectRetention"],
    ["a legal hold", { "s3:object-lock-legal-hold": "ON" }, "s3:PutObjectLegalHold"],
  ];
  const rows: [what: string, request: Request, policies: Policies, decision: string, sids: string[]][] = [
    ["allow, with the statement that does", get, having(allows("s3:GetObject")), "allow", ["Allows"]],
    ["implicit deny where nothing allows", get, having(allows("s3:PutObject")), "implicit deny", []],
    [
      "explicit deny over an allow",
      get,
      having(allows("s3:*"), denies("s3:Get*")),
      "explicit deny",
      ["Denies"],
    ],
    [
      "what several policies say together",
      get,
      { identity: [document(allows("s3:*")), document(denies("s3:GetObject"))] },
      "explicit deny",
      ["Denies"],
    ],
    [
      "for a key by IAM policies where its policy delegates",
      decrypt,
      { ...having(allows("kms:Decrypt")), resource: keyPolicy },
      "allow",
      ["Allows"],
    ],
    [
      "for a key that delegates, but not to nobody",
      decrypt,
      { ...having(), resource: keyPolicy },
      "implicit deny",
      [],
    ],
    [
      "for what another account owns by both sides",
      { ...get, accountId: "999999999999" },
      { ...having(), resource: document({ ...allows("s3:GetObject"), Principal: "*" }) },
      "implicit deny",
      [],
    ],
    [
      "CreateKey without tags by CreateKey alone",
      { ...create, context: globals },
      having(allows("kms:CreateKey")),
      "allow",
      ["Allows"],
    ],
    [
      "CreateKey with tags only where TagResource is allowed too",
      create,
      having(allows("kms:CreateKey")),
      "implicit deny",
      [],
    ],
    [
      "explicit deny where the organisation denies, with its statement",
      get,
      { ...having(allows("s3:*")), serviceControl: document(denies("s3:GetObject")) },
      "explicit deny",
      ["Denies"],
    ],
    [
      "allow where the organisation denies something else",
      get,
      { ...having(allows("s3:*")), serviceControl: document(denies("s3:PutObject")) },
      "allow",
      ["Allows"],
    ],
    [
      "CreateKey with tags by CreateKey alone if that alone is asked",
      { ...create, alone: true },
      having(allows("kms:CreateKey")),
      "allow",
      ["Allows"],
    ],
    ...uploads.flatMap(([what, brought, action]): typeof rows => [
      [
        `an upload with ${what} only where ${action} is allowed too`,
        { ...put, context: { ...globals, ...brought } },
        having(allows("s3:PutObject")),
        "implicit deny",
        [],
      ],
      [
        `an upload with ${what}, allowed by both`,
        { ...put, context: { ...globals, ...brought } },
        having(allows("s3:PutObject"), { ...allows(action), Sid: "Besides" }),
        "allow",
        ["Allows", "Besides"],
      ],
    ]),
    [
      "CreateKey with tags, allowed by both",
      create,
      having(allows("kms:CreateKey"), { ...allows("kms:TagResource"), Sid: "Tags" }),
      "allow",
      ["Allows", "Tags"],
    ],
    [
      "CreateKey with tags, explicitly denied by its tagging",
      create,
      having(allows("kms:*"), denies("kms:TagResource")),
      "explicit deny",
      ["Denies"],
    ],
  ];
  for (const [what, request, policies, decision, sids] of rows) {
    it(what, async () => expect(await judge(request, policies)).to.deep.equal({ decision, sids }));
  }
});

describe("the judge fails where the evaluator would guess", () => {
  const allowed = having(allows("s3:*"));
  const rows: [what: string, request: Request, policies: Policies, message: string][] = [
    ...Object.keys(globals).map((name): [string, Request, Policies, string] => [
      `without ${name}`,
      { ...get, context: without(name) },
      allowed,
      `AWS would tell it ${name}`,
    ]),
    [
      "at an operator that IAM does not have, which in a Deny fails open",
      get,
      having(
        allows("s3:*"),
        denies("s3:*", { Condition: { StringEqualz: { "aws:SecureTransport": "true" } } }),
      ),
      "Denies has the unknown operator StringEqualz",
    ],
    [
      "at such an operator in the resource's policy",
      get,
      {
        ...allowed,
        resource: document(
          denies("s3:*", { Principal: "*", Condition: { Stringequals: { "aws:SecureTransport": "true" } } }),
        ),
      },
      "Denies has the unknown operator Stringequals",
    ],
    [
      "at such an operator in the organisation's policy",
      get,
      {
        ...allowed,
        serviceControl: document(
          denies("s3:*", { Condition: { "ForSomeValue:StringEquals": { "aws:SecureTransport": "true" } } }),
        ),
      },
      "Denies has the unknown operator ForSomeValue:StringEquals",
    ],
    [
      "at a wildcard in the resource",
      { ...get, resource: "arn:aws:s3:::example/*" },
      allowed,
      "a wildcard stands for any resource",
    ],
    [
      "at a wildcard for one character",
      { ...get, resource: "arn:aws:s3:::exampl?/a" },
      allowed,
      "a wildcard stands for any resource",
    ],
    ["at * for an action on resources", { ...get, resource: "*" }, allowed, "wildcard"],
    [
      "at a condition key that the action does not have",
      { ...get, context: { ...globals, "s3:if-none-match": "*" } },
      allowed,
      "s3:if-none-match would count for nothing",
    ],
    [
      "at a misspelt condition key",
      { ...get, context: { ...globals, "aws:SecureTransports": "true" } },
      allowed,
      "aws:SecureTransports",
    ],
    [
      "at a key without its policy",
      decrypt,
      having(allows("kms:*")),
      "a key without its key policy is refused",
    ],
    [
      "at another account's resource without its policy",
      { ...get, accountId: "999999999999" },
      allowed,
      "what another account owns is decided by a policy of the resource too",
    ],
    [
      "at several values of a key that takes one",
      { ...get, context: { ...globals, "aws:SecureTransport": ["true", "false"] } },
      allowed,
      "aws:SecureTransport takes one value",
    ],
    [
      "at one value of a key that takes several",
      { ...get, action: "kms:CreateKey", resource: "*", context: { ...globals, "aws:TagKeys": "A" } },
      allowed,
      "aws:TagKeys takes a list",
    ],
    ["at an action that does not exist", { ...get, action: "s3:GetObjekt" }, allowed, "invalid.action"],
    ["at a service that does not exist", { ...get, action: "s4:GetObject" }, allowed, "invalid.service"],
    ["at a resource of another service", { ...get, resource: key }, allowed, "no.resource.types"],
    [
      "at a document that IAM would not take",
      get,
      having({ ...allows("s3:*"), Effect: "Permit" }),
      "identityPolicyErrors",
    ],
  ];
  for (const [what, request, policies, message] of rows) {
    it(what, async () => {
      const error = await judge(request, policies).then(
        (verdict) => expect.fail(`It answered ${verdict.decision}.`),
        (error: Error) => error,
      );
      expect(error.message).to.include(message);
    });
  }
});

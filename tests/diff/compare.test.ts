import { expect } from "chai";
import { changesBetween, kindsOf } from "./changes";

const allow = (parts: object) => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::a/*",
  ...parts,
});
const deny = (parts: object) => ({ ...allow(parts), Effect: "Deny" });
const onlyIf = (Condition: object) => allow({ Condition });
const x = "aws:SourceVpc";
const several = "aws:TagKeys";
const tag = "$" + "{aws:PrincipalTag/t}";
const document = (statements: unknown, Version = "2012-10-17") => ({ Version, Statement: statements });

type Case = [what: string, old: unknown, now: unknown, expected: string[]];
const [changed, narrowed] = ["grant changed, not shown to be narrower", "grant narrowed"];

const cases: Record<string, Case[]> = {
  statements: [
    ["none", [], [], []],
    ["a grant is added", [], allow({}), ["grant added"]],
    ["a grant is removed", allow({}), [], ["grant removed"]],
    ["a deny is added", [], deny({}), ["deny added"]],
    ["a deny is lost", deny({}), [], ["deny lost"]],
    [
      "a deny is lost where nothing allows",
      [allow({ Action: "kms:Decrypt" }), deny({})],
      allow({ Action: "kms:Decrypt" }),
      ["deny lost"],
    ],
    ["a grant becomes a deny", allow({}), deny({}), ["grant removed", "deny added"]],
    ["a deny becomes a grant", deny({}), allow({}), ["grant added", "deny lost"]],
    [
      "a grant is added that a deny refuses",
      deny({ Action: "*", Resource: "*" }),
      [deny({ Action: "*", Resource: "*" }), allow({})],
      ["grant added"],
    ],
    ["an object in place of a list", allow({}), [allow({})], []],
    [
      "two statements in place of one",
      allow({ Action: ["s3:GetObject", "s3:PutObject"] }),
      [allow({}), allow({ Action: ["s3:PutObject"] })],
      [],
    ],
  ],
  actions: [
    ["another case", allow({}), allow({ Action: "S3:GETOBJECT" }), []],
    ["a wider pattern", allow({}), allow({ Action: "s3:Get*" }), ["grant widened"]],
    ["a narrower one", allow({ Action: "s3:Get*" }), allow({}), [narrowed]],
    [
      "one that is held already",
      allow({ Action: "s3:Get*" }),
      allow({ Action: ["s3:Get*", "s3:GetObject"] }),
      [],
    ],
    ["all but some", allow({ Action: "*" }), allow({ Action: undefined, NotAction: "iam:*" }), [narrowed]],
    [
      "all but fewer",
      allow({ Action: undefined, NotAction: ["iam:*", "sts:*"] }),
      allow({ Action: undefined, NotAction: "iam:*" }),
      ["grant widened"],
    ],
    [
      "all but more",
      allow({ Action: undefined, NotAction: "iam:*" }),
      allow({ Action: undefined, NotAction: ["iam:*", "sts:*"] }),
      [narrowed],
    ],
    ["one of all but some", allow({ Action: undefined, NotAction: "iam:*" }), allow({}), [narrowed]],
    [
      "one that is not of all but some",
      allow({ Action: undefined, NotAction: "s3:Get*" }),
      allow({}),
      [changed, narrowed],
    ],
    [
      "a deny of all but fewer",
      deny({ Action: undefined, NotAction: ["iam:*", "sts:*"] }),
      deny({ Action: undefined, NotAction: "iam:*" }),
      ["deny strengthened"],
    ],
    [
      "a deny of all but more",
      deny({ Action: undefined, NotAction: "iam:*" }),
      deny({ Action: undefined, NotAction: ["iam:*", "sts:*"] }),
      ["deny weakened"],
    ],
  ],
  resources: [
    ["a folder in it", allow({}), allow({ Resource: "arn:aws:s3:::a/b/*" }), [narrowed]],
    ["the bucket itself", allow({}), allow({ Resource: "arn:aws:s3:::a*" }), ["grant widened"]],
    ["another case", allow({}), allow({ Resource: "arn:aws:s3:::A/*" }), ["grant added", "grant removed"]],
    ["what it says of a tenant", allow({}), allow({ Resource: `arn:aws:s3:::a/${tag}/*` }), [narrowed]],
    ["every tenant", allow({ Resource: `arn:aws:s3:::a/${tag}/*` }), allow({}), ["grant widened"]],
    [
      "one tenant by name",
      allow({ Resource: `arn:aws:s3:::a/${tag}/*` }),
      allow({ Resource: "arn:aws:s3:::a/1/*" }),
      [changed, narrowed],
    ],
    [
      "a star that is not the last of a segment",
      allow({ Resource: "arn:aws:a*z:x" }),
      allow({ Resource: "arn:aws:a:z:x" }),
      [changed, narrowed],
    ],
    ["a star that is", allow({ Resource: "arn:aws:s3*" }), allow({ Resource: "arn:aws:s3:a:x" }), [narrowed]],
    [
      "all but a tenant, to all but its folder",
      allow({ Resource: undefined, NotResource: `arn:aws:s3:::a/${tag}` }),
      allow({ Resource: undefined, NotResource: "arn:aws:s3:::a/*" }),
      [changed, narrowed],
    ],
  ],
  values: [
    [
      "one of several",
      onlyIf({ StringEquals: { [x]: ["a", "b"] } }),
      onlyIf({ StringEquals: { [x]: "b" } }),
      [narrowed],
    ],
    [
      "one more",
      onlyIf({ StringEquals: { [x]: ["a"] } }),
      onlyIf({ StringEquals: { [x]: ["a", "b"] } }),
      ["grant widened"],
    ],
    [
      "another",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: "b" } }),
      [changed, narrowed],
    ],
    [
      "two statements with one value each",
      onlyIf({ StringEquals: { [x]: ["a", "b"] } }),
      [onlyIf({ StringEquals: { [x]: "a" } }), onlyIf({ StringEquals: { [x]: "b" } })],
      [],
    ],
    [
      "a list of one, another case of the key",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x.toUpperCase()]: ["a"] } }),
      [],
    ],
    [
      "like, without wildcards",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringLike: { [x]: "a" } }),
      [],
    ],
    [
      "a star that was a character",
      onlyIf({ StringEquals: { [x]: "a*" } }),
      onlyIf({ StringLike: { [x]: "a*" } }),
      ["grant widened"],
    ],
    [
      "a star that becomes one",
      onlyIf({ StringLike: { [x]: "a*" } }),
      onlyIf({ StringEquals: { [x]: "a*" } }),
      [narrowed],
    ],
    [
      "in any case",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEqualsIgnoreCase: { [x]: "A" } }),
      ["grant widened"],
    ],
    [
      "no more in any case",
      onlyIf({ StringEqualsIgnoreCase: { [x]: "A" } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [narrowed],
    ],
    [
      "fewer that must not be",
      onlyIf({ StringNotEquals: { [x]: ["a", "b"] } }),
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      ["grant widened"],
    ],
    [
      "more that must not be",
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      onlyIf({ StringNotEquals: { [x]: ["b", "a"] } }),
      [narrowed],
    ],
    [
      "a variable in place of a value",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: tag } }),
      [changed, narrowed],
    ],
    [
      "a value that stood beside a variable",
      onlyIf({ StringEquals: { [x]: ["a", tag] } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [changed, narrowed],
    ],
    [
      "a number by another name",
      onlyIf({ NumericLessThan: { [x]: "5" } }),
      onlyIf({ NumericLessThan: { [x]: "5.0" } }),
      [],
    ],
    [
      "a lower limit",
      onlyIf({ NumericLessThan: { [x]: "5" } }),
      onlyIf({ NumericLessThanEquals: { [x]: "4" } }),
      [narrowed],
    ],
    [
      "the limit itself",
      onlyIf({ NumericLessThan: { [x]: "5" } }),
      onlyIf({ NumericLessThanEquals: { [x]: "5" } }),
      ["grant widened"],
    ],
    [
      "a later end",
      onlyIf({ DateLessThan: { [x]: "2026-01-01T00:00:00Z" } }),
      onlyIf({ DateLessThan: { [x]: "2027-01-01T00:00:00Z" } }),
      ["grant widened"],
    ],
    [
      "a smaller network",
      onlyIf({ IpAddress: { [x]: "10.0.0.0/8" } }),
      onlyIf({ IpAddress: { [x]: "10.1.0.0/16" } }),
      [narrowed],
    ],
    [
      "a larger network",
      onlyIf({ IpAddress: { [x]: "10.1.0.0/16" } }),
      onlyIf({ IpAddress: { [x]: "10.0.0.0/8" } }),
      ["grant widened"],
    ],
    [
      "a field of an ARN",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::1:role/a" } }),
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::*:role/a" } }),
      ["grant widened"],
    ],
    [
      "the same of ARNs",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::1:role/*" } }),
      onlyIf({ ArnEquals: { [x]: "arn:aws:iam::1:role/*" } }),
      [],
    ],
    [
      "a star that would cross fields",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam:*:role/a" } }),
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::1:role/a" } }),
      [changed, narrowed],
    ],
    [
      "an operator that IAM does not have",
      onlyIf({ StringIsh: { [x]: "a" } }),
      onlyIf({ StringIsh: { [x]: ["a", "b"] } }),
      [changed, narrowed],
    ],
  ],
  keys: [
    ["a condition more", allow({}), onlyIf({ StringEquals: { [x]: "a" } }), [narrowed]],
    ["a condition less", onlyIf({ StringEquals: { [x]: "a" } }), allow({}), ["grant widened"]],
    [
      "IfExists",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      ["grant widened"],
    ],
    [
      "no IfExists any more",
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [narrowed],
    ],
    [
      "IfExists of what must not be",
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      onlyIf({ StringNotEqualsIfExists: { [x]: "a" } }),
      [],
    ],
    [
      "IfExists in two statements",
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      [onlyIf({ StringEquals: { [x]: "a" } })],
      [narrowed],
    ],
    [
      "IfExists of what is there",
      onlyIf({ StringEqualsIfExists: { [x]: "a" }, Null: { [x]: "false" } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [],
    ],
    [
      "it must be there and is asked for",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: "a" }, Null: { [x]: "false" } }),
      [],
    ],
    [
      "it must be there, and what it is is not asked",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ Null: { [x]: "false" } }),
      ["grant widened"],
    ],
    [
      "it is not there in place of not being something",
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      onlyIf({ Null: { [x]: "true" } }),
      [narrowed],
    ],
    [
      "it has no value in place of IfExists",
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      onlyIf({ Null: { [x]: "true" } }),
      [changed, narrowed],
    ],
    ["there or not", allow({}), onlyIf({ Null: { [x]: ["true", "false"] } }), [narrowed]],
    ["what cannot be", [], onlyIf({ StringEquals: { [x]: "a" }, Null: { [x]: "true" } }), []],
    [
      "another key",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { "aws:SourceVpce": "a" } }),
      [changed, narrowed],
    ],
  ],
  sets: [
    [
      "each of fewer",
      onlyIf({ "ForAllValues:StringEquals": { [several]: ["a", "b"] } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      [narrowed],
    ],
    [
      "each of more",
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: ["a", "b"] } }),
      ["grant widened"],
    ],
    [
      "each of several is not each of one or the other",
      onlyIf({ "ForAllValues:StringEquals": { [several]: ["a", "b"] } }),
      [
        onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
        onlyIf({ "ForAllValues:StringEquals": { [several]: "b" } }),
      ],
      [narrowed],
    ],
    [
      "some of one or the other",
      onlyIf({ "ForAnyValue:StringEquals": { [several]: ["a", "b"] } }),
      [
        onlyIf({ "ForAnyValue:StringEquals": { [several]: "a" } }),
        onlyIf({ "ForAnyValue:StringEquals": { [several]: "b" } }),
      ],
      [],
    ],
    [
      "each in place of some, which none fulfil",
      onlyIf({ "ForAnyValue:StringEquals": { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      [changed, narrowed],
    ],
    [
      "each in place of the one",
      onlyIf({ StringEquals: { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      [changed, narrowed],
    ],
    [
      "none there in place of each",
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      onlyIf({ Null: { [several]: "true" } }),
      [narrowed],
    ],
    [
      "some that are not",
      onlyIf({ "ForAnyValue:StringNotEquals": { [several]: ["a", "b"] } }),
      onlyIf({ "ForAnyValue:StringNotEquals": { [several]: "a" } }),
      ["grant widened"],
    ],
    [
      "each is not",
      onlyIf({ "ForAllValues:StringNotEquals": { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringNotEquals": { [several]: ["a", "b"] } }),
      [narrowed],
    ],
  ],
  denies: [
    [
      "a condition more",
      deny({}),
      deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ["deny weakened"],
    ],
    [
      "a condition less",
      deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      deny({}),
      ["deny strengthened"],
    ],
    [
      "more values that are let through",
      deny({ Condition: { StringNotEquals: { [x]: "a" } } }),
      deny({ Condition: { StringNotEquals: { [x]: ["a", "b"] } } }),
      ["deny weakened"],
    ],
    ["a part of it that another has", [deny({}), deny({ Resource: "*" })], deny({ Resource: "*" }), []],
  ],
};

describe("two documents are compared by what they mean", () => {
  for (const [title, rows] of Object.entries(cases)) {
    describe(title, () => {
      for (const [what, old, now, expected] of rows) {
        it(what, () => {
          const named = (statements: unknown) =>
            document([statements].flat().map((one) => ({ Sid: "S", ...(one as object) })));
          const found = kindsOf(changesBetween(named(old), named(now)));
          expect([...new Set(found)]).to.have.members(expected);
        });
      }
    });
  }

  it("the older version of the language has no variables", () => {
    const statement = allow({ Resource: `arn:aws:s3:::a/${tag}` });
    const found = changesBetween(document(statement), document(statement, "2008-10-17"));
    expect(kindsOf(found)).to.deep.equal(["grant added", "grant removed"]);
    expect(changesBetween(document(allow({})), document(allow({}), "2008-10-17"))).to.deep.equal([]);
  });
});

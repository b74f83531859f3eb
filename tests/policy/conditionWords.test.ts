import { expect } from "chai";
import { conditionWords } from "../../cli/policy/conditionWords";
import { meaningOf, truthOf } from "../../cli/policy/keyWords";
import { operatorOf } from "../../cli/policy/operators";
import { conditionsOf } from "../judge/documents";
import { allStatements } from "../support/statements";

const region = "aws:RequestedRegion";
const guardrail = "bedrock:GuardrailIdentifier";
const keys = "aws:TagKeys";
const caller = "aws:PrincipalArn";
const time = "aws:CurrentTime";

/** A condition, what it says where nothing is known of the request, where it has the key, and where it lacks it. */
const rows: [condition: string, open: string, there?: string, absent?: string][] = [
  [`StringEquals ${region} a or b`, "the Region of the request is a or b"],
  [
    `StringEqualsIfExists ${region} a`,
    "the Region of the request is absent or is a",
    "the Region of the request is a",
    "the Region of the request is absent",
  ],
  [
    `StringNotEquals ${region} a`,
    "the Region of the request is absent or other than a",
    "the Region of the request has a value other than a",
    "the Region of the request is absent",
  ],
  [`StringLike ${guardrail} a*`, "the guardrail of the request matches a*"],
  [
    `StringLikeIfExists ${guardrail} a*`,
    "the guardrail of the request is absent or matches a*",
    "the guardrail of the request matches a*",
    "the guardrail of the request is absent",
  ],
  [
    `StringNotLike ${guardrail} a*`,
    "the guardrail of the request is absent or does not match a*",
    "the guardrail of the request has a value that does not match a*",
    "the guardrail of the request is absent",
  ],
  [`StringEqualsIgnoreCase ${region} a`, "the Region of the request is a, in upper or lower case"],
  [`ArnEquals ${caller} arn:a`, "the caller is arn:a"],
  [`ArnEquals ${caller} arn:*`, "the caller matches arn:*"],
  [
    `ArnNotEquals ${caller} arn:a`,
    "the caller is absent or other than arn:a",
    "the caller has a value other than arn:a",
    "the caller is absent",
  ],
  ["ArnLike aws:SourceArn arn:*", "the resource that the service acts for matches arn:*"],
  [
    `ArnNotLike ${caller} arn:*`,
    "the caller is absent or does not match arn:*",
    "the caller has a value that does not match arn:*",
    "the caller is absent",
  ],
  ["Bool aws:SecureTransport false", "the request is not encrypted (TLS)"],
  ["Bool aws:ViaAWSService true", "aws:ViaAWSService is true"],
  [
    "BoolIfExists s3:ObjectCreationOperation true",
    "the request creates a whole object, not a part of one, or does not say",
    "the request creates a whole object, not a part of one",
    "it is not told whether the request creates a whole object, not a part of one",
  ],
  [`Null ${guardrail} true`, "the guardrail of the request is absent"],
  [`Null ${guardrail} false`, "the guardrail of the request is present"],
  [`Null ${keys} true`, "the request has no tags"],
  [`Null ${guardrail} true or false`, "the guardrail of the request is present or absent"],
  [
    `ForAllValues:StringEquals ${keys} a or b`,
    "the keys of the tags in the request are none other than a or b",
    "the keys of the tags in the request are none other than a or b",
    "the request has no tags",
  ],
  [
    `ForAllValues:StringLike ${keys} a*`,
    "each of the keys of the tags in the request matches a*",
    "each of the keys of the tags in the request matches a*",
    "the request has no tags",
  ],
  [
    `ForAllValues:StringNotEquals ${keys} a`,
    "none of the keys of the tags in the request is a",
    "none of the keys of the tags in the request is a",
    "the request has no tags",
  ],
  [`ForAnyValue:StringLike ${keys} a*`, "at least one of the keys of the tags in the request matches a*"],
  [
    `ForAnyValue:StringNotEquals ${keys} a`,
    "at least one of the keys of the tags in the request has a value other than a",
  ],
  ["IpAddress aws:SourceIp 10.0.0.0/8", "the IP address of the caller is in 10.0.0.0/8"],
  [
    "NotIpAddress aws:SourceIp 10.0.0.0/8",
    "the IP address of the caller is absent or not in 10.0.0.0/8",
    "the IP address of the caller is there and not in 10.0.0.0/8",
    "the IP address of the caller is absent",
  ],
  [`DateLessThan ${time} 2027`, "the time of the request is before 2027"],
  [`DateLessThanEquals ${time} 2027`, "the time of the request is not after 2027"],
  [`DateGreaterThan ${time} 2027`, "the time of the request is after 2027"],
  [`DateGreaterThanEquals ${time} 2027`, "the time of the request is not before 2027"],
  ["NumericLessThan s3:max-keys 5", "s3:max-keys is less than 5"],
  ["NumericLessThanEquals s3:max-keys 5", "s3:max-keys is at most 5"],
  ["NumericGreaterThan s3:max-keys 5", "s3:max-keys is more than 5"],
  ["NumericGreaterThanEquals s3:max-keys 5", "s3:max-keys is at least 5"],
  ["BinaryEquals aws:PrincipalTag/a QQ==", "the tag a of the session is QQ=="],
  // IAM has none of these.
  [`StringIs ${region} a`, `${region} StringIs a`],
  ["toString constructor x", "constructor toString x"],
];

describe("a condition in words", () => {
  for (const [condition, open, there = open, absent = open] of rows) {
    it(condition, () => {
      const [operator = "", key = "", ...values] = condition.split(/ or | /);
      const stated = { operator, key, values };
      expect([undefined, true, false].map((isThere) => conditionWords(stated, isThere))).to.deep.equal([
        ...[open, there, absent],
      ]);
    });
  }

  it("the table has every operator that a document of the package has, and each of their keys has a meaning", async () => {
    const used = (await allStatements()).flatMap(conditionsOf);
    const inTable = new Set(rows.map(([condition]) => condition.split(" ")[0]));
    const operators = new Set(used.map(({ operator }) => operator));
    expect([...operators].sort()).to.have.length.above(10);
    expect([...operators].filter((name) => !operatorOf(name) || !inTable.has(name))).to.deep.equal([]);
    const isMeant = (key: string) => meaningOf(key) !== key || truthOf(key, true) !== undefined;
    expect([...new Set(used.map(({ key }) => key))].filter((key) => !isMeant(key))).to.deep.equal([]);
  });
});

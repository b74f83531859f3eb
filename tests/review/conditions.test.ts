import { expect } from "chai";
import { conditionsOf, sentencesOf } from "../../cli/review/conditions";
import { wordsOf } from "../../cli/review/rows";
import { extensions, optionSets } from "../access/options";
import { allStatements, reviewed } from "./reviewed";

const standIn = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

describe("a condition in plain words", () => {
  const rows: [condition: Record<string, Record<string, string | string[]>>, words: string[]][] = [
    [{ StringEquals: { "sts:ExternalId": "x" } }, ["the external ID that the caller presents is x"]],
    [{ Bool: { "aws:SecureTransport": "false" } }, ["the request is not encrypted (TLS)"]],
    [
      { Null: { "s3:if-none-match": "true" }, BoolIfExists: { "s3:ObjectCreationOperation": "true" } },
      [
        "the request lacks the header that forbids overwriting (If-None-Match)",
        "the request creates a whole object, not a part of one, or does not say",
      ],
    ],
    [
      { StringNotEquals: { "aws:ResourceTag/Environment": "dev" } },
      ["the tag Environment of the resource is absent or other than dev"],
    ],
    [
      { StringLike: { "token.example.com:sub": ["repo:a/b:*", ""] } },
      ["the subject of the token of token.example.com matches repo:a/b:* or empty"],
    ],
    [
      { StringEquals: { "token.example.com/a:repository_id": "5" } },
      ["the claim repository_id of the token of token.example.com/a is 5"],
    ],
    [
      { StringEquals: { "oidc.circleci.com/org/a:oidc.circleci.com/project-id": "5" } },
      ["the claim oidc.circleci.com/project-id of the token of oidc.circleci.com/org/a is 5"],
    ],
    [{ Null: { "aws:ResourceTag/Environment": "false" } }, ["the resource has the tag Environment"]],
    [{ Null: { "aws:PrincipalTag/TenantId": "true" } }, ["the session has no tag TenantId"]],
    [{ Null: { "s3:prefix": "true" } }, ["the folder that is listed is absent"]],
    // A key that another condition requires is not absent.
    [
      {
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        Null: { "s3:x-amz-server-side-encryption": "false" },
      },
      ["the encryption that the upload asks for has a value other than aws:kms"],
    ],
    [
      {
        StringLike: { "aws:RequestTag/TenantId": "?*" },
        StringNotLike: { "aws:RequestTag/TenantId": "*/*" },
      },
      [
        "the tag TenantId in the request matches ?*",
        "the tag TenantId in the request has a value that does not match */*",
      ],
    ],
    [
      {
        Null: { "aws:ResourceTag/TenantId": "true" },
        StringNotEquals: { "aws:ResourceTag/TenantId": "a" },
      },
      ["the resource has no tag TenantId", "the tag TenantId of the resource is absent or other than a"],
    ],
    // What other policies often have.
    [
      { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] } },
      ["the IP address of the caller is in 192.0.2.0/24 or 2001:db8::/32"],
    ],
    [
      { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      ["the IP address of the caller is absent or not in 192.0.2.0/24"],
    ],
    [
      { NotIpAddress: { "aws:SourceIp": "192.0.2.7" }, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      [
        "the IP address of the caller is there and not in 192.0.2.7",
        "the IP address of the caller is in 192.0.2.0/24",
      ],
    ],
    [
      {
        DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        DateLessThan: { "aws:CurrentTime": "2026-02-01T00:00:00Z" },
      },
      [
        "the time of the request is after 2026-01-01T00:00:00Z",
        "the time of the request is before 2026-02-01T00:00:00Z",
      ],
    ],
    [
      {
        DateGreaterThanEquals: { "aws:CurrentTime": "2026-01-01" },
        DateLessThanEquals: { "aws:CurrentTime": "2026-02-01" },
      },
      ["the time of the request is not before 2026-01-01", "the time of the request is not after 2026-02-01"],
    ],
    [
      { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      ["the caller has signed in with a second factor (MFA)"],
    ],
    [
      { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      ["the caller has not signed in with a second factor (MFA), or does not say"],
    ],
    [
      { StringLike: { "aws:UserAgent": "Boto3*" } },
      ["the program that the caller says it uses (user agent) matches Boto3*"],
    ],
    // What is not known is left as it is: no word for it is better than a wrong one.
    [{ NumericLessThan: { "s3:max-keys": "10" } }, ["s3:max-keys is less than 10"]],
    [{ StringEquals: { constructor: "x" } }, ["constructor is x"]],
    [{ toString: { "aws:SourceArn": "x" } }, ["aws:SourceArn toString x"]],
    [
      { Null: { "aws:SourceArn": ["true", "false"] } },
      ["the resource that the service acts for is present or absent"],
    ],
  ];
  for (const [condition, words] of rows) {
    it(JSON.stringify(condition), () => {
      expect(sentencesOf(conditionsOf(condition))).to.deep.equal(words);
    });
  }
});

describe("each option of the component", () => {
  for (const [name, args] of Object.entries({ ...optionSets(standIn), ...extensions(standIn) })) {
    it(`has a reason for each statement, and words for each condition: ${name}`, async () => {
      const statements = allStatements(await reviewed({ externalId: "only-we-know", ...args }));
      expect(statements.filter(({ reason }) => reason === "")).to.deep.equal([]);
      const conditions = statements.flatMap((statement) => statement.conditions);
      expect(conditions.filter(({ words, operator }) => words.includes(operator))).to.deep.equal([]);
      // Each has a verb, no sentence has an "and" of its own, and none requires a key that it lets be absent.
      const sentences = statements.map(wordsOf);
      expect(conditions.length).to.be.above(10);
      for (const one of [...sentences.flat(), ...conditions.map(({ words }) => words)]) {
        expect(one).to.match(
          /^(no |the |tags )[^:]* (is|are|has|matches|lacks|asks|brings|skips|creates|would go|does not match)\b/,
        );
        expect(one).not.to.match(/: (yes|no|present|absent)\b| and /);
      }
      for (const [index, { conditions }] of statements.entries()) {
        const present = conditions.filter(
          ({ operator, values }) => operator === "Null" && values[0] === "false",
        );
        for (const { key } of present) {
          const negated = conditions.filter(
            (one) => one.key === key && /Not(Equals|Like)$/.test(one.operator),
          );
          if (negated.length > 0) expect(sentences[index]?.join()).not.to.match(/absent/);
        }
      }
    });
  }
});

import { expect } from "chai";
import { conditionsOf } from "../../cli/review/conditions";
import { extensions, optionSets } from "../access/options";
import { allStatements, reviewed } from "./reviewed";

const standIn = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

describe("a condition in plain words", () => {
  const rows: [condition: Record<string, Record<string, string | string[]>>, words: string[]][] = [
    [{ StringEquals: { "sts:ExternalId": "x" } }, ["the external ID that the caller presents is x"]],
    [{ Bool: { "aws:SecureTransport": "false" } }, ["encryption in transit (TLS): no"]],
    [
      { Null: { "s3:if-none-match": "true" }, BoolIfExists: { "s3:ObjectCreationOperation": "true" } },
      [
        "the header that forbids overwriting (If-None-Match): absent",
        "creating an object, and not a part of one: yes, or not told",
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
    // What is not known is left as it is: no word for it is better than a wrong one.
    [{ NumericLessThan: { "s3:max-keys": "10" } }, ["s3:max-keys NumericLessThan 10"]],
    [{ StringEquals: { constructor: "x" } }, ["constructor StringEquals x"]],
    [{ toString: { "aws:SourceArn": "x" } }, ["aws:SourceArn toString x"]],
    [{ Null: { "aws:SourceArn": ["true", "false"] } }, ["aws:SourceArn Null true or false"]],
  ];
  for (const [condition, words] of rows) {
    it(JSON.stringify(condition), () => {
      expect(conditionsOf(condition).map((one) => one.words)).to.deep.equal(words);
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
    });
  }
});

import { expect } from "chai";
import type { PolicyDocument } from "../../cli/access/request";
import { extensions, optionSets } from "../access/options";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";
import { faultsOf } from "./checker";

const of = (statement: Record<string, unknown>): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "It", Effect: "Allow", ...statement }],
});
const bucket = "arn:aws:s3:::example";

describe("the checker of documents finds", () => {
  const rows: [what: string, statement: Record<string, unknown>, faults: string[]][] = [
    ["nothing in a good statement", { Action: "s3:ListBucket", Resource: bucket }, []],
    ["a misspelt action", { Action: "s3:GetObjekt", Resource: "*" }, ["there is no action s3:GetObjekt"]],
    ["an unknown service", { Action: "s4:GetObject", Resource: "*" }, ["there is no action s4:GetObject"]],
    ["a pattern of no action", { Action: "s3:Fetch*", Resource: "*" }, ["there is no action s3:Fetch*"]],
    [
      "a misspelt condition key",
      { Action: "s3:ListBucket", Resource: bucket, Condition: { StringLike: { "s3:prefixes": "a" } } },
      ["s3:ListBucket has no condition key s3:prefixes"],
    ],
    [
      "a condition key of another action, in a Deny too",
      {
        Effect: "Deny",
        Action: "s3:GetObject",
        Resource: "*",
        Condition: { Null: { "s3:if-none-match": "true" } },
      },
      ["s3:GetObject has no condition key s3:if-none-match"],
    ],
    [
      "a condition key that one of several actions lacks",
      {
        Effect: "Deny",
        Action: ["kms:CreateKey", "kms:ReplicateKey"],
        Resource: "*",
        Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } },
      },
      ["kms:ReplicateKey has no condition key kms:BypassPolicyLockoutSafetyCheck"],
    ],
    [
      "a tag as a condition where the resource has none",
      { Action: "kms:ListKeys", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/A": "b" } } },
      ["kms:ListKeys has no condition key aws:ResourceTag/A"],
    ],
    [
      "a tag as a condition where none of the actions' resources has one, though a Deny asks whether it is there",
      {
        ...{ Effect: "Deny", Action: ["kms:ListKeys", "kms:ListAliases"], Resource: "*" },
        Condition: { Null: { "aws:ResourceTag/A": "false" } },
      },
      [
        "kms:ListKeys has no condition key aws:ResourceTag/A",
        "kms:ListAliases has no condition key aws:ResourceTag/A",
      ],
    ],
    [
      "nothing in a Deny of all keys that have a tag",
      {
        ...{ Effect: "Deny", Action: "kms:*", Resource: "*" },
        Condition: { Null: { "aws:ResourceTag/A": "false" }, StringNotEquals: { "aws:ResourceTag/A": "b" } },
      },
      [],
    ],
    [
      "a condition key of one service in a Deny of everything",
      { ...{ Effect: "Deny", Action: "*", Resource: "*" }, Condition: { Null: { "s3:prefix": "true" } } },
      ["s3:GetObject", "kms:Decrypt", "bedrock:InvokeModel", "iam:GetRole"].map(
        (action) => `${action} has no condition key s3:prefix`,
      ),
    ],
    ["an Allow of everything", { Action: "*", Resource: "*" }, ["there is no action *"]],
    [
      "an unknown operator",
      { Action: "s3:ListBucket", Resource: bucket, Condition: { StringMatches: { "s3:prefix": "a" } } },
      ["there is no operator StringMatches"],
    ],
    [
      "an operator for another type",
      { Action: "s3:ListBucket", Resource: bucket, Condition: { Bool: { "s3:prefix": "true" } } },
      ["Bool is not for s3:prefix, a String"],
    ],
    [
      "an operator for one value of a list",
      { Action: "kms:CreateKey", Resource: "*", Condition: { StringEquals: { "aws:TagKeys": "a" } } },
      ["StringEquals is not for a list, aws:TagKeys"],
    ],
    [
      "a Bool that is neither",
      { Action: "s3:ListBucket", Resource: bucket, Condition: { Bool: { "aws:SecureTransport": "yes" } } },
      ["aws:SecureTransport is true or false, not yes"],
    ],
    [
      "a resource of another kind",
      { Action: "s3:ListBucket", Resource: `${bucket}/tenants/*` },
      [`${bucket}/tenants/* is a resource of none of its actions`, "s3:ListBucket has none of its resources"],
    ],
    [
      "an action without a resource",
      { Action: ["s3:ListBucket", "s3:GetObject"], Resource: bucket },
      ["s3:GetObject has none of its resources"],
    ],
    [
      "nothing in a pattern of actions of which some work on the resource",
      { Action: "s3:*", Resource: `${bucket}/*` },
      [],
    ],
    [
      "a resource of none of the actions that a pattern stands for",
      { Action: "s3:GetObject*", Resource: bucket },
      [`${bucket} is a resource of none of its actions`],
    ],
    [
      "the text of an Output",
      {
        Action: "s3:ListBucket",
        Resource: `arn:aws:s3:::Calling [toString] on an [Output<T>] is not supported`,
      },
      ["the text Output< is in it"],
    ],
    [
      "the text of an object",
      { Action: "s3:ListBucket", Resource: "arn:aws:s3:::[object Object]" },
      ["the text [object  is in it"],
    ],
  ];
  for (const [what, statement, faults] of rows) {
    it(what, async () => {
      expect(await faultsOf(of(statement))).to.deep.equal(faults.map((fault) => `It: ${fault}`));
    });
  }
});

describe("the checker of documents finds nothing in the component's", () => {
  for (const { title, environment, standIn } of scopes) {
    const added = title === "production in aws" ? extensions(standIn) : {};
    for (const [option, args] of Object.entries({ ...optionSets(standIn), ...added })) {
      it(`${title}, ${option}`, async () => {
        const documents = documentsOf(await runComponent({ environment, ...args }, { standIn }));
        for (const [name, document] of Object.entries(documents)) {
          expect(await faultsOf(document), name).to.deep.equal([]);
        }
      });
    }
  }
});

import { expect } from "chai";
import { documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import type { Request } from "../../cli/policy/request";
import { adviceOf } from "../../cli/requests/advice";

const kmsKey = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const header = "s3:x-amz-server-side-encryption";
const allows = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const document = (Statement: object) =>
  documentOf("policy", { Version: "2012-10-17", Statement: [Statement] });

/** As the policy of the documents bucket has it. */
const otherKey = document({
  ...{
    Sid: "DenyDocumentsWithOtherKey",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "*",
  },
  Condition: { Null: { [header]: "false" }, ArnNotEquals: { [`${header}-aws-kms-key-id`]: kmsKey } },
});

describe("the advice on an upload that is refused", () => {
  const request = (context: Record<string, string>) => ({
    principal: "arn:aws:sts::123456789012:assumed-role/r/s",
    ...{ action: "s3:PutObject", resource: "arn:aws:s3:::b/k", accountId: "123456789012" },
    context: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/r", ...context },
  });
  const [identity, nothing] = [[document(allows)], document({ ...allows, Action: "s3:GetObject" })];
  const own = "the session's own policy (Policy of AssumeRole)";

  const rows: [what: string, context: Record<string, string>, policies: object, advice: string][] = [
    [
      "with another key",
      { [header]: "aws:kms", [`${header}-aws-kms-key-id`]: `${kmsKey}0` },
      { resource: otherKey },
      `send SSEKMSKeyId ${kmsKey}, or leave it and ServerSideEncryption out (it is ${kmsKey}0)`,
    ],
    [
      "with no key",
      { [header]: "aws:kms" },
      { resource: otherKey },
      `send SSEKMSKeyId ${kmsKey}, or leave it and ServerSideEncryption out (it is not sent)`,
    ],
    [
      "by the session's policy",
      {},
      { session: [nothing] },
      `${own} does not allow it: add s3:PutObject there`,
    ],
    [
      "by the boundary",
      {},
      { boundary: nothing },
      "the role's permissions boundary does not allow it: add s3:PutObject there",
    ],
    [
      "by a service control policy",
      {},
      { serviceControl: [[nothing]] },
      "a service control policy does not allow it: add s3:PutObject there",
    ],
  ];
  for (const [what, context, policies, advice] of rows) {
    it(what, () => {
      const asked = request(context);
      const decide = (one: Request) => evaluate(one, { identity, ...policies });
      expect(adviceOf(asked, decide(asked), decide)).to.equal(advice);
    });
  }
});

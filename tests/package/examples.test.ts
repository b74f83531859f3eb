import { join } from "node:path";
import { expect } from "chai";
import { planStack } from "../../cli/plan/plan";
import { defaultStandIn } from "../../cli/plan/run";
import { repository } from "../support/folder";

describe("examples/complete", () => {
  let made: [type: string, inputs: Record<string, unknown>][];
  before(async () => {
    const config = ["administratorArn=arn:aws:iam::123456789012:role/deploy", "externalId=an-external-id"];
    const { resources } = await planStack(join(repository, "examples/complete"), "dev", {}, config);
    made = resources.map(({ type, inputs }) => [type, inputs]);
  });
  const inputsOf = (type: string) => made.flatMap(([made, inputs]) => (made === type ? [inputs] : []));

  it("names its buckets so that no other account can take the names", () => {
    const { accountId, region } = defaultStandIn;
    expect(inputsOf("aws:s3/bucket:Bucket")).to.deep.equal(
      ["audit-logs", "backups", "documents"].map((data) => ({
        bucket: `hipaa-dev-${data}-${accountId}-${region}-an`,
        bucketNamespace: "account-regional",
      })),
    );
  });

  it("blocks uploads with keys that a client brings, in so many words", () => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const rules = inputsOf(type).flatMap(({ rules }) => rules as { blockedEncryptionTypes?: string[] }[]);
    expect(rules.map(({ blockedEncryptionTypes }) => blockedEncryptionTypes)).to.deep.equal(
      Array(3).fill(["SSE-C"]),
    );
  });
});

import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { runComponent } from "../support/component";
import { messagesOf } from "../support/refusals";

const hidden = "top/secret value"; // A value that every arg refuses, for its space.

describe("a refused secret does not show its value", () => {
  const bucket = "arn:aws:s3:::top-secret-bucket";
  const rows: [why: string, args: Record<string, unknown>, secret: string, path: string][] = [
    ["externalId", { externalId: pulumi.secret(hidden) }, hidden, "externalId"],
    ["kmsMasterKeyArn", { kmsMasterKeyArn: pulumi.secret(hidden) }, hidden, "kmsMasterKeyArn"],
    ["rdsArn", { rdsArn: pulumi.secret(hidden) }, hidden, "rdsArn"],
    ["s3BucketBackupsArn", { s3BucketBackupsArn: pulumi.secret(hidden) }, hidden, "s3BucketBackupsArn"],
    [
      "permissionsBoundaryArn",
      { permissionsBoundaryArn: pulumi.secret(hidden) },
      hidden,
      "permissionsBoundaryArn",
    ],
    [
      "made from a secret",
      { externalId: pulumi.interpolate`${pulumi.secret(hidden)}!` },
      hidden,
      "externalId",
    ],
    ["a tag", { tags: { Team: pulumi.secret(`${hidden}#`) } }, hidden, 'tags["Team"]'],
    [
      "an ARN of another partition",
      { rdsArn: pulumi.secret("arn:aws-cn:rds:cn-north-1:123456789012:db:top-secret") },
      "top-secret",
      "rdsArn",
    ],
    [
      "a bucket that is a plain one too",
      { s3BucketBackupsArn: pulumi.secret(bucket), s3BucketAuditLogsArn: bucket },
      bucket,
      "s3BucketAuditLogsArn",
    ],
    [
      "a plain bucket that is a secret one too",
      { s3BucketBackupsArn: bucket, s3BucketAuditLogsArn: pulumi.secret(bucket) },
      bucket,
      "s3BucketAuditLogsArn",
    ],
  ];
  for (const preview of [false, true]) {
    for (const [why, args, secret, path] of rows) {
      it(`${why}${preview ? ", in a preview" : ""}`, async () => {
        const run = await runComponent(args, { preview });
        const [message = "", ...others] = messagesOf(run);
        expect(others).to.deep.equal([]);
        expect(message).to.match(/^HipaaIamComponent "app": 1 input is not accepted/);
        expect(message).to.include(`\n  - ${path}: [secret] is `);
        // What the CLI prints, and what reaches users of other languages, as much as the message.
        expect(inspect(run.errors, { depth: 9 })).not.to.include(secret);
        expect(JSON.stringify(run.errors)).not.to.include(secret);
        expect(run.warnings.join()).not.to.include(secret);
      });
    }
  }

  it("other faults of the same error show theirs", async () => {
    const run = await runComponent({
      externalId: pulumi.secret(hidden),
      rdsArn: pulumi.output("open value"),
    });
    expect(messagesOf(run).join())
      .to.include("externalId: [secret] is")
      .and.include("rdsArn: 'open value' is");
  });
});

describe("a refusal is printed as its message and nothing else", () => {
  it("when it is inspected, as the CLI does", async () => {
    const run = await runComponent({ externalId: pulumi.output("x") });
    expect(inspect(run.errors[0])).to.equal(messagesOf(run)[0]);
  });
});

import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { exampleArgs } from "../support/component";
import { construct, expectRefused } from "../support/refusals";
import { badInputs, badPlainInputs } from "./badInputs";

describe("a bad plain value is refused before anything is registered", () => {
  for (const { arg, why, value, reason } of [...badInputs, ...badPlainInputs]) {
    it(`${arg}: ${why}`, () =>
      expectRefused({ ...exampleArgs(), [arg]: value }, [{ propertyPath: arg, reason }]));
  }

  it("several faults come together, in the order of the inputs", () =>
    expectRefused(
      {
        ...exampleArgs(),
        environment: "test",
        s3BucketBackupsArn: undefined,
        externalId: "x",
        tags: { "aws:a": "b" },
        maxSessionDuration: 1,
      },
      [
        {
          propertyPath: "environment",
          reason: "'test' is not accepted. Give dev, staging or production, as a plain value.",
        },
        {
          propertyPath: "s3BucketBackupsArn",
          reason:
            "it is missing. Give the ARN of an S3 bucket without path, wildcard or variable, such as arn:aws:s3:::example-backups.",
        },
        {
          propertyPath: "externalId",
          reason:
            "'x' is not accepted. Give 2 to 1224 characters, each a letter, a digit or one of _+=,.@:/-.",
        },
        {
          propertyPath: "maxSessionDuration",
          reason: "1 is not accepted. Give a whole number of seconds from 3600 to 43200, as a plain value.",
        },
        {
          propertyPath: 'tags["aws:a"]',
          reason:
            "the key 'aws:a' is not accepted. " +
            "Give 1 to 128 letters, digits, spaces or _.:/=+-@ that do not start with aws:.",
        },
      ],
    ));
});

describe("buckets that are the same are refused, as their grants would merge", () => {
  const reason = (bucket: string, twin: string) =>
    `'${bucket}' is also ${twin}, and their grants would merge. Give another bucket.`;
  const one = "arn:aws:s3:::example-one";

  it("documents and backups", () =>
    expectRefused({ ...exampleArgs(), s3BucketDocumentsArn: one, s3BucketBackupsArn: one }, [
      { propertyPath: "s3BucketBackupsArn", reason: reason(one, "s3BucketDocumentsArn") },
    ]));
  it("documents and audit logs", () =>
    expectRefused({ ...exampleArgs(), s3BucketDocumentsArn: one, s3BucketAuditLogsArn: one }, [
      { propertyPath: "s3BucketAuditLogsArn", reason: reason(one, "s3BucketDocumentsArn") },
    ]));
  it("backups and audit logs", () =>
    expectRefused({ ...exampleArgs(), s3BucketBackupsArn: one, s3BucketAuditLogsArn: one }, [
      { propertyPath: "s3BucketAuditLogsArn", reason: reason(one, "s3BucketBackupsArn") },
    ]));
  it("all three", () =>
    expectRefused(
      { ...exampleArgs(), s3BucketDocumentsArn: one, s3BucketBackupsArn: one, s3BucketAuditLogsArn: one },
      [
        { propertyPath: "s3BucketBackupsArn", reason: reason(one, "s3BucketDocumentsArn") },
        { propertyPath: "s3BucketAuditLogsArn", reason: reason(one, "s3BucketDocumentsArn") },
      ],
    ));

  it("not where they are refused anyway: what is wrong is said once", async () => {
    const { thrown } = await construct({
      ...exampleArgs(),
      s3BucketBackupsArn: "",
      s3BucketAuditLogsArn: "",
    });
    const { errors = [] } = thrown as pulumi.InputPropertiesError;
    expect(errors.map(({ propertyPath }) => propertyPath)).to.deep.equal([
      "s3BucketBackupsArn",
      "s3BucketAuditLogsArn",
    ]);
  });
});

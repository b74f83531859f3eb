import { expect } from "chai";
import type { Environment } from "../../components";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

/** The document of the example buckets. Only the partition shows in it: an S3 ARN has no Region and no account. */
const expected = (partition: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "ListTenantDocuments",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: `arn:${partition}:s3:::example-documents`,
      Condition: { StringLike: { "s3:prefix": "tenants/*" } },
    },
    {
      Sid: "ListBackupsAndAuditLogs",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: [`arn:${partition}:s3:::example-backups`, `arn:${partition}:s3:::example-audit-logs`],
    },
    {
      Sid: "UseTenantDocuments",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
      Resource: `arn:${partition}:s3:::example-documents/tenants/*`,
    },
    {
      Sid: "WriteBackups",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `arn:${partition}:s3:::example-backups/*`,
    },
    {
      Sid: "AppendAuditLogs",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `arn:${partition}:s3:::example-audit-logs/application-logs/*`,
    },
    {
      Sid: "DenyOverwritingBackups",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: `arn:${partition}:s3:::example-backups/*`,
      Condition: {
        Null: { "s3:if-none-match": "true" },
        BoolIfExists: { "s3:ObjectCreationOperation": "true" },
      },
    },
    {
      Sid: "DenyOverwritingAuditLogs",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: `arn:${partition}:s3:::example-audit-logs/*`,
      Condition: {
        Null: { "s3:if-none-match": "true" },
        BoolIfExists: { "s3:ObjectCreationOperation": "true" },
      },
    },
    {
      Sid: "DenyDeletingBackupsAndAuditLogs",
      Effect: "Deny",
      Action: "s3:DeleteObject*",
      Resource: [`arn:${partition}:s3:::example-backups/*`, `arn:${partition}:s3:::example-audit-logs/*`],
    },
    {
      Sid: "DenyChangingBackupsAndAuditLogs",
      Effect: "Deny",
      Action: [
        "s3:UpdateObjectEncryption",
        "s3:RestoreObject",
        "s3:Replicate*",
        "s3:PutObjectLegalHold",
        "s3:PutObject*Tagging",
        "s3:PutObject*Annotation",
        "s3:PutObject*Acl",
        "s3:BypassGovernanceRetention",
      ],
      Resource: [`arn:${partition}:s3:::example-backups/*`, `arn:${partition}:s3:::example-audit-logs/*`],
    },
    {
      Sid: "DenyS3WithoutTls",
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOtherEncryption",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: [
        `arn:${partition}:s3:::example-documents/*`,
        `arn:${partition}:s3:::example-backups/*`,
        `arn:${partition}:s3:::example-audit-logs/*`,
      ],
      Condition: {
        Null: { "s3:x-amz-server-side-encryption": "false" },
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      },
    },
    {
      Sid: "DenyCustomerProvidedKeys",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: [
        `arn:${partition}:s3:::example-documents/*`,
        `arn:${partition}:s3:::example-backups/*`,
        `arn:${partition}:s3:::example-audit-logs/*`,
      ],
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    },
  ],
});

describe("the S3 policy", () => {
  for (const { title, environment, standIn } of scopes) {
    it(`is as written here for ${title}`, async () => {
      const documents = documentsOf(await runComponent({ environment }, { standIn }));
      expect(documents[`${environment}-s3-access-policy`]).to.deep.equal(expected(standIn.partition));
    });
  }

  const environment: Environment = "dev";
  const options: [args: { backupsWriteOnce?: boolean; auditLogsAppendOnly?: boolean }, dropped: string[]][] =
    [
      [{ backupsWriteOnce: false }, ["DenyOverwritingBackups"]],
      [{ auditLogsAppendOnly: false }, ["DenyOverwritingAuditLogs"]],
      [
        { backupsWriteOnce: false, auditLogsAppendOnly: false },
        ["DenyOverwritingBackups", "DenyOverwritingAuditLogs"],
      ],
      [{ backupsWriteOnce: true, auditLogsAppendOnly: true }, []],
    ];
  for (const [args, dropped] of options) {
    it(`${JSON.stringify(args)} drops ${dropped.join(" and ") || "nothing"}, and changes nothing else`, async () => {
      const documents = documentsOf(await runComponent({ environment, ...args }));
      const whole = expected("aws");
      expect(documents["dev-s3-access-policy"]).to.deep.equal({
        ...whole,
        Statement: whole.Statement.filter(({ Sid }) => !dropped.includes(Sid)),
      });
    });
  }
});

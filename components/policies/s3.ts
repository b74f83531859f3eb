import type { Scope } from "../inputs/scope";
import type { Statement } from "./statement";
import { denyOtherSessions, tenantOf } from "./tenant";

/** The args that this policy is made of. */
export const s3Args = [
  ...(["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"] as const),
  ...(["backupsWriteOnce", "auditLogsAppendOnly", "bucketOwnerAccountId", "tenantIsolation"] as const),
  "s3AbortMultipartUploads",
] as const;
export type S3Scope = Pick<Scope, (typeof s3Args)[number]>;

/** What the backend may do with documents, backups and audit logs. */
export function s3Statements(scope: S3Scope): Statement[] {
  const {
    s3BucketDocumentsArn: documents,
    s3BucketBackupsArn: backups,
    s3BucketAuditLogsArn: auditLogs,
    bucketOwnerAccountId: owner,
  } = scope;
  const tenant = tenantOf(scope);
  const folder = tenant ? `tenants/${tenant.id}/*` : "tenants/*";
  // Names of buckets are free again once they are deleted. A grant that knows the owner is not for the next one.
  const ofOwner = owner && { StringEquals: { "aws:ResourceAccount": owner } };
  return [
    {
      Sid: "ListTenantDocuments",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: documents,
      Condition: { StringLike: { "s3:prefix": folder }, ...ofOwner },
      purpose: "The backend finds the documents of a tenant; other parts of the bucket stay unseen.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      Sid: "ListBackupsAndAuditLogs",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: [backups, auditLogs],
      ...(ofOwner && { Condition: ofOwner }),
      purpose: "The backend sees that a backup or an audit log has arrived, by name, without reading it.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(b)"],
    },
    {
      Sid: "UseTenantDocuments",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: `${documents}/${folder}`,
      ...(ofOwner && { Condition: ofOwner }),
      purpose: "The backend reads, writes and deletes the current version of tenants' documents.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      Sid: "WriteBackups",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `${backups}/*`,
      ...(ofOwner && { Condition: ofOwner }),
      purpose: "The backend writes backups; it can neither read nor delete them.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(c)(1)"],
    },
    {
      Sid: "AppendAuditLogs",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `${auditLogs}/application-logs/*`,
      ...(ofOwner && { Condition: ofOwner }),
      purpose: "The backend adds audit logs of the application; it can neither read nor delete them.",
      hipaa: ["164.308(a)(1)(ii)(D)", "164.312(b)"],
    },
    ...(scope.s3AbortMultipartUploads
      ? [
          {
            Sid: "AbortMultipartUploads",
            Effect: "Allow" as const,
            Action: "s3:AbortMultipartUpload",
            Resource: [`${documents}/${folder}`, `${backups}/*`, `${auditLogs}/application-logs/*`],
            ...(ofOwner && { Condition: ofOwner }),
            purpose:
              "The backend removes the parts of an upload that was not completed; no object is touched.",
            hipaa: ["164.308(a)(4)(ii)(B)" as const, "164.312(c)(1)" as const],
          },
        ]
      : []),
    ...(scope.backupsWriteOnce ? [denyOverwrite("DenyOverwritingBackups", backups, "backup")] : []),
    ...(scope.auditLogsAppendOnly ? [denyOverwrite("DenyOverwritingAuditLogs", auditLogs, "audit log")] : []),
    {
      // A log that is deleted can be written anew: that is overwriting in two steps. The pattern stands for versions, for
      // tags, which may decide what expires, and for annotations, which have no versions.
      Sid: "DenyDeletingBackupsAndAuditLogs",
      Effect: "Deny",
      Action: "s3:DeleteObject*",
      Resource: [`${backups}/*`, `${auditLogs}/*`],
      purpose: "No backup and no audit log disappears, whatever else the role is granted on these buckets.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      // A replica overwrites. Retention stays out: without bypassing it, it can only be made longer.
      Sid: "DenyChangingBackupsAndAuditLogs",
      Effect: "Deny",
      Action: [
        "s3:BypassGovernanceRetention",
        "s3:PutObject*Acl",
        "s3:PutObject*Annotation",
        "s3:PutObject*Tagging",
        "s3:PutObjectLegalHold",
        "s3:Replicate*",
        "s3:RestoreObject",
        "s3:UpdateObjectEncryption",
      ],
      Resource: [`${backups}/*`, `${auditLogs}/*`],
      purpose:
        "The tags, annotations, encryption key, ACL and retention of a backup or an audit log stay as they were written.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      Sid: "DenyS3WithoutTls",
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
      purpose: "The role sends S3 no request without TLS, whatever else it is granted.",
      hipaa: ["164.312(e)(1)"],
    },
    {
      // A negated operator also matches a request without the header, and then the bucket's default encryption
      // applies: the Null test lets that through.
      Sid: "DenyOtherEncryption",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: [`${documents}/*`, `${backups}/*`, `${auditLogs}/*`],
      Condition: {
        Null: { "s3:x-amz-server-side-encryption": "false" },
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      },
      purpose: "An upload cannot ask for weaker encryption than AWS KMS.",
      hipaa: ["164.312(a)(2)(iv)"],
    },
    {
      // Ransomware re-encrypts objects in place with a key that only the attacker holds (SSE-C).
      Sid: "DenyCustomerProvidedKeys",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: [`${documents}/*`, `${backups}/*`, `${auditLogs}/*`],
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
      purpose: "An upload cannot bring a key of its own, which nobody here could decrypt with.",
      hipaa: ["164.312(a)(2)(iv)", "164.312(c)(1)"],
    },
    ...(tenant ? denyOtherSessions(tenant) : []),
  ];
}

/**
 * S3 refuses a write with If-None-Match where the key has an object, so a write without the header is denied. The
 * parts of a multipart upload cannot carry it and create no object: only its completion does.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
function denyOverwrite(Sid: string, bucket: string, what: string): Statement {
  return {
    Sid,
    Effect: "Deny",
    Action: "s3:PutObject",
    Resource: `${bucket}/*`,
    Condition: {
      Null: { "s3:if-none-match": "true" },
      BoolIfExists: { "s3:ObjectCreationOperation": "true" },
    },
    purpose: `An existing ${what} cannot be overwritten, whatever else the role is granted on the bucket.`,
    hipaa: ["164.312(b)", "164.312(c)(1)"],
  };
}

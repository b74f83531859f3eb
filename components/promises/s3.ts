import type { Scope } from "../inputs/scope";
import { madeBy, madeByNone } from "./madeBy";
import type { Promised, Requests } from "./promised";
import { type Conditions, joined, sessionOf } from "./session";

const encryption = "s3:x-amz-server-side-encryption";
const ownKey = "s3:x-amz-server-side-encryption-customer-algorithm";

/** README's rows about documents, backups and audit logs. */
export function s3Promises(scope: Scope): Promised[] {
  const { s3BucketDocumentsArn: documents, s3BucketBackupsArn: backups, s3BucketAuditLogsArn: logs } = scope;
  const { bucketOwnerAccountId: owner } = scope;
  const { folder, folderInWords, conditions: session } = sessionOf(scope);
  const buckets = [documents, backups, logs];
  const objects = buckets.map((bucket) => `${bucket}/*`);
  const ofOwner: Conditions = owner ? { StringEquals: { "aws:ResourceAccount": owner } } : {};
  const call = joined(session, ofOwner, { StringNotEquals: { "aws:SecureTransport": "false" } });
  // No header is fine: the bucket's default.
  const upload = joined(call, {
    StringEqualsIfExists: { [encryption]: "aws:kms" },
    Null: { [ownKey]: "true" },
  });
  const isNew: Conditions = { Null: { "s3:if-none-match": "false" } };
  const isPart: Conditions = { StringEquals: { "s3:ObjectCreationOperation": "false" } };
  const kept = [
    {
      ...{ what: "backup", where: `${backups}/*`, bucket: backups, once: scope.backupsWriteOnce },
      ...{ writing: "WriteBackups", keeping: "DenyOverwritingBackups" },
    },
    {
      ...{
        what: "audit log",
        where: `${logs}/application-logs/*`,
        bucket: logs,
        once: scope.auditLogsAppendOnly,
      },
      ...{ writing: "AppendAuditLogs", keeping: "DenyOverwritingAuditLogs" },
    },
  ];
  const put = (Resource: string, ...more: Conditions[]): Requests => ({
    ...{ Action: "s3:PutObject", Resource },
    Condition: joined(upload, ...more),
  });
  const of = "backend";
  return [
    {
      ...{ id: "list-documents", of, answer: "allowed" },
      says: `list the documents bucket with a prefix under ${folderInWords}`,
      requests: [
        {
          ...{ Action: "s3:ListBucket", Resource: documents },
          Condition: joined(call, { StringLike: { "s3:prefix": folder } }),
        },
      ],
      ...madeBy("ListTenantDocuments"),
    },
    {
      ...{ id: "list-documents-elsewhere", of, answer: "refused" },
      says: "list the documents bucket without a prefix, or with another one",
      requests: [
        {
          ...{ Action: "s3:ListBucket*", Resource: documents },
          Condition: { StringNotLike: { "s3:prefix": folder } },
        },
      ],
      ...madeByNone,
    },
    {
      ...{ id: "list-kept", of, answer: "allowed" },
      says: "list the buckets of backups and audit logs",
      requests: [{ Action: "s3:ListBucket", Resource: [backups, logs], Condition: call }],
      ...madeBy("ListBackupsAndAuditLogs"),
    },
    {
      ...{ id: "use-documents", of, answer: "allowed" },
      says: `get, put and delete documents under ${folderInWords}`,
      requests: [
        {
          Action: ["s3:GetObject", "s3:DeleteObject"],
          Resource: `${documents}/${folder}`,
          Condition: call,
        },
        put(`${documents}/${folder}`),
      ],
      ...madeBy("UseTenantDocuments"),
    },
    {
      ...{ id: "other-documents", of, answer: "refused" },
      says: `use an object of the documents bucket that is not under ${folderInWords}`,
      requests: [{ Action: "s3:*", Resource: `${documents}/*` }],
      except: [{ Action: "*", Resource: `${documents}/${folder}` }],
      ...madeByNone,
    },
    {
      ...{ id: "settings", of, answer: "refused" },
      says: "touch versions, ACLs, tags, legal holds or retention of objects, or the settings of a bucket",
      requests: [
        {
          Action: ["*Version*", "*Acl", "*Retention", "*LegalHold", "*Tag*"].map((what) => `s3:${what}`),
          Resource: "*",
        },
        { Action: "s3:*", Resource: buckets },
      ],
      except: [{ Action: ["s3:ListBucket", "s3:ListBucketMultipartUploads"], Resource: buckets }],
      ...madeByNone,
    },
    ...kept.flatMap(({ what, where, bucket, once, writing, keeping }): Promised[] => [
      {
        ...{ id: `put-new-${what.replace(" ", "-")}`, of, answer: "allowed" },
        says: once
          ? `put a new ${what} with the header If-None-Match, and the parts of a large upload without it`
          : `put ${what}s, also over existing ones`,
        requests: once ? [put(where, isNew), put(where, isPart)] : [put(where)],
        ...madeBy(writing),
      },
      {
        ...{ id: `read-${what.replace(" ", "-")}`, of, answer: "refused" },
        says: `read any ${what}`,
        requests: [{ Action: ["s3:GetObject*", "s3:SelectObject*"], Resource: `${bucket}/*` }],
        ...madeByNone,
      },
      {
        ...{ id: `delete-${what.replace(" ", "-")}`, of, answer: "denied" },
        says: `delete any ${what}`,
        requests: [{ Action: "s3:DeleteObject*", Resource: `${bucket}/*` }],
        ...madeBy("DenyDeletingBackupsAndAuditLogs"),
      },
      {
        ...{ id: `change-${what.replace(" ", "-")}`, of, answer: "denied" },
        says: `change the tags, annotations, encryption key, ACL or legal hold of any ${what}, go around its retention, restore it from the archive, or put a replica in its place`,
        requests: [
          {
            Action: [
              ...["PutObjectAcl", "PutObjectVersionAcl", "PutObjectTagging", "PutObjectVersionTagging"],
              ...["PutObjectAnnotation", "PutObjectLegalHold", "UpdateObjectEncryption", "RestoreObject"],
              ...["BypassGovernanceRetention", "Replicate*"],
            ].map((name) => `s3:${name}`),
            Resource: `${bucket}/*`,
          },
        ],
        ...madeBy("DenyChangingBackupsAndAuditLogs"),
      },
      ...(once
        ? ([
            {
              ...{ id: `overwrite-${what.replace(" ", "-")}`, of, answer: "denied" },
              says: `overwrite any ${what}, by an upload without If-None-Match that is not a part of a large upload`,
              requests: [
                {
                  ...{ Action: "s3:PutObject", Resource: `${bucket}/*` },
                  Condition: { Null: { "s3:if-none-match": "true" } },
                },
              ],
              except: [{ Action: "*", Condition: isPart }],
              ...madeBy(keeping),
            },
          ] satisfies Promised[])
        : []),
    ]),
    ...(scope.s3AbortMultipartUploads
      ? ([
          {
            ...{ id: "abort-uploads", of, answer: "allowed" },
            says: "remove the parts of an upload that was not completed",
            requests: [
              {
                Action: "s3:AbortMultipartUpload",
                Resource: [`${documents}/${folder}`, `${backups}/*`, `${logs}/application-logs/*`],
                Condition: call,
              },
            ],
            ...madeBy("AbortMultipartUploads"),
          },
        ] satisfies Promised[])
      : []),
    {
      ...{ id: "other-logs", of, answer: "refused" },
      says: "use an object of the audit-log bucket that is not under application-logs/",
      requests: [{ Action: "s3:*", Resource: `${logs}/*` }],
      except: [{ Action: "*", Resource: `${logs}/application-logs/*` }],
      ...madeByNone,
    },
    {
      ...{ id: "tls", of, answer: "denied" },
      says: "send an S3 request without TLS",
      requests: [
        { Action: "s3:*", Resource: "*", Condition: { StringEquals: { "aws:SecureTransport": "false" } } },
      ],
      ...madeBy("DenyS3WithoutTls"),
    },
    {
      ...{ id: "encryption", of, answer: "denied" },
      says: "upload with another encryption than aws:kms, or with an encryption key of the caller's own",
      requests: [
        {
          ...{ Action: "s3:PutObject", Resource: objects },
          Condition: { Null: { [encryption]: "false" }, StringNotEquals: { [encryption]: "aws:kms" } },
        },
        { Action: "s3:PutObject", Resource: objects, Condition: { Null: { [ownKey]: "false" } } },
      ],
      ...madeBy("DenyOtherEncryption", "DenyCustomerProvidedKeys"),
    },
    ...(owner
      ? ([
          {
            ...{ id: "other-owners", of, answer: "refused" },
            says: "use a bucket of one of these names if another account owns it",
            requests: [
              {
                Action: "s3:*",
                Resource: "*",
                Condition: { StringNotEquals: { "aws:ResourceAccount": owner } },
              },
            ],
            ...madeByNone,
          },
        ] satisfies Promised[])
      : []),
  ];
}

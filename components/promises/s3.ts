import type { Scope } from "../inputs/scope";
import type { Promised, Requests } from "./promised";
import { type Conditions, joined, sessionOf } from "./session";

const encryption = "s3:x-amz-server-side-encryption";
const ownKey = "s3:x-amz-server-side-encryption-customer-algorithm";

/** README's rows about documents, backups and audit logs. */
export function s3Promises(scope: Scope): Promised[] {
  const { s3BucketDocumentsArn: documents, s3BucketBackupsArn: backups, s3BucketAuditLogsArn: logs } = scope;
  const { bucketOwnerAccountId: owner } = scope;
  const { folder, conditions: session } = sessionOf(scope);
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
  const kept: [string, string, string, boolean][] = [
    ["backup", `${backups}/*`, backups, scope.backupsWriteOnce],
    ["audit log", `${logs}/application-logs/*`, logs, scope.auditLogsAppendOnly],
  ];
  const put = (Resource: string, ...more: Conditions[]): Requests => ({
    ...{ Action: "s3:PutObject", Resource },
    Condition: joined(upload, ...more),
  });
  const of = "backend";
  return [
    {
      ...{ id: "list-documents", of, answer: "allowed" },
      says: "list the documents bucket with a prefix under tenants/",
      requests: [
        {
          ...{ Action: "s3:ListBucket", Resource: documents },
          Condition: joined(call, { StringLike: { "s3:prefix": folder } }),
        },
      ],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
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
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      ...{ id: "list-kept", of, answer: "allowed" },
      says: "list the buckets of backups and audit logs",
      requests: [{ Action: "s3:ListBucket", Resource: [backups, logs], Condition: call }],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(b)"],
    },
    {
      ...{ id: "use-documents", of, answer: "allowed" },
      says: "get, put and delete documents under tenants/",
      requests: [
        {
          Action: ["s3:GetObject", "s3:DeleteObject"],
          Resource: `${documents}/${folder}`,
          Condition: call,
        },
        put(`${documents}/${folder}`),
      ],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      ...{ id: "other-documents", of, answer: "refused" },
      says: "use an object of the documents bucket that is not under tenants/",
      requests: [{ Action: "s3:*", Resource: `${documents}/*` }],
      except: [{ Action: "*", Resource: `${documents}/${folder}` }],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      ...{ id: "settings", of, answer: "refused" },
      says: "touch versions, ACLs, tags, legal holds or retention of objects, or the settings of a bucket",
      requests: [
        {
          Action: ["*Version*", "*Acl", "*Retention", "*LegalHold", "*Tagging"].map((what) => `s3:${what}`),
          Resource: "*",
        },
        {
          Action: ["Put", "Delete", "Create", "Get"].map((verb) => `s3:${verb}*`),
          Resource: buckets,
        },
      ],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...kept.flatMap(([what, where, bucket, once]): Promised[] => [
      {
        ...{ id: `put-new-${what.replace(" ", "-")}`, of, answer: "allowed" },
        says: once
          ? `put a new ${what} with If-None-Match, and the parts of a large upload without it`
          : `put a ${what}, a new one or over another`,
        requests: once ? [put(where, isNew), put(where, isPart)] : [put(where)],
        hipaa: ["164.308(a)(4)(ii)(B)", "164.312(c)(1)"],
      },
      {
        ...{ id: `read-${what.replace(" ", "-")}`, of, answer: "refused" },
        says: `read any ${what}`,
        requests: [{ Action: ["s3:GetObject*", "s3:SelectObject*"], Resource: `${bucket}/*` }],
        hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
      },
      {
        ...{ id: `delete-${what.replace(" ", "-")}`, of, answer: "denied" },
        says: `delete any ${what}`,
        requests: [{ Action: "s3:DeleteObject*", Resource: `${bucket}/*` }],
        hipaa: ["164.312(b)", "164.312(c)(1)"],
      },
      {
        ...{ id: `change-${what.replace(" ", "-")}`, of, answer: "denied" },
        says: `change the tags, notes, key, readers or retention of any ${what}`,
        requests: [
          {
            Action: [
              ...["PutObjectAcl", "PutObjectVersionAcl", "PutObjectTagging", "PutObjectVersionTagging"],
              ...["PutObjectAnnotation", "PutObjectLegalHold", "UpdateObjectEncryption", "RestoreObject"],
              ...["BypassGovernanceRetention", "ReplicateObject", "ReplicateDelete", "ReplicateTags"],
            ].map((name) => `s3:${name}`),
            Resource: `${bucket}/*`,
          },
        ],
        hipaa: ["164.312(b)", "164.312(c)(1)"],
      },
      ...(once
        ? ([
            {
              ...{ id: `overwrite-${what.replace(" ", "-")}`, of, answer: "denied" },
              says: `overwrite any ${what}: upload without If-None-Match, except parts of a large upload`,
              requests: [
                {
                  ...{ Action: "s3:PutObject", Resource: `${bucket}/*` },
                  Condition: { Null: { "s3:if-none-match": "true" } },
                },
              ],
              except: [{ Action: "*", Condition: isPart }],
              hipaa: ["164.312(b)", "164.312(c)(1)"],
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
            hipaa: ["164.308(a)(4)(ii)(B)", "164.312(c)(1)"],
          },
        ] satisfies Promised[])
      : []),
    {
      ...{ id: "other-logs", of, answer: "refused" },
      says: "use an object of the audit-log bucket that is not under application-logs/",
      requests: [{ Action: "s3:*", Resource: `${logs}/*` }],
      except: [{ Action: "*", Resource: `${logs}/application-logs/*` }],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      ...{ id: "tls", of, answer: "denied" },
      says: "send an S3 request without TLS",
      requests: [
        { Action: "s3:*", Resource: "*", Condition: { StringEquals: { "aws:SecureTransport": "false" } } },
      ],
      hipaa: ["164.312(e)(1)"],
    },
    {
      ...{ id: "encryption", of, answer: "denied" },
      says: "upload with another encryption than aws:kms, or with a key of the caller's own",
      requests: [
        {
          ...{ Action: "s3:PutObject", Resource: objects },
          Condition: { Null: { [encryption]: "false" }, StringNotEquals: { [encryption]: "aws:kms" } },
        },
        { Action: "s3:PutObject", Resource: objects, Condition: { Null: { [ownKey]: "false" } } },
      ],
      hipaa: ["164.312(a)(2)(iv)"],
    },
    ...(owner
      ? ([
          {
            ...{ id: "other-owners", of, answer: "refused" },
            says: "use one of the buckets once another account owns it",
            requests: [
              {
                Action: "s3:*",
                Resource: "*",
                Condition: { StringNotEquals: { "aws:ResourceAccount": owner } },
              },
            ],
            hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
          },
        ] satisfies Promised[])
      : []),
  ];
}

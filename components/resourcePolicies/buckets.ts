import { type PolicyDocument, toPolicyDocument } from "../policies/document";
import type { Statement } from "../policies/statement";
import { encryption, onlyTheRole, tls } from "./bucketGuards";
import type { BucketPolicyArgs } from "./bucketPolicyArgs";
import { checkedInputs, inputRules } from "./inputs";

/**
 * The policy of the bucket for documents: only the role uses them, readers read them.
 *
 * @example
 * const policy = documentsBucketPolicy({
 *   bucketArn: "arn:aws:s3:::example-documents",
 *   roleArn: "arn:aws:iam::123456789012:role/hipaa-app-backend-production",
 * });
 */
export function documentsBucketPolicy(args: BucketPolicyArgs): PolicyDocument {
  return checked("documentsBucketPolicy", args, documentsBucketStatements);
}

/**
 * The policy of the bucket for backups: only the role writes, each key once; only readers read; nobody deletes.
 *
 * @example
 * const policy = backupsBucketPolicy({
 *   bucketArn: "arn:aws:s3:::example-backups",
 *   roleArn: "arn:aws:iam::123456789012:role/hipaa-app-backend-production",
 * });
 */
export function backupsBucketPolicy(args: BucketPolicyArgs): PolicyDocument {
  return checked("backupsBucketPolicy", args, backupsBucketStatements);
}

/**
 * The policy of the bucket for audit logs: only the role writes, each key once; only readers read; nobody deletes.
 *
 * @example
 * const policy = auditLogsBucketPolicy({
 *   bucketArn: "arn:aws:s3:::example-audit-logs",
 *   roleArn: "arn:aws:iam::123456789012:role/hipaa-app-backend-production",
 * });
 */
export function auditLogsBucketPolicy(args: BucketPolicyArgs): PolicyDocument {
  return checked("auditLogsBucketPolicy", args, auditLogsBucketStatements);
}

function checked(
  functionName: string,
  args: BucketPolicyArgs,
  statementsOf: (args: BucketPolicyArgs) => Statement[],
): PolicyDocument {
  const { bucketArn, roleArn, readerArns, kmsKeyArn } = inputRules;
  const given = checkedInputs(functionName, { bucketArn, roleArn, readerArns, kmsKeyArn }, args);
  return toPolicyDocument(statementsOf(given));
}

export function documentsBucketStatements(args: BucketPolicyArgs): Statement[] {
  return [
    ...onlyTheRole("Documents", args, [
      "s3:AbortMultipartUpload",
      "s3:BypassGovernanceRetention",
      "s3:DeleteObject*",
      "s3:PutObject*",
      "s3:Replicate*",
      "s3:UpdateObjectEncryption",
    ]),
    tls("Documents", args),
    ...encryption("Documents", args),
  ];
}

export function backupsBucketStatements(args: BucketPolicyArgs): Statement[] {
  return keptBucketStatements("Backups", args);
}

export function auditLogsBucketStatements(args: BucketPolicyArgs): Statement[] {
  return keptBucketStatements("AuditLogs", args);
}

/** What is written once and kept: the role itself cannot read it back, and not even an administrator deletes it. */
function keptBucketStatements(data: "Backups" | "AuditLogs", args: BucketPolicyArgs): Statement[] {
  const { bucketArn, readerArns = [] } = args;
  const objects = `${bucketArn}/*`;
  return [
    ...onlyTheRole(data, args, ["s3:AbortMultipartUpload", "s3:PutObject*"]),
    {
      Sid: `DenyReading${data}`,
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetObject*",
      Resource: objects,
      ...(readerArns.length > 0 && { Condition: { ArnNotEquals: { "aws:PrincipalArn": readerArns } } }),
      purpose: "Nobody but the readers reads what is kept, the role that wrote it included.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      // S3 refuses a write with If-None-Match where the key has an object. The parts of a multipart upload cannot carry
      // the header and create no object: only the completion does.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
      Sid: `DenyReplacing${data}`,
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: objects,
      Condition: {
        Null: { "s3:if-none-match": "true" },
        BoolIfExists: { "s3:ObjectCreationOperation": "true" },
      },
      purpose: "Each object is written once, whoever uploads.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      // A replica carries no If-None-Match, and a replicated delete marker hides what is below it.
      Sid: `DenyChanging${data}`,
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:BypassGovernanceRetention", "s3:Replicate*", "s3:UpdateObjectEncryption"],
      Resource: objects,
      purpose:
        "No replica replaces or hides what is kept, no other key encrypts it, no retention is cut short.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      // Lifecycle rules need no permission here: what is due to expire does.
      Sid: `DenyDeleting${data}`,
      Effect: "Deny",
      Principal: "*",
      Action: "s3:DeleteObject*",
      Resource: objects,
      purpose: "Nobody deletes what is kept, no administrator either, while this policy stands.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    tls(data, args),
    ...encryption(data, args),
  ];
}

import type { Statement } from "../policies/statement";
import type { BucketPolicyArgs } from "./bucketPolicyArgs";

export type Data = "Documents" | "Backups" | "AuditLogs";

/**
 * Every action on an object and the listing of them, for the role and readers only, and writing for the role only. What
 * manages the bucket itself, its policy above all, is left to whom IAM allows it, so that nobody is locked out.
 *
 * aws:PrincipalArn of a session is the ARN of its role. A negated operator also matches where it is absent: for an
 * anonymous request and for a service of AWS.
 */
export function onlyTheRole(data: Data, args: BucketPolicyArgs, writing: string[]): Statement[] {
  const { bucketArn, roleArn, readerArns = [] } = args;
  const unless = (principals: string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": principals } });
  const all = unless([roleArn, ...readerArns]);
  const readersWriting: Statement = {
    Sid: `DenyWriting${data}ToReaders`,
    Effect: "Deny",
    Principal: "*",
    Action: writing,
    Resource: `${bucketArn}/*`,
    Condition: unless([roleArn]),
    purpose: "Readers only read, whatever other policies they have.",
    hipaa: ["164.308(a)(4)(ii)(B)", "164.312(c)(1)"],
  };
  return [
    {
      Sid: `Deny${data}ToOthers`,
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `${bucketArn}/*`,
      Condition: all,
      purpose:
        "While this policy stands, nobody but the role and its readers reaches an object, no administrator either.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      Sid: `DenyListing${data}ToOthers`,
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
      Resource: bucketArn,
      Condition: all,
      purpose:
        "While this policy stands, nobody but the role and its readers sees the names of objects, which may say whose they are.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...(readerArns.length > 0 ? [readersWriting] : []),
  ];
}

export function tls(data: Data, { bucketArn }: BucketPolicyArgs): Statement {
  return {
    Sid: `Deny${data}WithoutTls`,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
    purpose: "This bucket takes no request without TLS, whoever sends it.",
    hipaa: ["164.312(e)(1)"],
  };
}

/**
 * Only SSE-KMS, and only the given key. A request without the header gets the bucket's default encryption, so the first
 * two apply where it is sent. One that asks for SSE-KMS and names no key gets the key that AWS manages for S3: a negated
 * operator matches there too.
 */
export function encryption(data: Data, { bucketArn, kmsKeyArn }: BucketPolicyArgs): Statement[] {
  const header = "s3:x-amz-server-side-encryption";
  const deny = (what: string, Condition: Statement["Condition"], purpose: string): Statement => ({
    Sid: `Deny${data}With${what}`,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${bucketArn}/*`,
    Condition,
    purpose,
    hipaa: ["164.312(a)(2)(iv)"],
  });
  const otherKey = {
    Null: { [header]: "false" },
    ArnNotEquals: { [`${header}-aws-kms-key-id`]: kmsKeyArn ?? "" },
  };
  return [
    deny(
      "OtherEncryption",
      { Null: { [header]: "false" }, StringNotEquals: { [header]: "aws:kms" } },
      "An upload cannot ask for weaker encryption than AWS KMS, whoever sends it.",
    ),
    ...(kmsKeyArn
      ? [deny("OtherKey", otherKey, "An upload cannot ask for another KMS key than this bucket's.")]
      : []),
    deny(
      "CustomerKey",
      { Null: { [`${header}-customer-algorithm`]: "false" } },
      "An upload cannot bring a key of its own, which nobody here could decrypt with.",
    ),
  ];
}

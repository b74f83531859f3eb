/** An operation of S3, how it is asked for, and which action of IAM it needs. */
export interface S3Operation {
  /** Its name in AWS's API reference and in CloudTrail. */
  name: string;
  method: string;
  level: "service" | "bucket" | "object";
  /** The parameter that asks for it; empty where none does. */
  part: string;
  /** Whether x-amz-copy-source asks for it. */
  copies: boolean;
  action: string;
  /** Actions that it needs as well. */
  besides: string[];
}

/** What AWS says of an operation: its permissions are there. */
export const s3Page = (name: string) => `https://docs.aws.amazon.com/AmazonS3/latest/API/API_${name}.html`;

type Row = [name: string, method: string, part: string, action: string, ...besides: string[]];

const onService: Row[] = [["ListBuckets", "GET", "", "s3:ListAllMyBuckets"]];

/** Settings of buckets: the part, the names of reading and of setting it in the API, and the actions of both. */
const settings: [part: string, name: string, read: string, write: string, remove?: string][] = [
  ["accelerate", "BucketAccelerateConfiguration", "GetAccelerateConfiguration", "PutAccelerateConfiguration"],
  ["acl", "BucketAcl", "GetBucketAcl", "PutBucketAcl"],
  [
    "analytics",
    "BucketAnalyticsConfiguration",
    "GetAnalyticsConfiguration",
    "PutAnalyticsConfiguration",
    "PutAnalyticsConfiguration",
  ],
  ["cors", "BucketCors", "GetBucketCORS", "PutBucketCORS", "PutBucketCORS"],
  [
    "encryption",
    "BucketEncryption",
    "GetEncryptionConfiguration",
    "PutEncryptionConfiguration",
    "PutEncryptionConfiguration",
  ],
  [
    "inventory",
    "BucketInventoryConfiguration",
    "GetInventoryConfiguration",
    "PutInventoryConfiguration",
    "PutInventoryConfiguration",
  ],
  [
    "lifecycle",
    "BucketLifecycleConfiguration",
    "GetLifecycleConfiguration",
    "PutLifecycleConfiguration",
    "PutLifecycleConfiguration",
  ],
  ["logging", "BucketLogging", "GetBucketLogging", "PutBucketLogging"],
  [
    "metrics",
    "BucketMetricsConfiguration",
    "GetMetricsConfiguration",
    "PutMetricsConfiguration",
    "PutMetricsConfiguration",
  ],
  ["notification", "BucketNotificationConfiguration", "GetBucketNotification", "PutBucketNotification"],
  [
    "object-lock",
    "ObjectLockConfiguration",
    "GetBucketObjectLockConfiguration",
    "PutBucketObjectLockConfiguration",
  ],
  [
    "ownershipControls",
    "BucketOwnershipControls",
    "GetBucketOwnershipControls",
    "PutBucketOwnershipControls",
    "PutBucketOwnershipControls",
  ],
  ["policy", "BucketPolicy", "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
  [
    "publicAccessBlock",
    "PublicAccessBlock",
    "GetBucketPublicAccessBlock",
    "PutBucketPublicAccessBlock",
    "PutBucketPublicAccessBlock",
  ],
  [
    "replication",
    "BucketReplication",
    "GetReplicationConfiguration",
    "PutReplicationConfiguration",
    "PutReplicationConfiguration",
  ],
  ["requestPayment", "BucketRequestPayment", "GetBucketRequestPayment", "PutBucketRequestPayment"],
  ["tagging", "BucketTagging", "GetBucketTagging", "PutBucketTagging", "PutBucketTagging"],
  ["versioning", "BucketVersioning", "GetBucketVersioning", "PutBucketVersioning"],
  ["website", "BucketWebsite", "GetBucketWebsite", "PutBucketWebsite", "DeleteBucketWebsite"],
];

const onBuckets: Row[] = [
  ["HeadBucket", "HEAD", "", "s3:ListBucket"],
  ["ListObjects", "GET", "", "s3:ListBucket"],
  ["ListObjectsV2", "GET", "list-type", "s3:ListBucket"],
  ["ListObjectVersions", "GET", "versions", "s3:ListBucketVersions"],
  ["ListMultipartUploads", "GET", "uploads", "s3:ListBucketMultipartUploads"],
  ["GetBucketLocation", "GET", "location", "s3:GetBucketLocation"],
  ["GetBucketPolicyStatus", "GET", "policyStatus", "s3:GetBucketPolicyStatus"],
  ["CreateBucket", "PUT", "", "s3:CreateBucket"],
  ["DeleteBucket", "DELETE", "", "s3:DeleteBucket"],
  ["DeleteObjects", "POST", "delete", "s3:DeleteObject"],
  ...settings.flatMap(([part, name, read, write, remove]): Row[] => [
    [`Get${name}`, "GET", part, `s3:${read}`],
    [`Put${name}`, "PUT", part, `s3:${write}`],
    ...(remove
      ? [
          [
            `Delete${name.replace("LifecycleConfiguration", "Lifecycle")}`,
            "DELETE",
            part,
            `s3:${remove}`,
          ] satisfies Row,
        ]
      : []),
  ]),
];

const onObjects: Row[] = [
  ["GetObject", "GET", "", "s3:GetObject"],
  ["HeadObject", "HEAD", "", "s3:GetObject"],
  ["GetObjectAttributes", "GET", "attributes", "s3:GetObject", "s3:GetObjectAttributes"],
  ["GetObjectAcl", "GET", "acl", "s3:GetObjectAcl"],
  ["GetObjectTagging", "GET", "tagging", "s3:GetObjectTagging"],
  ["GetObjectRetention", "GET", "retention", "s3:GetObjectRetention"],
  ["GetObjectLegalHold", "GET", "legal-hold", "s3:GetObjectLegalHold"],
  ["GetObjectTorrent", "GET", "torrent", "s3:GetObjectTorrent"],
  ["ListParts", "GET", "uploadId", "s3:ListMultipartUploadParts"],
  ["PutObject", "PUT", "", "s3:PutObject"],
  ["UploadPart", "PUT", "uploadId", "s3:PutObject"],
  ["PutObjectAcl", "PUT", "acl", "s3:PutObjectAcl"],
  ["PutObjectTagging", "PUT", "tagging", "s3:PutObjectTagging"],
  ["PutObjectRetention", "PUT", "retention", "s3:PutObjectRetention"],
  ["PutObjectLegalHold", "PUT", "legal-hold", "s3:PutObjectLegalHold"],
  ["CreateMultipartUpload", "POST", "uploads", "s3:PutObject"],
  ["CompleteMultipartUpload", "POST", "uploadId", "s3:PutObject"],
  ["SelectObjectContent", "POST", "select", "s3:GetObject"],
  ["RestoreObject", "POST", "restore", "s3:RestoreObject"],
  ["DeleteObject", "DELETE", "", "s3:DeleteObject"],
  ["DeleteObjectTagging", "DELETE", "tagging", "s3:DeleteObjectTagging"],
  ["AbortMultipartUpload", "DELETE", "uploadId", "s3:AbortMultipartUpload"],
];

const copies: Row[] = [
  ["CopyObject", "PUT", "", "s3:PutObject"],
  ["UploadPartCopy", "PUT", "uploadId", "s3:PutObject"],
];

const operation =
  (level: S3Operation["level"], copies = false) =>
  ([name, method, part, action, ...besides]: Row): S3Operation => ({
    ...{ name, method, level, part, copies, action, besides },
  });

export const s3Operations: S3Operation[] = [
  ...onService.map(operation("service")),
  ...onBuckets.map(operation("bucket")),
  ...onObjects.map(operation("object")),
  ...copies.map(operation("object", true)),
];

/** Parameters that change nothing about what is asked for. */
export const plainParameters =
  /^(x-id|versionId|partNumber|prefix|delimiter|marker|max-(keys|parts|uploads|buckets)|encoding-type|continuation-token|start-after|fetch-owner|key-marker|(version|upload)-id-marker|part-number-marker|bucket-region|id|response-[\w-]+|select-type|[xX]-[aA]mz-.*|AWSAccessKeyId|Signature|Expires)$/;

/** Actions that name the version where a request does, such as GetObjectVersion. */
export function versioned(action: string): string {
  const named = /^s3:(Get|Put|Delete)Object(Acl|Tagging|Attributes)?$/;
  return action === "s3:PutObject" ? action : action.replace(named, "s3:$1ObjectVersion$2");
}

// What AWS tells of a PutObject: of a key that must not have an object yet, of any key, and of a part of a multipart
// upload, which shows in no key before its completion.
export const writesNew = { "s3:if-none-match": "*", "s3:ObjectCreationOperation": "true" };
export const writes = { "s3:ObjectCreationOperation": "true" };
export const writesPart = { "s3:ObjectCreationOperation": "false" };

/** Actions on objects that nobody needs who reads, writes and deletes documents. */
export const neverOnObjects = [
  ...["s3:GetObjectVersion", "s3:GetObjectAcl", "s3:GetObjectTagging", "s3:GetObjectRetention"],
  ...["s3:GetObjectAttributes", "s3:GetObjectLegalHold", "s3:GetObjectTorrent", "s3:PutObjectRetention"],
  ...["s3:GetObjectAnnotation", "s3:ListObjectAnnotations", "s3:GetObjectVersionForReplication"],
  ...["s3:ObjectOwnerOverrideToBucketOwner", "s3:InitiateReplication"],
  "s3:ListMultipartUploadParts",
];

/** Those that delete a version, or what is told of an object. Of what is kept they are denied. */
export const deletingObjects = [
  ...["s3:DeleteObjectVersion", "s3:DeleteObjectAnnotation", "s3:DeleteObjectVersionAnnotation"],
  ...["s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"],
];

/** Those that change what is told of an object, or put another in its place. Of what is kept they are denied. */
export const changingObjects = [
  ...[
    "s3:BypassGovernanceRetention",
    "s3:PutObjectLegalHold",
    "s3:RestoreObject",
    "s3:UpdateObjectEncryption",
  ],
  ...["s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
  ...["s3:PutObjectAnnotation", "s3:PutObjectVersionAnnotation"],
  ...["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateObjectAnnotation", "s3:ReplicateTags"],
];

/** Actions on buckets that belong to those who deploy them. */
export const neverOnBuckets = [
  ...["s3:ListBucketVersions", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation", "s3:GetBucketPolicy"],
  ...["s3:GetBucketAcl", "s3:GetEncryptionConfiguration", "s3:GetBucketVersioning", "s3:CreateBucket"],
  ...["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketAcl"],
  ...["s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"],
  ...["s3:PutReplicationConfiguration", "s3:PutBucketPublicAccessBlock", "s3:PutBucketNotification"],
  ...["s3:PutBucketObjectLockConfiguration", "s3:PutBucketLogging", "s3:PutBucketOwnershipControls"],
];

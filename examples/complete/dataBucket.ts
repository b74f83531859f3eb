import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import type { Key } from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import { all, type CustomResourceOptions, interpolate, type Output } from "@pulumi/pulumi";
import type { BucketPolicyArgs, PolicyDocument } from "hipaa-iam";

interface DataBucket {
  bucket: s3.Bucket;
  publicAccessBlock: s3.BucketPublicAccessBlock;
}

/**
 * A bucket for health information: versioned, encrypted with the key, never public. setPolicy does the rest. Its name is
 * of the account's own namespace: no other account can take it, when the bucket is deleted neither.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export function dataBucket(
  name: string,
  { bucketPrefix, key }: { bucketPrefix: string; key: Key },
  opts: CustomResourceOptions,
): DataBucket {
  const bucketName = interpolate`${bucketPrefix}-${name}-${getCallerIdentityOutput().accountId}-${getRegionOutput().region}-an`;
  const bucket = new s3.Bucket(name, { bucket: bucketName, bucketNamespace: "account-regional" }, opts);
  // A bucket has one of each: to delete an old one is to delete what a new one has set.
  const child = { ...opts, parent: bucket, deleteBeforeReplace: true };

  new s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    child,
  );

  const encryption = { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn };
  new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: encryption,
          bucketKeyEnabled: true,
          // As S3 does by itself since April 2026. Left out, AWS providers 6.22 to 6.39 see a change at every preview.
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    },
    child,
  );

  // The role cannot remove the parts of an upload that is never completed. They are health information, and cost.
  new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "unfinished-uploads",
          status: "Enabled",
          filter: {},
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    child,
  );

  const publicAccessBlock = new s3.BucketPublicAccessBlock(
    `${name}-public-access-block`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child,
  );
  return { bucket, publicAccessBlock };
}

/** Who may do what with a bucket's data, as soon as the role has an ARN. */
export function setPolicy(
  name: string,
  { bucket, publicAccessBlock }: DataBucket,
  policyOf: (args: BucketPolicyArgs) => PolicyDocument,
  { roleArn, kmsKeyArn }: { roleArn: Output<string>; kmsKeyArn: Output<string> },
  opts: CustomResourceOptions,
): void {
  const policy = all([bucket.arn, roleArn, kmsKeyArn]).apply(([bucketArn, roleArn, kmsKeyArn]) =>
    JSON.stringify(policyOf({ bucketArn, roleArn, kmsKeyArn })),
  );
  new s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy },
    // S3 refuses two changes of a bucket's access at the same time.
    { ...opts, parent: bucket, deleteBeforeReplace: true, dependsOn: publicAccessBlock },
  );
}

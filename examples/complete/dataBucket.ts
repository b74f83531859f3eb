import { getPolicyDocumentOutput } from "@pulumi/aws/iam";
import type { Key } from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import type { CustomResourceOptions } from "@pulumi/pulumi";

/** A bucket for health information: versioned, encrypted with the key, over TLS only, never public. */
export function dataBucket(name: string, key: Key, opts: CustomResourceOptions): s3.Bucket {
  const bucket = new s3.Bucket(name, {}, opts);
  const child = { ...opts, parent: bucket };

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
      rules: [{ applyServerSideEncryptionByDefault: encryption, bucketKeyEnabled: true }],
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

  const tlsOnly = getPolicyDocumentOutput(
    {
      statements: [
        {
          sid: "DenyWithoutTls",
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["s3:*"],
          resources: [bucket.arn, bucket.arn.apply((arn) => `${arn}/*`)],
          conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    },
    { parent: bucket },
  );
  new s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: tlsOnly.json },
    // S3 refuses two changes of a bucket's access at the same time.
    { ...child, dependsOn: publicAccessBlock },
  );
  return bucket;
}

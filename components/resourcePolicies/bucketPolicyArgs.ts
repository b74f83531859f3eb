/** What a bucket's policy is made from. A bad value fails with pulumi.InputPropertiesError, which names every fault. */
export interface BucketPolicyArgs {
  /**
   * ARN of the bucket: arn:PARTITION:s3:::BUCKET. Refused: a path, a wildcard, another partition than the role's.
   * @example "arn:aws:s3:::example-documents"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  bucketArn: string;

  /**
   * ARN of the role whose data the bucket holds: appIamRoleArn of the component. Refused: a wildcard, an IAM
   * user, a session.
   * @example "arn:aws:iam::123456789012:role/hipaa-app-backend-production"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
   */
  roleArn: string;

  /**
   * ARNs of other roles and users that list and read the bucket, as far as their own policies allow: one that
   * restores backups, one that reviews audit logs, S3's replication out of the bucket. They do not write,
   * replicate into it or delete. Refused: roleArn, another partition than the role's.
   * @default []
   * @example ["arn:aws:iam::123456789012:role/restore"]
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
   */
  readerArns?: string[];

  /**
   * ARN of the one KMS key that an upload may ask for: arn:PARTITION:kms:REGION:ACCOUNT:key/KEY-ID. An upload
   * that asks for none gets the default encryption of the bucket, so set that to the same key. Refused: the ARN
   * of an alias, a wildcard, another partition than the role's.
   * @default none: any KMS key
   * @example "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   */
  kmsKeyArn?: string;
}

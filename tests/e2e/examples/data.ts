import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";

/** The buckets and keys of the local API. */
export class Data {
  private readonly s3: S3Client;
  private readonly kms: KMSClient;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.s3 = new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true });
    this.kms = new KMSClient({ endpoint, credentials, region: "us-east-1" });
  }

  async buckets(): Promise<string[]> {
    const { Buckets = [] } = await this.s3.send(new ListBucketsCommand({}));
    return Buckets.map(({ Name = "" }) => Name);
  }

  /** What guards a bucket. */
  async guards(Bucket: string) {
    const { Status } = await this.s3.send(new GetBucketVersioningCommand({ Bucket }));
    const { ServerSideEncryptionConfiguration } = await this.s3.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    const { PublicAccessBlockConfiguration } = await this.s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    const { Rules = [] } = await this.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const { Policy = "{}" } = await this.s3.send(new GetBucketPolicyCommand({ Bucket }));
    return {
      versioning: Status,
      encryption: ServerSideEncryptionConfiguration?.Rules?.[0],
      publicAccessBlock: PublicAccessBlockConfiguration,
      /** Days after which their parts go. */
      unfinishedUploads: Rules.map((rule) => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation),
      policy: JSON.parse(Policy),
    };
  }

  async key(KeyId: string) {
    const { KeyMetadata } = await this.kms.send(new DescribeKeyCommand({ KeyId }));
    if (KeyMetadata?.KeyState !== "Enabled") return { state: KeyMetadata?.KeyState };
    const { KeyRotationEnabled } = await this.kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    return { state: KeyMetadata.KeyState, rotation: KeyRotationEnabled };
  }

  async keyPolicy(KeyId: string) {
    const { Policy = "{}" } = await this.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    return JSON.parse(Policy);
  }

  async dropPolicy(Bucket: string): Promise<void> {
    await this.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  }

  /** Deletes every version of every object: a bucket that has any cannot be deleted. */
  async empty(Bucket: string): Promise<void> {
    const { Versions = [] } = await this.s3.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of Versions) {
      await this.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
  }
}

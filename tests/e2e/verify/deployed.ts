import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";

const settings = (endpoint: string) => ({
  ...{ endpoint, region: "us-east-1", forcePathStyle: true },
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

/** The deployed stack, and what changes it by hand. */
export class Deployed {
  readonly iam: iam.IAMClient;
  readonly kms: kms.KMSClient;
  readonly s3: s3.S3Client;

  constructor(
    endpoint: string,
    private readonly outputs: Record<string, string>,
  ) {
    this.iam = new iam.IAMClient(settings(endpoint));
    this.kms = new kms.KMSClient(settings(endpoint));
    this.s3 = new s3.S3Client(settings(endpoint));
  }

  readonly role = "hipaa-app-backend-dev";
  get documents(): string {
    return this.outputs.DOCUMENTS_BUCKET ?? "";
  }
  get backups(): string {
    return this.outputs.BACKUPS_BUCKET ?? "";
  }
  get auditLogs(): string {
    return this.outputs.AUDIT_LOGS_BUCKET ?? "";
  }
  get masterKey(): string {
    return this.outputs.MASTER_KEY_ARN ?? "";
  }

  policyArn = (service: string) => `arn:aws:iam::123456789012:policy/dev-${service}-access-policy`;

  /** The text of a policy. */
  policy = async (PolicyArn: string): Promise<{ Version: string; Statement: Record<string, unknown>[] }> => {
    const { Policy } = await this.iam.send(new iam.GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await this.iam.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""));
  };

  /** Puts a version of a policy in place, and returns what takes it away again. */
  async putVersion(PolicyArn: string, document: object, SetAsDefault: boolean): Promise<() => Promise<void>> {
    const { Policy } = await this.iam.send(new iam.GetPolicyCommand({ PolicyArn }));
    const PolicyDocument = JSON.stringify(document);
    const made = await this.iam.send(
      new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault }),
    );
    return async () => {
      const VersionId = Policy?.DefaultVersionId;
      await this.iam.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));
      const old = made.PolicyVersion?.VersionId;
      await this.iam.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: old }));
    };
  }

  async trust(): Promise<{ Version: string; Statement: Record<string, unknown>[] }> {
    const { Role } = await this.iam.send(new iam.GetRoleCommand({ RoleName: this.role }));
    return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
  }

  async setTrust(document: object): Promise<() => Promise<void>> {
    const before = await this.trust();
    const set = async (one: object) =>
      void (await this.iam.send(
        new iam.UpdateAssumeRolePolicyCommand({ RoleName: this.role, PolicyDocument: JSON.stringify(one) }),
      ));
    await set(document);
    return () => set(before);
  }

  async bucketPolicy(Bucket: string): Promise<{ Version: string; Statement: { Sid: string }[] }> {
    const { Policy = "{}" } = await this.s3.send(new s3.GetBucketPolicyCommand({ Bucket }));
    return JSON.parse(Policy);
  }

  /** Undefined takes the policy away. */
  async setBucketPolicy(Bucket: string, document: object | undefined): Promise<() => Promise<void>> {
    const before = await this.bucketPolicy(Bucket);
    const put = async (one: object) =>
      void (await this.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(one) })));
    if (document) await put(document);
    else await this.s3.send(new s3.DeleteBucketPolicyCommand({ Bucket }));
    return () => put(before);
  }

  async withoutDenies(Bucket: string, sids: RegExp): Promise<() => Promise<void>> {
    const policy = await this.bucketPolicy(Bucket);
    const Statement = policy.Statement.filter(({ Sid }) => !sids.test(Sid));
    return this.setBucketPolicy(Bucket, { ...policy, Statement });
  }

  async withStatement(Bucket: string, more: object): Promise<() => Promise<void>> {
    const policy = await this.bucketPolicy(Bucket);
    return this.setBucketPolicy(Bucket, { ...policy, Statement: [...policy.Statement, more] });
  }

  alsoLetsIn(Bucket: string, Principal: unknown, Condition?: object): Promise<() => Promise<void>> {
    const Resource = `arn:aws:s3:::${Bucket}/*`;
    return this.withStatement(Bucket, {
      ...{ Sid: "ByHand", Effect: "Allow", Principal, Action: "s3:GetObject", Resource },
      ...(Condition && { Condition }),
    });
  }

  async setMasterKeyPolicy(change: (statements: object[]) => object[]): Promise<() => Promise<void>> {
    const [KeyId, PolicyName] = [this.masterKey, "default"];
    const { Policy = "" } = await this.kms.send(new kms.GetKeyPolicyCommand({ KeyId, PolicyName }));
    const put = async (text: string) =>
      void (await this.kms.send(new kms.PutKeyPolicyCommand({ KeyId, PolicyName, Policy: text })));
    const document = JSON.parse(Policy);
    await put(JSON.stringify({ ...document, Statement: change(document.Statement) }));
    return () => put(Policy);
  }

  async encrypt(Bucket: string, byDefault: s3.ServerSideEncryptionByDefault): Promise<() => Promise<void>> {
    const before = await this.s3.send(new s3.GetBucketEncryptionCommand({ Bucket }));
    const put = async (ServerSideEncryptionConfiguration: s3.ServerSideEncryptionConfiguration | undefined) =>
      void (await this.s3.send(
        new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }),
      ));
    await put({ Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] });
    return () => put(before.ServerSideEncryptionConfiguration);
  }

  async own(Bucket: string, ObjectOwnership: s3.ObjectOwnership): Promise<void> {
    const OwnershipControls = { Rules: [{ ObjectOwnership }] };
    await this.s3.send(new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  }

  async newKey(
    tags: Record<string, string>,
    policy?: object,
  ): Promise<{ arn: string; undo: () => Promise<void> }> {
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { KeyMetadata } = await this.kms.send(
      new kms.CreateKeyCommand({ Tags, ...(policy && { Policy: JSON.stringify(policy) }) }),
    );
    const KeyId = KeyMetadata?.KeyId;
    // With its tags it would be a key of the tenants until it is gone.
    const undo = async () => {
      await this.kms.send(new kms.UntagResourceCommand({ KeyId, TagKeys: Object.keys(tags) }));
      await this.kms.send(new kms.ScheduleKeyDeletionCommand({ KeyId }));
    };
    return { arn: KeyMetadata?.Arn ?? "", undo };
  }
}

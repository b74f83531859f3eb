import { auditLogsBucketPolicy, backupsBucketPolicy, documentsBucketPolicy } from "../../components";
import type { Row } from "../access/row";
import type { ResourceState } from "../plan/resources";
import { type Aws, NotSeen, whole } from "./aws";
import { at, type Bucket, configurationOf, type Look } from "./bucket";
import { policy } from "./bucketPolicy";
import { agrees, type Check, check, differs, type Finding, looked, told } from "./check";
import type { ExpectedComponent } from "./expected";
import { lifecycle } from "./lifecycle";
import { plannedForBucket } from "./planned";
import { ofBucket } from "./promised";
import type { ResourceDocument } from "./validate";

/** Holds the three buckets against what the promises need of them. */
export async function checkBuckets(
  anywhere: Aws,
  component: ExpectedComponent,
  rows: Row[],
  resources: ResourceState[],
  documents: ResourceDocument[],
): Promise<Check[]> {
  const aws = anywhere.in(component.scope.region);
  const [known, unknown] = [true, false].map((wanted) =>
    bucketsOf(component, rows, resources, documents).filter(({ arn }) => component.isKnown(arn) === wanted),
  );
  const all = await Promise.all(
    (known ?? []).map(async (bucket) => {
      const missing = await missingOf(aws, bucket);
      if (missing) return check("buckets", bucket.name, missing);
      return (
        await Promise.all(looks.map((look) => looked("buckets", bucket.name, () => look(aws, bucket))))
      ).flat();
    }),
  );
  const untold = (unknown ?? []).map(({ data }) => check("buckets", `the bucket of ${data}`, unknownBucket));
  return [...untold, ...all.flat()];
}

const unknownBucket: Finding = {
  result: "not judged",
  what: "what it is called only a deployment knows: take --state",
};

export function bucketsOf(
  { scope, roles, isKnown }: ExpectedComponent,
  all: Row[],
  resources: ResourceState[],
  documents: ResourceDocument[],
): Bucket[] {
  const roleArn = roles.find(({ kind }) => kind === "backend")?.arn ?? "";
  const keyArn = isKnown(scope.kmsMasterKeyArn) ? scope.kmsMasterKeyArn : undefined;
  const accounts = [scope.accountId, ...(scope.bucketOwnerAccountId ? [scope.bucketOwnerAccountId] : [])];
  const bucket = (data: string, arn: string, kept: boolean, policyOf: Bucket["policyOf"]): Bucket => {
    const name = arn.split(":").at(-1) ?? "";
    const planned = plannedForBucket(resources, name);
    const rows = ofBucket(arn, accounts, all);
    const owner = scope.bucketOwnerAccountId ?? scope.accountId;
    return { data, name, arn, owner, roleArn, keyArn, accounts, kept, policyOf, ...planned, rows, documents };
  };
  return [
    bucket("documents", scope.s3BucketDocumentsArn, false, documentsBucketPolicy),
    bucket("backups", scope.s3BucketBackupsArn, scope.backupsWriteOnce, backupsBucketPolicy),
    bucket("audit logs", scope.s3BucketAuditLogsArn, scope.auditLogsAppendOnly, auditLogsBucketPolicy),
  ];
}

const ofAnother = ({ owner }: Bucket): Finding =>
  differs(
    `belongs to another account than ${owner}: whoever owns it decides what is in it. If that is meant, set bucketOwnerAccountId`,
  );

/**
 * S3 refuses a call that names another owner, with the words of any other refusal: without the name it then answers. A
 * bucket that was deleted anybody may make again.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
async function missingOf(aws: Aws, bucket: Bucket): Promise<Finding | undefined> {
  const seen = async (input: { Bucket: string }) => {
    try {
      const answer = await aws.call("s3", "GetBucketVersioning", input, ["NoSuchBucket"]);
      return answer ? "there" : "gone";
    } catch (error) {
      if (error instanceof NotSeen) return undefined;
      throw error;
    }
  };
  const found = await seen(at(bucket));
  // Nothing else can be said of it.
  if (found === "gone") return gone;
  return found === undefined && (await seen({ Bucket: bucket.name })) ? ofAnother(bucket) : undefined;
}

const gone: Finding = differs("there is no such bucket");

const versioning: Look = async (aws, bucket) => {
  const answer = await aws.call("s3", "GetBucketVersioning", at(bucket), ["NoSuchBucket"]);
  if (!answer) return gone;
  if (answer.Status === "Enabled") return agrees("keeps versions");
  return differs("keeps no versions: what is overwritten or deleted is gone. Turn versioning on");
};

const encryption: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"];
  const answer = await aws.call("s3", "GetBucketEncryption", at(bucket), absent);
  const [rule] =
    configurationOf(answer?.ServerSideEncryptionConfiguration?.Rules, answer, "GetBucketEncryption") ?? [];
  const byDefault = await withMasterKey(aws, bucket, rule?.ApplyServerSideEncryptionByDefault ?? {});
  const blocked = rule?.BlockedEncryptionTypes?.EncryptionType ?? [];
  const customers = blocked.includes("SSE-C")
    ? agrees("refuses keys that a client brings (SSE-C)")
    : told("does not say that keys a client brings (SSE-C) are refused; the role's policy refuses them");
  return [byDefault, customers];
};

async function withMasterKey(
  aws: Aws,
  { keyArn }: Bucket,
  { SSEAlgorithm: algorithm, KMSMasterKeyID: key }: { SSEAlgorithm?: string; KMSMasterKeyID?: string },
): Promise<Finding> {
  if (algorithm === "aws:kms:dsse") {
    const details = [`key: ${key ?? "AWS's own"}`];
    return differs(`encrypts with ${algorithm} by default, and should with aws:kms`, details);
  }
  if (algorithm !== "aws:kms")
    return differs(`encrypts with ${algorithm ?? "nothing"} by default, and not with the master key`);
  if (keyArn === undefined)
    return { result: "not judged", what: "with which key it encrypts by default: take --state" };
  if (key === keyArn || key === keyArn.split("/").at(-1))
    return agrees("encrypts with the master key by default");
  if (!key || !/^(arn:.*:)?alias\//.test(key))
    return differs(`encrypts with ${key ?? "AWS's own key"} by default, and not with the master key`);
  return byAlias(aws, key, keyArn);
}

/**
 * S3 looks for a name without an account in that of whoever uploads, and anybody who may can give a name another key.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
 */
async function byAlias(aws: Aws, KeyId: string, keyArn: string): Promise<Finding> {
  const says = `encrypts by default with the key that is now called ${KeyId}`;
  const [, , , region = ""] = KeyId.split(":");
  const answer = await aws.in(region).call("kms", "DescribeKey", { KeyId }, ["NotFoundException"]);
  if (!answer) return differs(`encrypts by default with ${KeyId}, and there is no key of that name`);
  const arn = whole(answer.KeyMetadata?.Arn, "kms", "DescribeKey");
  if (arn !== keyArn) return differs(`${says}: ${arn}, and not the master key`);
  if (!KeyId.startsWith("arn:"))
    return differs(`${says}: the master key here, another one for callers of another account. Give its ARN`);
  return agrees(`${says}: the master key. Who may change the alias can give it another key`);
}

const publicAccess: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"];
  const answer = await aws.call("s3", "GetPublicAccessBlock", at(bucket), absent);
  const block: Record<string, unknown> = {
    ...configurationOf(answer?.PublicAccessBlockConfiguration, answer, "GetPublicAccessBlock"),
  };
  const wanted = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  const open = wanted.filter((name) => block[name] !== true);
  if (open.length === 0) return agrees("is blocked for the public");
  return differs(`is not blocked for the public: ${open.join(", ")} should be true`);
};

const ownership: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "OwnershipControlsNotFoundError"];
  const answer = await aws.call("s3", "GetBucketOwnershipControls", at(bucket), absent);
  const [rule] =
    configurationOf(answer?.OwnershipControls?.Rules, answer, "GetBucketOwnershipControls") ?? [];
  if (rule?.ObjectOwnership === "BucketOwnerEnforced")
    return agrees("takes no ACLs: its owner owns every object");
  return differs(`takes ACLs (${rule?.ObjectOwnership ?? "no ownership setting"}): set BucketOwnerEnforced`);
};

const lock: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "ObjectLockConfigurationNotFoundError"];
  const answer = await aws.call("s3", "GetObjectLockConfiguration", at(bucket), absent);
  const { ObjectLockEnabled, Rule } =
    configurationOf(answer?.ObjectLockConfiguration, answer, "GetObjectLockConfiguration") ?? {};
  const { Mode, Days, Years } = Rule?.DefaultRetention ?? {};
  const time = Years ? `${Years} years` : `${Days} days`;
  if (ObjectLockEnabled !== "Enabled") return told("has no Object Lock");
  return told(Mode ? `has Object Lock: ${Mode} for ${time}` : "has Object Lock, and no retention by default");
};

const replication: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "ReplicationConfigurationNotFoundError"];
  const answer = await aws.call("s3", "GetBucketReplication", at(bucket), absent);
  const targets = (
    configurationOf(answer?.ReplicationConfiguration?.Rules, answer, "GetBucketReplication") ?? []
  )
    .filter(({ Status }) => Status === "Enabled")
    .map(({ Destination: to }) => `${to?.Bucket}${to?.Account ? ` of account ${to.Account}` : ""}`);
  return targets.length === 0 ? [] : told("is copied to other buckets", [...new Set(targets)].sort());
};

const looks = [versioning, encryption, publicAccess, ownership, policy, lock, lifecycle, replication];

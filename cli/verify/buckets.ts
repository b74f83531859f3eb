import { auditLogsBucketPolicy, backupsBucketPolicy, documentsBucketPolicy } from "../../components";
import type { PolicyDocument } from "../../components/policies/document";
import { compare } from "../diff/compare";
import { parseJson } from "../diff/json";
import { asLines } from "../diff/report";
import { documentOf } from "../policy/document";
import type { Aws } from "./aws";
import { agrees, type Check, differs, type Finding, looked, told } from "./check";
import type { ExpectedComponent } from "./expected";

/** What a setting of a bucket is asked with, and what its answer comes to. */
type Look = (aws: Aws, bucket: Bucket) => Promise<Finding | Finding[]>;

interface Bucket {
  name: string;
  arn: string;
  roleArn: string;
  keyArn: string;
  /** Written once: backups and audit logs, unless the stack says otherwise. */
  kept: boolean;
  policyOf: typeof documentsBucketPolicy;
}

/** Holds the three buckets against what the promises need of them. */
export async function checkBuckets(aws: Aws, component: ExpectedComponent): Promise<Check[]> {
  const all = await Promise.all(
    bucketsOf(component).flatMap((bucket) =>
      looks.map((look) => looked("buckets", bucket.name, () => look(aws, bucket))),
    ),
  );
  return all.flat();
}

function bucketsOf({ scope, roles }: ExpectedComponent): Bucket[] {
  const roleArn = roles.find(({ kind }) => kind === "backend")?.arn ?? "";
  const bucket = (arn: string, kept: boolean, policyOf: Bucket["policyOf"]): Bucket => ({
    ...{ name: arn.split(":").at(-1) ?? "", arn, roleArn, keyArn: scope.kmsMasterKeyArn, kept, policyOf },
  });
  return [
    bucket(scope.s3BucketDocumentsArn, false, documentsBucketPolicy),
    bucket(scope.s3BucketBackupsArn, scope.backupsWriteOnce, backupsBucketPolicy),
    bucket(scope.s3BucketAuditLogsArn, scope.auditLogsAppendOnly, auditLogsBucketPolicy),
  ];
}

const versioning: Look = async (aws, { name: Bucket }) => {
  const answer = await aws.call("s3", "GetBucketVersioning", { Bucket }, ["NoSuchBucket"]);
  if (!answer) return differs("there is no such bucket");
  if (answer.Status === "Enabled") return agrees("keeps versions");
  return differs("keeps no versions: what is overwritten or deleted is gone. Turn versioning on");
};

const encryption: Look = async (aws, { name: Bucket, keyArn }) => {
  const absent = ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"];
  const answer = await aws.call("s3", "GetBucketEncryption", { Bucket }, absent);
  const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  const byDefault =
    algorithm !== "aws:kms"
      ? differs(`encrypts with ${algorithm ?? "nothing"} by default, and not with the master key`)
      : key === keyArn || key === keyArn.split("/").at(-1)
        ? agrees("encrypts with the master key by default")
        : differs(`encrypts with ${key ?? "AWS's own key"} by default, and not with the master key`);
  const blocked = rule?.BlockedEncryptionTypes?.EncryptionType ?? [];
  const customers = blocked.includes("SSE-C")
    ? agrees("refuses keys that a client brings (SSE-C)")
    : told("does not say that keys a client brings (SSE-C) are refused; the role's policy refuses them");
  return [byDefault, customers];
};

const publicAccess: Look = async (aws, { name: Bucket }) => {
  const absent = ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"];
  const answer = await aws.call("s3", "GetPublicAccessBlock", { Bucket }, absent);
  const block: Record<string, unknown> = { ...answer?.PublicAccessBlockConfiguration };
  const wanted = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  const open = wanted.filter((name) => block[name] !== true);
  if (open.length === 0) return agrees("is blocked for the public");
  return differs(`is not blocked for the public: ${open.join(", ")} should be true`);
};

const ownership: Look = async (aws, { name: Bucket }) => {
  const absent = ["NoSuchBucket", "OwnershipControlsNotFoundError"];
  const answer = await aws.call("s3", "GetBucketOwnershipControls", { Bucket }, absent);
  const [rule] = answer?.OwnershipControls?.Rules ?? [];
  if (rule?.ObjectOwnership === "BucketOwnerEnforced")
    return agrees("takes no ACLs: its owner owns every object");
  return differs(`takes ACLs (${rule?.ObjectOwnership ?? "no ownership setting"}): set BucketOwnerEnforced`);
};

/** Only the denies that the promises rest on: what else a policy says is for its owner. */
const policy: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "NoSuchBucketPolicy"];
  const answer = await aws.call("s3", "GetBucketPolicy", { Bucket: bucket.name }, absent);
  const live = documentOf("bucket policy", parseJson(answer?.Policy ?? noStatements));
  const wanted = bucket.policyOf({ bucketArn: bucket.arn, roleArn: bucket.roleArn });
  return neededDenies
    .filter(({ ofKept }) => bucket.kept || !ofKept)
    .map(({ sid, what }) => {
      const needed = documentOf("bucket policy", only(wanted, sid));
      const side = (document: typeof live) => ({
        ...{ roles: [], policies: [document], others: new Map<string, string>(), attached: true },
      });
      const lost = compare(side(needed), side(live)).filter(
        ({ what, grew }) => grew && !what.startsWith("grant"),
      );
      return lost.length === 0
        ? agrees(what)
        : differs(`does not hold for everybody: ${what}`, lost.flatMap(asLines));
    });
};

const noStatements = '{"Version":"2012-10-17","Statement":[]}';

const neededDenies = [
  { sid: /WithoutTls$/, what: "its policy refuses requests without TLS", ofKept: false },
  { sid: /^DenyReplacing/, what: "its policy refuses to write over an object", ofKept: true },
];

const only = ({ Version, Statement }: PolicyDocument, sid: RegExp) => ({
  Version,
  Statement: Statement.filter(({ Sid }) => sid.test(Sid)),
});

const lock: Look = async (aws, { name: Bucket }) => {
  const absent = ["NoSuchBucket", "ObjectLockConfigurationNotFoundError"];
  const answer = await aws.call("s3", "GetObjectLockConfiguration", { Bucket }, absent);
  const { ObjectLockEnabled, Rule } = answer?.ObjectLockConfiguration ?? {};
  const { Mode, Days, Years } = Rule?.DefaultRetention ?? {};
  const time = Years ? `${Years} years` : `${Days} days`;
  if (ObjectLockEnabled !== "Enabled") return told("has no Object Lock");
  return told(Mode ? `has Object Lock: ${Mode} for ${time}` : "has Object Lock, and no retention by default");
};

const lifecycle: Look = async (aws, { name: Bucket, kept }) => {
  const absent = ["NoSuchBucket", "NoSuchLifecycleConfiguration"];
  const answer = await aws.call("s3", "GetBucketLifecycleConfiguration", { Bucket }, absent);
  const rules = (answer?.Rules ?? []).filter(({ Status }) => Status === "Enabled");
  const deleting = rules.filter(
    ({ Expiration }) => Expiration?.Days !== undefined || Expiration?.Date !== undefined,
  );
  const days = deleting.map(
    ({ ID, Expiration }) => `${ID ?? "a rule"}: ${Expiration?.Days ?? Expiration?.Date} days`,
  );
  const parts = rules.some(({ AbortIncompleteMultipartUpload: abort }) => abort !== undefined);
  return [
    // 164.316(b)(2)(i) asks for six years of what is to be documented; how long data is kept is for its owner to say.
    ...(deleting.length > 0
      ? [told(`deletes ${kept ? "kept objects" : "objects"} by lifecycle rule`, days)]
      : []),
    told(parts ? "clears the parts of unfinished uploads" : "keeps the parts of unfinished uploads for ever"),
  ];
};

const replication: Look = async (aws, { name: Bucket }) => {
  const absent = ["NoSuchBucket", "ReplicationConfigurationNotFoundError"];
  const answer = await aws.call("s3", "GetBucketReplication", { Bucket }, absent);
  const targets = (answer?.ReplicationConfiguration?.Rules ?? [])
    .filter(({ Status }) => Status === "Enabled")
    .map(({ Destination: to }) => `${to?.Bucket}${to?.Account ? ` of account ${to.Account}` : ""}`);
  return targets.length === 0 ? [] : told("is copied to other buckets", [...new Set(targets)].sort());
};

const looks = [versioning, encryption, publicAccess, ownership, policy, lock, lifecycle, replication];

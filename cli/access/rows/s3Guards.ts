import { allow, backendRows, type Case, deny, forbid, type Row, stranger } from "../row";
import type { Site } from "../site";
import { writesNew } from "./s3Requests";

/** One object of each bucket that may be written. */
const writable = (site: Site) => [
  { object: `${site.documents}/tenants/42/referral.pdf`, by: "UseTenantDocuments", isKept: false },
  { object: `${site.backups}/2026-11-24.dump`, by: "WriteBackups", isKept: true },
  { object: `${site.auditLogs}/application-logs/1.json`, by: "AppendAuditLogs", isKept: true },
];

/** What is refused of any object, and of a kept one whatever else the role is granted. */
const changed = (isKept: boolean, why: string): Case =>
  isKept ? forbid("DenyChangingBackupsAndAuditLogs", why) : deny(why);

/** Buckets whose names are nearly those of the site's. */
function nearBuckets({ documents, backups, auditLogs }: Site): string[] {
  const own = [documents, backups, auditLogs];
  const near = own.flatMap((bucket) => [`${bucket}-2`, bucket.slice(0, -1), bucket.replace(":::", ":::a-")]);
  return near.filter((bucket) => !own.includes(bucket));
}

/** Every request of S3 goes through TLS. */
export function transportRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const clear = { "aws:SecureTransport": "false" };
  const refused = forbid("DenyS3WithoutTls", "in the clear anybody on the way could read it");
  const document = `${site.documents}/tenants/42/referral.pdf`;
  return [
    ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map((action) =>
      row(action, document, clear, refused),
    ),
    row("s3:ListBucket", site.documents, { ...clear, "s3:prefix": "tenants/" }, refused),
    row("s3:ListBucket", site.backups, clear, refused),
    row("s3:PutObject", `${site.backups}/1.dump`, { ...clear, ...writesNew }, refused),
    row("s3:PutObject", `${site.auditLogs}/application-logs/1.json`, { ...clear, ...writesNew }, refused),
    row("s3:GetBucketLocation", site.documents, clear, refused),
    row("s3:ListAllMyBuckets", "*", clear, refused),
    row("s3:GetObject", `${nearBuckets(site)[0]}/1`, clear, refused, stranger),
  ];
}

/** Uploads are encrypted with KMS, by what the bucket does or by what they ask for. */
export function encryptionRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const asks = (how: string) => ({ ...writesNew, "s3:x-amz-server-side-encryption": how });
  const key = { "s3:x-amz-server-side-encryption-aws-kms-key-id": site.masterKey };
  const ownKey = { ...writesNew, "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" };
  const { partition, region } = site.standIn;
  const reencrypts = {
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": `arn:${partition}:kms:${region}:${stranger}:key/mrk-1`,
  };
  const inside = `${site.documents}/tenants/42/referral.pdf`;
  const other = `${nearBuckets(site)[0]}/tenants/42/referral.pdf`;
  return [
    ...writable(site).flatMap(({ object, by, isKept }) => {
      const put = (condition: Record<string, string>, expected: Case) =>
        row("s3:PutObject", object, condition, expected);
      const weaker = (why: string) => forbid("DenyOtherEncryption", why);
      return [
        put(asks("aws:kms"), allow(by, "what the bucket would do anyway")),
        put({ ...asks("aws:kms"), ...key }, allow(by, "a key that the role may use, as KMS decides")),
        put(asks("AES256"), weaker("a key of S3's own is under nobody's control")),
        put(asks("aws:kms:dsse"), weaker("not what the bucket is set to")),
        put(asks("AWS:KMS"), weaker("the header is spelt in lower case")),
        put(asks(""), weaker("an empty header asks for nothing known")),
        put(ownKey, forbid("DenyCustomerProvidedKeys", "ransomware brings a key that only it has")),
        row(
          "s3:UpdateObjectEncryption",
          object,
          reencrypts,
          changed(isKept, "nor gives what is there another key"),
        ),
      ];
    }),
    row("s3:PutObject", other, asks("AES256"), deny("not one of the buckets")),
    row("s3:PutObject", other, ownKey, deny("not one of the buckets")),
    ...["s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-customer-algorithm"].map(
      (header) =>
        row("s3:ReplicateObject", inside, { [header]: "AES256" }, deny("replication is the bucket's work")),
    ),
  ];
}

/** An upload brings its data, and nothing that says who else may see it or how long it stays. */
export function uploadRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const brought: [condition: Row["condition"], why: string][] = [
    [{ "s3:x-amz-acl": "public-read" }, "everybody could read it"],
    [{ "s3:x-amz-acl": "bucket-owner-full-control" }, "a header for other accounts' uploads"],
    [{ "s3:x-amz-grant-full-control": "id=example" }, "another account could read and change it"],
    [{ "s3:RequestObjectTagKeys": ["a"], "s3:RequestObjectTag/a": "b" }, "tags may decide what others do"],
    [{ "s3:object-lock-legal-hold": "ON" }, "who holds it is the bucket's business"],
  ];
  const retains = { "s3:object-lock-mode": "COMPLIANCE" };
  return writable(site).flatMap(({ object, isKept }) => [
    ...brought.map(([condition, why]) =>
      row(
        "s3:PutObject",
        object,
        { ...writesNew, ...condition },
        changed(isKept, `S3 asks for more than PutObject: ${why}`),
      ),
    ),
    row(
      "s3:PutObject",
      object,
      { ...writesNew, ...retains },
      deny("S3 asks for more than PutObject: how long it is kept is the bucket's business"),
    ),
  ]);
}

/** Other buckets and other ways into these. */
export function elsewhereRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const { partition, region, accountId } = site.standIn;
  const accessPoint = `arn:${partition}:s3:${region}:${accountId}:accesspoint/example`;
  const inPartition = (arn: string) =>
    arn.replace(/^arn:[^:]+/, `arn:${partition === "aws" ? "aws-cn" : "aws"}`);
  return [
    ...[accountId, stranger].flatMap((owner) =>
      nearBuckets(site).flatMap((bucket) => [
        row(
          "s3:ListBucket",
          bucket,
          { "s3:prefix": "tenants/42/" },
          deny("another bucket, whoever owns it"),
          owner,
        ),
        ...["s3:GetObject", "s3:DeleteObject", "s3:DeleteObjectVersion"].map((action) =>
          row(action, `${bucket}/tenants/42/1`, {}, deny("another bucket, whoever owns it"), owner),
        ),
        row("s3:PutObject", `${bucket}/tenants/42/1`, {}, deny("another bucket, whoever owns it"), owner),
        row(
          "s3:PutObject",
          `${bucket}/application-logs/1`,
          writesNew,
          deny("another bucket, whoever owns it"),
          owner,
        ),
      ]),
    ),
    row(
      "s3:GetObject",
      inPartition(`${site.documents}/tenants/42/1`),
      {},
      deny("another partition"),
      stranger,
    ),
    row("s3:PutObject", inPartition(`${site.backups}/1`), writesNew, deny("another partition"), stranger),
    row(
      "s3:ListBucket",
      accessPoint,
      { "s3:prefix": "tenants/" },
      deny("an access point is a resource of its own"),
    ),
    ...["tenants/42/1", "2026-11-24.dump", "application-logs/1.json"].flatMap((key) =>
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map((action) =>
        row(
          action,
          `${accessPoint}/object/${key}`,
          action === "s3:PutObject" ? writesNew : {},
          deny("an access point is a resource of its own"),
        ),
      ),
    ),
    ...["s3:CreateAccessPoint", "s3:PutAccessPointPolicy"].map((action) =>
      row(action, accessPoint, {}, deny("no second way into a bucket")),
    ),
    row(
      "s3:GetDataAccess",
      accessPoint.replace(/accesspoint.*/, "access-grants/default"),
      {},
      deny("no session of an access grant's role, which no policy of this role binds"),
    ),
    ...["s3:CreateMultiRegionAccessPoint", "s3:PutMultiRegionAccessPointPolicy"].map((action) =>
      row(action, accessPoint.replace(`:${region}:`, "::"), {}, deny("no way in from other Regions")),
    ),
  ];
}

/** The same names in the hands of a stranger, who took them after the buckets were deleted and opens them to everybody. */
export function takenNameRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const own = site.standIn.accountId;
  const grants: [action: string, resource: string, by: string, condition: Row["condition"]][] = [
    ["s3:ListBucket", site.documents, "ListTenantDocuments", { "s3:prefix": "tenants/42/" }],
    ["s3:ListBucket", site.backups, "ListBackupsAndAuditLogs", {}],
    ["s3:ListBucket", site.auditLogs, "ListBackupsAndAuditLogs", {}],
    ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map((action): (typeof grants)[number] => [
      action,
      `${site.documents}/tenants/42/1`,
      "UseTenantDocuments",
      {},
    ]),
    ["s3:PutObject", `${site.backups}/1`, "WriteBackups", writesNew],
    ["s3:PutObject", `${site.auditLogs}/application-logs/1`, "AppendAuditLogs", writesNew],
  ];
  return grants.map(([action, resource, by, condition]) =>
    row(
      action,
      resource,
      condition,
      site.bucketOwner === own
        ? deny("the bucket is not that of the named owner any more")
        : allow(by, "without bucketOwnerAccountId the name alone counts"),
      stranger,
    ),
  );
}

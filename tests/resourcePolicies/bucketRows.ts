import type { Context } from "../../cli/access/request";
import { allow, type Case, deny, forbid, type Row } from "../../cli/access/row";
import { writes, writesNew, writesPart } from "../../cli/access/rows/s3Requests";
import { rowsOn, type Setting } from "./setting";

export type Data = "Documents" | "Backups" | "AuditLogs";

/** The bucket, an object that the role may write, and the Sid of the role's grant for it. */
function placeOf({ site }: Setting, data: Data) {
  return {
    Documents: {
      ...{ bucket: site.documents, object: `${site.documents}/tenants/42/referral.pdf` },
      ...{ grant: "UseTenantDocuments", listing: "ListTenantDocuments" },
    },
    Backups: {
      ...{ bucket: site.backups, object: `${site.backups}/2026-11-24.dump` },
      ...{ grant: "WriteBackups", listing: "ListBackupsAndAuditLogs" },
    },
    AuditLogs: {
      ...{ bucket: site.auditLogs, object: `${site.auditLogs}/application-logs/1.json` },
      ...{ grant: "AppendAuditLogs", listing: "ListBackupsAndAuditLogs" },
    },
  }[data];
}

const listings = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
const reads = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:GetObjectAcl"];
const deletes = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:DeleteObjectTagging"];
const otherWrites = ["s3:PutObjectTagging", "s3:PutObjectAcl", "s3:PutObjectRetention"];
/** What changes objects without an upload or a deletion. */
const changes = [
  ...["s3:BypassGovernanceRetention", "s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
  ...["s3:ReplicateObjectAnnotation", "s3:UpdateObjectEncryption"],
];
/** What reading takes besides: restoring from an archive, replicating out of the bucket. */
const otherReads = [
  ...["s3:ListMultipartUploadParts", "s3:RestoreObject", "s3:InitiateReplication"],
  ...["s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
];
const byIam = "AdministratorAccess";

/** What the role needs, and what it cannot do whatever other policies it gets. */
export function roleRows(setting: Setting, data: Data): Row[] {
  const { bucket, object, grant, listing } = placeOf(setting, data);
  const row = rowsOn(setting, data);
  const putNew = row("role", "s3:PutObject", object, writesNew, allow(grant, "a new object"));
  const list = row(
    ...(["role", "s3:ListBucket", bucket, { "s3:prefix": "tenants/" }] as const),
    allow(listing, "what there is, by name"),
  );
  const part = row("role", "s3:PutObject", object, writesPart, allow(grant, "a part of a large object"));
  const anything = (action: string, condition: Context, expected: Case) =>
    row("roleAsAdministrator", action, object, condition, expected);
  const tags = otherWrites.map((action) =>
    anything(action, {}, allow(byIam, "it is no write of the object")),
  );
  const parts = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"].map((action) =>
    anything(action, {}, allow(byIam, "its own upload")),
  );
  if (data === "Documents") {
    const used = ["s3:GetObject", "s3:DeleteObject"].map((action) =>
      row("role", action, object, {}, allow(grant, "a tenant's document")),
    );
    const changed = changes.map((action) => anything(action, {}, allow(byIam, "they are the role's")));
    const overwritten = row(
      "role",
      "s3:PutObject",
      object,
      writes,
      allow(grant, "documents may be replaced"),
    );
    return [putNew, list, part, ...tags, ...parts, ...used, ...changed, overwritten];
  }
  const replaces = forbid(`DenyReplacing${data}`, "there may be an object of this key");
  return [
    ...[putNew, list, part, ...tags, ...parts],
    ...reads.map((action) => anything(action, {}, forbid(`DenyReading${data}`, "the role only writes"))),
    ...deletes.map((action) => anything(action, {}, forbid(`DenyDeleting${data}`, "nobody deletes"))),
    ...changes.map((action) => anything(action, {}, forbid(`DenyChanging${data}`, "it is kept as written"))),
    anything("s3:PutObject", writesNew, allow(byIam, "a new object")),
    anything("s3:PutObject", writesPart, allow(byIam, "a part shows in no key")),
    anything("s3:PutObject", writes, replaces),
    anything("s3:PutObject", {}, replaces),
    anything("s3:PutObject", { "s3:if-none-match": "*" }, allow(byIam, "S3 refuses what would replace")),
  ];
}

/** Nobody else reaches an object or sees its name, and nobody is locked out of the bucket's own settings. */
export function othersRows(setting: Setting, data: Data, objectActions: string[]): Row[] {
  const { bucket, object } = placeOf(setting, data);
  const row = rowsOn(setting, data);
  const isKept = data !== "Documents";
  const { full } = setting;
  const writing = /^s3:(PutObject|AbortMultipartUpload)/;
  const changing = /^s3:(Replicate|UpdateObjectEncryption|BypassGovernanceRetention)/;
  const isWriting = (action: string) =>
    writing.test(action) || (!isKept && (changing.test(action) || /^s3:DeleteObject/.test(action)));
  const refusers = (action: string) => [
    `Deny${data}ToOthers`,
    ...(full && isWriting(action) ? [`DenyWriting${data}ToReaders`] : []),
    ...(isKept && /^s3:GetObject/.test(action) ? [`DenyReading${data}`] : []),
    ...(isKept && changing.test(action) ? [`DenyChanging${data}`] : []),
    ...(isKept && /^s3:DeleteObject/.test(action) ? [`DenyDeleting${data}`] : []),
  ];
  const contextOf = (action: string) => (action === "s3:PutObject" ? writesNew : {});
  const refused = (who: Parameters<typeof row>[0], actions: string[], why: string) =>
    actions.map((action) => row(who, action, object, contextOf(action), forbid(refusers(action), why)));
  const unseen = forbid(`DenyListing${data}ToOthers`, "names tell whose the objects are");
  const outsiders = ["nearRole", "rootUser", "stranger", "namesake"] as const;
  const settings = [
    ...["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:GetBucketLocation"],
    ...["s3:PutLifecycleConfiguration", "s3:PutBucketVersioning", "s3:PutBucketObjectLockConfiguration"],
    ...["s3:DeleteBucket", "s3:ListTagsForResource", "s3:PutEncryptionConfiguration"],
  ];
  return [
    ...refused("administrator", objectActions, "administrators have no business in the data"),
    ...outsiders.flatMap((who) => [
      ...refused(who, ["s3:GetObject", "s3:PutObject"], "neither the role nor a reader"),
      row(who, "s3:ListBucket", bucket, {}, unseen),
    ]),
    ...listings.map((action) => row("administrator", action, bucket, {}, unseen)),
    ...settings.map((action) =>
      row("administrator", action, bucket, {}, allow(byIam, "the bucket's settings are theirs")),
    ),
    row("rootUser", "s3:PutBucketPolicy", bucket, {}, allow(byIam, "nobody locks the account's owner out")),
    row("stranger", "s3:PutBucketPolicy", bucket, {}, deny("nothing lets another account in")),
  ];
}

/** Readers read and list, and do nothing else. Where none are given, there are none. */
export function readerRows(setting: Setting, data: Data): Row[] {
  const { bucket, object } = placeOf(setting, data);
  const row = rowsOn(setting, data);
  if (!setting.full) {
    const by = [`Deny${data}ToOthers`, ...(data === "Documents" ? [] : [`DenyReading${data}`])];
    return [row("reader", "s3:GetObject", object, {}, forbid(by, "it is not given as one"))];
  }
  const may = allow(byIam, "readers read and list");
  const writes = forbid(`DenyWriting${data}ToReaders`, "readers only read");
  const never = (sid: string) => (data === "Documents" ? writes : forbid(sid, "readers only read"));
  return [
    ...[...reads, ...otherReads].map((action) => row("reader", action, object, {}, may)),
    ...listings.map((action) => row("reader", action, bucket, {}, may)),
    ...[...otherWrites, "s3:AbortMultipartUpload"].map((action) => row("reader", action, object, {}, writes)),
    row("reader", "s3:PutObject", object, writesNew, writes),
    ...deletes.map((action) => row("reader", action, object, {}, never(`DenyDeleting${data}`))),
    ...changes.map((action) => row("reader", action, object, {}, never(`DenyChanging${data}`))),
    row("reader", "s3:GetBucketLocation", bucket, {}, allow(byIam, "as its own policies allow")),
  ];
}

/** TLS, and encryption with KMS: with the given key, if there is one. */
export function protectionRows(setting: Setting, data: Data): Row[] {
  const { bucket, object } = placeOf(setting, data);
  const row = rowsOn(setting, data);
  const clear = { "aws:SecureTransport": "false" };
  const sent = forbid(`Deny${data}WithoutTls`, "in the clear anybody on the way could read it");
  const header = "s3:x-amz-server-side-encryption";
  const id = `${header}-aws-kms-key-id`;
  const { masterKey } = setting.site;
  const isOwn = setting.full;
  const put = (condition: Context, expected: Case) =>
    row("roleAsAdministrator", "s3:PutObject", object, { ...writesNew, ...condition }, expected);
  const weaker = (...more: string[]) =>
    forbid([`Deny${data}WithOtherEncryption`, ...more], "not what the bucket is set to");
  const anyKey = (why: string): Case => (isOwn ? forbid(`Deny${data}WithOtherKey`, why) : allow(byIam, why));
  const own = isOwn ? [`Deny${data}WithOtherKey`] : [];
  const replicated = (condition: Context) =>
    row(
      ...(["roleAsAdministrator", "s3:ReplicateObject", object, condition] as const),
      data === "Documents" ? allow(byIam, "no upload") : forbid(`DenyChanging${data}`, "no replica gets in"),
    );
  return [
    row("roleAsAdministrator", "s3:AbortMultipartUpload", object, clear, sent),
    row("roleAsAdministrator", "s3:ListBucket", bucket, clear, sent),
    row("administrator", "s3:GetBucketPolicy", bucket, clear, sent),
    put(clear, sent),
    put({}, allow(byIam, "the bucket's default encryption applies")),
    put({ [header]: "aws:kms", [id]: masterKey }, allow(byIam, "what the bucket would do anyway")),
    put({ [header]: "aws:kms" }, anyKey("without a key's ID it is the key that AWS manages")),
    put({ [header]: "aws:kms", [id]: `${masterKey.slice(0, -1)}2` }, anyKey("another key")),
    put({ [header]: "AES256" }, weaker(...own)),
    put({ [header]: "aws:kms:dsse" }, weaker(...own)),
    put({ [header]: "aws:kms:dsse", [id]: masterKey }, weaker()),
    put({ [`${header}-customer-algorithm`]: "AES256" }, forbid(`Deny${data}WithCustomerKey`, "ransomware")),
    replicated({ [header]: "AES256" }),
    replicated({ [`${header}-customer-algorithm`]: "AES256" }),
  ];
}

import type { Context } from "../request";
import { allow, backendRows, type Case, deny, forbid, type Row } from "../row";
import type { Site } from "../site";
import {
  changingObjects,
  deletingObjects,
  neverOnBuckets,
  neverOnObjects,
  writes,
  writesNew,
  writesPart,
} from "./s3Requests";

/** The two kinds of data that are written and never changed. */
const kindsOf = (site: Site) => [
  {
    ...{ what: "backup", one: "a backup" },
    bucket: site.backups,
    key: "2026-11-24.dump",
    writtenBy: "WriteBackups",
    keptBy: site.backupsWriteOnce && "DenyOverwritingBackups",
  },
  {
    ...{ what: "audit log", one: "an audit log" },
    bucket: site.auditLogs,
    key: "application-logs/2026/11/24/1.json",
    writtenBy: "AppendAuditLogs",
    keptBy: site.auditLogsAppendOnly && "DenyOverwritingAuditLogs",
  },
];

/** Writing backups and audit logs once; reading, overwriting and deleting none. */
export function keptRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  return kindsOf(site).flatMap(({ what, one, bucket, key, writtenBy, keptBy }) => {
    const object = `${bucket}/${key}`;
    const put = (condition: Context, expected: Case) => row("s3:PutObject", object, condition, expected);
    const overwrites = (why: string) =>
      keptBy ? forbid(keptBy, why) : allow(writtenBy, `the option permits it, though ${why}`);
    return [
      put(writesNew, allow(writtenBy, `a new ${what}, or the completion of its parts`)),
      put(writesPart, allow(writtenBy, `a part of a large ${what}`)),
      put(writes, overwrites(`without If-None-Match an existing ${what} would be overwritten`)),
      put(
        { ...writes, "s3:if-none-match": "etag" },
        allow(
          writtenBy,
          "IAM sees that the header is there; S3 itself takes * alone and refuses other values",
        ),
      ),
      put({ ...writes, "s3:if-match": "etag" }, overwrites(`If-Match overwrites the ${what} that it names`)),
      put({}, overwrites(`what is not told to be a part could overwrite ${one}`)),
      row("s3:GetObject", object, {}, deny(`${one} is written, not read`)),
      ...["s3:DeleteObject", ...deletingObjects].map((action) =>
        row(action, object, {}, forbid("DenyDeletingBackupsAndAuditLogs", `${one} is kept`)),
      ),
      ...changingObjects.map((action) =>
        row(action, object, {}, forbid("DenyChangingBackupsAndAuditLogs", `${one} stays as it was written`)),
      ),
      ...neverOnObjects.map((action) => row(action, object, {}, deny(`${one} is written, and that is all`))),
      ...neverOnBuckets.map((action) =>
        row(action, bucket, {}, deny("a bucket's settings are others' work")),
      ),
    ];
  });
}

/** Audit logs go under one prefix. */
export function logPrefixRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const outside: [key: string, why: string][] = [
    ["1.json", "only under application-logs/"],
    ["application-logs", "without its slash it is another key"],
    ["application-logs-2/1.json", "a folder whose name begins alike"],
    ["Application-Logs/1.json", "S3 tells upper from lower case"],
    ["application-logs%2F1.json", "what is encoded is another key"],
    ["../application-logs/1.json", "S3 resolves no dots"],
    ["AWSLogs/123456789012/CloudTrail/1.json", "logs of others in the bucket"],
  ];
  const beyond: Case = site.auditLogsAppendOnly
    ? forbid("DenyOverwritingAuditLogs", "nothing in the bucket is overwritten, whoever wrote it")
    : deny("only under application-logs/");
  return [
    ...outside.map(([key, why]) => row("s3:PutObject", `${site.auditLogs}/${key}`, writesNew, deny(why))),
    row("s3:PutObject", `${site.auditLogs}/AWSLogs/123456789012/CloudTrail/1.json`, writes, beyond),
    row("s3:GetObject", `${site.auditLogs}/AWSLogs/1.json`, {}, deny("logs of others stay unread")),
  ];
}

/** A copy reads its source and writes its destination: each side is decided for itself. */
export function copyRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const backup = `${site.backups}/copied.dump`;
  const log = `${site.auditLogs}/application-logs/copied.json`;
  const document = `${site.documents}/tenants/42/copied.pdf`;
  const from = (source: string) => ({ "s3:x-amz-copy-source": source.replace(/^arn:[^:]*:s3:::/, "") });
  const overLog: Case = site.auditLogsAppendOnly
    ? forbid("DenyOverwritingAuditLogs", "a copy over a log overwrites it")
    : allow("AppendAuditLogs", "the option permits it, though a copy over a log overwrites it");
  return [
    row("s3:GetObject", document, {}, allow("UseTenantDocuments", "the source of a copy into the backups")),
    row(
      "s3:PutObject",
      backup,
      { ...writesNew, ...from(document) },
      allow("WriteBackups", "its destination, new"),
    ),
    row(
      "s3:PutObject",
      document,
      { ...writes, ...from(backup) },
      allow("UseTenantDocuments", "a destination only"),
    ),
    row("s3:GetObject", backup, {}, deny("no copy brings a backup to where it can be read")),
    row("s3:GetObject", log, {}, deny("no copy brings a log to where it can be read")),
    row("s3:PutObject", log, { ...writes, ...from(document) }, overLog),
  ];
}

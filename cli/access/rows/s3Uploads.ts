import { allow, backendRows, deny, type Row } from "../row";
import type { Site } from "../site";

/** Aborting multipart uploads: only with the option, and only where the backend may write. */
export function abortRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const abort = (object: string, why: string, isWritten: boolean) =>
    row(
      "s3:AbortMultipartUpload",
      object,
      {},
      isWritten && site.abortsUploads ? allow("AbortMultipartUploads", why) : deny(why),
    );
  return [
    abort(`${site.documents}/tenants/42/scan.tif`, "the parts of a document", true),
    abort(`${site.backups}/2026-11-24.dump`, "the parts of a backup", true),
    abort(`${site.auditLogs}/application-logs/1.json`, "the parts of an audit log", true),
    abort(`${site.documents}/scan.tif`, "only under tenants/", false),
    abort(`${site.documents}/tenants-old/scan.tif`, "a folder whose name begins alike", false),
    abort(`${site.auditLogs}/1.json`, "only under application-logs/", false),
    abort(`${site.auditLogs}/application-logs-2/1.json`, "a folder whose name begins alike", false),
    abort(`${site.backups}-2/2026-11-24.dump`, "another bucket, whose name begins alike", false),
    abort(`${site.documents}-2/tenants/42/scan.tif`, "another bucket, whose name begins alike", false),
    abort(`${site.auditLogs}-2/application-logs/1.json`, "another bucket, whose name begins alike", false),
  ];
}

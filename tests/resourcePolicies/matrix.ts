import type { Row } from "../access/row";
import { actionsOn } from "./actions";
import { othersRows, protectionRows, readerRows, roleRows } from "./bucketRows";
import { masterKeyRows, tenantKeyRows } from "./keyRows";
import type { Setting } from "./setting";

/** Their statement on objects is the same but for the bucket: one of them is asked for all actions. */
const fewObjectActions = [
  ...["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject"],
  ...[
    "s3:DeleteObjectVersion",
    "s3:AbortMultipartUpload",
    "s3:RestoreObject",
    "s3:BypassGovernanceRetention",
  ],
];

/** Every statement of the other side's documents with what needs it or tries it, by document. */
export async function rowsOf(setting: Setting): Promise<Record<keyof Setting["documents"], Row[]>> {
  const [objectActions, keyActions] = await Promise.all([actionsOn("s3", "object"), actionsOn("kms", "key")]);
  const bucket = (data: "Documents" | "Backups" | "AuditLogs") => [
    ...roleRows(setting, data),
    ...othersRows(setting, data, data === "Backups" ? objectActions : fewObjectActions),
    ...readerRows(setting, data),
    ...protectionRows(setting, data),
  ];
  return {
    Documents: bucket("Documents"),
    Backups: bucket("Backups"),
    AuditLogs: bucket("AuditLogs"),
    masterKey: masterKeyRows(setting, keyActions),
    tenantKey: tenantKeyRows(setting, keyActions),
  };
}

import type { Row } from "../../cli/access/row";
import { actionsOn } from "./actions";
import { othersRows, protectionRows, readerRows, roleRows } from "./bucketRows";
import { fewKeyActions, masterKeyRows, tenantKeyRows } from "./keyRows";
import type { Setting } from "./setting";

const fewObjectActions = [
  ...["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject"],
  ...[
    "s3:DeleteObjectVersion",
    "s3:AbortMultipartUpload",
    "s3:RestoreObject",
    "s3:BypassGovernanceRetention",
  ],
];

/**
 * Every statement of the other side's documents with what needs it or tries it, by document. Others are refused every
 * action of AWS's service reference, or some of each kind.
 */
export async function rowsOf(
  setting: Setting,
  everyAction: boolean,
): Promise<Record<keyof Setting["documents"], Row[]>> {
  const objectActions = everyAction ? await actionsOn("s3", "object") : fewObjectActions;
  const keyActions = everyAction ? await actionsOn("kms", "key") : fewKeyActions;
  const bucket = (data: "Documents" | "Backups" | "AuditLogs") => [
    ...roleRows(setting, data),
    ...othersRows(setting, data, objectActions),
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

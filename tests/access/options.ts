import type { StandIn } from "../../plan/monitor";
import type { SiteArgs } from "./site";

/** Each option of the component that a document depends on, on and off. */
export function optionSets({ partition, region, accountId }: StandIn): Record<string, Partial<SiteArgs>> {
  const rds = `arn:${partition}:rds:${region}:${accountId}`;
  const enableRdsMonitoring = true;
  return {
    "by default": {},
    "backups may be overwritten": { backupsWriteOnce: false },
    "audit logs may be overwritten": { auditLogsAppendOnly: false },
    "both may be overwritten": { backupsWriteOnce: false, auditLogsAppendOnly: false },
    "every database is monitored": { enableRdsMonitoring },
    "one instance is monitored": { enableRdsMonitoring, rdsArn: `${rds}:db:example` },
    "one cluster is monitored": { enableRdsMonitoring, rdsArn: `${rds}:cluster:example` },
  };
}

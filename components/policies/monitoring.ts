import type { Scope } from "../inputs/scope";
import type { Statement } from "./statement";

export type MonitoringScope = Pick<Scope, "partition" | "accountId" | "region" | "rdsArn">;

/** Who may assume the RDS enhanced monitoring role. */
export function monitoringTrustStatements(scope: MonitoringScope): Statement[] {
  const { partition, accountId, region, rdsArn } = scope;
  const databases = `arn:${partition}:rds:${region}:${accountId}`;
  return [
    {
      Sid: "AssumeForEnhancedMonitoring",
      Effect: "Allow",
      Principal: { Service: "monitoring.rds.amazonaws.com" }, // The same name in every partition.
      Action: "sts:AssumeRole",
      // Without these, RDS could be made to use the role for a database of another account (the confused deputy).
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": rdsArn ?? [`${databases}:cluster:*`, `${databases}:db:*`] },
      },
      purpose:
        "RDS publishes operating-system metrics of this account's databases, and of no other account's.",
      hipaa: ["164.308(a)(1)(ii)(D)", "164.312(b)", "164.312(d)"],
    },
  ];
}

/** The ARN of the AWS-managed policy that the monitoring role gets. */
export function enhancedMonitoringPolicyArn(partition: string): string {
  return `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`;
}

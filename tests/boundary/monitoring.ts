import type { PolicyDocument } from "../../cli/access/request";
import { globalsOf, type Row, sessionOf } from "../../cli/access/row";
import { defaultStandIn } from "../../cli/plan/run";
import { administratorAccess } from "../judge/documents";

/** What the monitoring role may still do that somebody has given AdministratorAccess. */
export function monitoringRows(boundary: PolicyDocument): Row[] {
  const { partition, region, accountId } = defaultStandIn;
  const group = `arn:${partition}:logs:${region}:${accountId}:log-group`;
  const metrics = `${group}:RDSOSMetrics`;
  const stream = `${metrics}:log-stream:db-1`;
  const roleArn = `arn:${partition}:iam::${accountId}:role/production-rds-monitoring-role`;
  const requests: [action: string, resource: string, expect: Row["expect"]][] = [
    ["logs:CreateLogGroup", metrics, "allow"],
    ["logs:PutRetentionPolicy", metrics, "allow"],
    ["logs:DescribeLogStreams", metrics, "allow"],
    ["logs:CreateLogStream", stream, "allow"],
    ["logs:PutLogEvents", stream, "allow"],
    ["logs:GetLogEvents", stream, "allow"],
    ...["CreateLogGroup", "PutRetentionPolicy", "DescribeLogStreams"].map(
      (name): (typeof requests)[number] => [`logs:${name}`, `${group}:application`, "implicit deny"],
    ),
    ...["CreateLogStream", "PutLogEvents", "GetLogEvents"].map((name): (typeof requests)[number] => [
      `logs:${name}`,
      `${group}:application:log-stream:1`,
      "implicit deny",
    ]),
    ...[
      "DeleteLogGroup",
      "PutMetricFilter",
      "DescribeMetricFilters",
      "CreateExportTask",
      "FilterLogEvents",
    ].map((name): (typeof requests)[number] => [`logs:${name}`, metrics, "implicit deny"]),
    ["logs:DeleteLogStream", stream, "implicit deny"],
    ["iam:CreateUser", `arn:${partition}:iam::${accountId}:user/x`, "implicit deny"],
    ["iam:DeleteRolePermissionsBoundary", roleArn, "implicit deny"],
    ["ec2:RunInstances", `arn:${partition}:ec2:${region}:${accountId}:instance/i-0`, "implicit deny"],
  ];
  const context = globalsOf({ standIn: defaultStandIn }, accountId, roleArn);
  const principal = sessionOf({ roleArn });
  return requests.map(([action, resource, expect]) => ({
    ...{ service: "monitoring", who: "monitoring role", condition: {}, by: [], hipaa: [] },
    request: { principal, action, resource, accountId, context },
    policies: { identity: [administratorAccess], boundary },
    expect,
    why: "the boundary",
  }));
}

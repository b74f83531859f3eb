import { TenantKeyProvisioning } from "../args";
import { type BedrockScope, bedrockArgs, bedrockStatements } from "./bedrock";
import { kmsStatements } from "./kms";
import { type S3Scope, s3Args, s3Statements } from "./s3";
import { type SecretsScope, secretsArgs, secretsStatements } from "./secrets";
import type { Statement } from "./statement";
import { type TenantKeysScope, tenantKeysArgs } from "./tenantKeys";

/** The args that the boundary is made of. */
export const boundaryArgs = [...s3Args, ...tenantKeysArgs, ...bedrockArgs, ...secretsArgs] as const;
export type BoundaryScope = S3Scope & TenantKeysScope & BedrockScope & SecretsScope;

/**
 * All that the roles of a component may ever be granted. The denies are left to their own policies: a boundary grants
 * nothing, so what it leaves out is refused, and its size is needed for what it must name.
 */
export function boundaryStatements(scope: BoundaryScope): Statement[] {
  const statements = [
    ...s3Statements(scope),
    // What the provisioner of keys may do is a part of what a backend may that provisions its own.
    ...kmsStatements({ ...scope, tenantKeyProvisioning: TenantKeyProvisioning.Application }),
    ...bedrockStatements(scope),
    ...(scope.secretArns ? secretsStatements(scope) : []),
  ];
  return [...statements.filter(({ Effect }) => Effect === "Allow"), ...monitoringStatements(scope)];
}

/**
 * What AWS's managed policy AmazonRDSEnhancedMonitoringRole grants to the monitoring role.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html
 */
function monitoringStatements({ partition }: BoundaryScope): Statement[] {
  const groups = `arn:${partition}:logs:*:*:log-group:RDS*`;
  return [
    {
      Sid: "KeepDatabaseMetrics",
      Effect: "Allow",
      // AWS names the last one on streams, where it has no effect.
      Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DescribeLogStreams"],
      Resource: groups,
      purpose: "RDS makes the log groups that its metrics go to.",
      hipaa: ["164.308(a)(1)(ii)(D)", "164.312(b)"],
    },
    {
      Sid: "WriteDatabaseMetrics",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"],
      Resource: `${groups}:log-stream:*`,
      purpose: "RDS publishes the operating-system metrics of databases.",
      hipaa: ["164.308(a)(1)(ii)(D)", "164.312(b)"],
    },
  ];
}

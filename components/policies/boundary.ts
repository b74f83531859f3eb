import { TenantKeyProvisioning } from "../inputs/args";
import type { Scope } from "../inputs/scope";
import { type BedrockScope, bedrockArgs, bedrockStatements } from "./bedrock";
import { denyBearerKeys, denyOtherEndpoints } from "./bedrockDenies";
import { keyProvisionerStatements } from "./keyProvisioner";
import { type KmsScope, kmsStatements } from "./kms";
import { type S3Scope, s3Args, s3Statements } from "./s3";
import { type SecretsScope, secretsArgs, secretsStatements } from "./secrets";
import type { Statement } from "./statement";
import { tenantKeysArgs } from "./tenantKeys";

/** The args that the boundary is made of. */
export const boundaryArgs = [
  ...[...s3Args, ...tenantKeysArgs, ...bedrockArgs, ...secretsArgs],
  ...(["tenantKeyProvisioning", "enableRdsMonitoring"] as const),
] as const;
export type BoundaryScope = S3Scope &
  KmsScope &
  BedrockScope &
  SecretsScope &
  Pick<Scope, "enableRdsMonitoring">;

/**
 * All that the roles of a component may ever be granted. Most denies are left to their own policies: a boundary grants
 * nothing, so what it leaves out is refused, and its size is needed for what it must name. But a boundary does not limit
 * what the policy of a resource grants to a session by its ARN, and projects of other endpoints can have such a policy:
 * those, and keys, are denied.
 */
export function boundaryStatements(scope: BoundaryScope): Statement[] {
  const hasProvisioner = scope.tenantKeyProvisioning === TenantKeyProvisioning.Provisioner;
  const statements = [
    ...s3Statements(scope),
    ...kmsStatements(scope),
    ...(hasProvisioner ? keyProvisionerStatements(scope) : []),
    ...bedrockStatements(scope),
    ...(scope.secretArns ? secretsStatements(scope) : []),
  ];
  return [
    ...statements.filter(({ Effect }) => Effect === "Allow"),
    denyOtherEndpoints(Boolean(scope.bedrockMantle)),
    denyBearerKeys,
    ...(scope.enableRdsMonitoring ? monitoringStatements(scope) : []),
  ];
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

import * as pulumi from "@pulumi/pulumi";
import { childrenOf } from "./children";
import { defaults, type HipaaIamComponentArgs, TenantKeyProvisioning } from "./inputs/args";
import { namesOf } from "./inputs/names";
import { checkedArgs, checksOf, resolver } from "./inputs/resolve";
import { bedrockArgs, bedrockStatements } from "./policies/bedrock";
import { keyProvisionerStatements } from "./policies/keyProvisioner";
import { kmsStatements } from "./policies/kms";
import { enhancedMonitoringPolicyArn, monitoringTrustStatements } from "./policies/monitoring";
import { s3Args, s3Statements } from "./policies/s3";
import { secretsArgs, secretsStatements } from "./policies/secrets";
import { tenantKeysArgs } from "./policies/tenantKeys";
import { provisionerTrustStatements, trustArgs, trustStatements } from "./policies/trust";
import { documentsOfComponent } from "./sizedDocuments";

/**
 * The least-privilege AWS IAM of a HIPAA backend: one role that is assumed with an external ID, its policies for
 * S3, KMS and Bedrock, and a role for RDS enhanced monitoring if asked for.
 *
 * @example
 * const iam = new HipaaIamComponent("hipaa-iam", {
 *   environment: "production",
 *   s3BucketDocumentsArn: documents.arn,
 *   s3BucketBackupsArn: backups.arn,
 *   s3BucketAuditLogsArn: auditLogs.arn,
 *   kmsMasterKeyArn: masterKey.arn,
 *   externalId: config.requireSecret("externalId"),
 *   bedrockInferenceRegions: ["us-east-1", "us-east-2", "us-west-2"],
 * });
 * export const roleArn = iam.appIamRoleArn;
 */
export class HipaaIamComponent extends pulumi.ComponentResource {
  /** ARN of the role that the backend assumes. */
  public readonly appIamRoleArn: pulumi.Output<string>;
  /** Name of the role that the backend assumes. */
  public readonly appIamRoleName: pulumi.Output<string>;
  /** ARN of the role for RDS enhanced monitoring; undefined where enableRdsMonitoring is false. */
  public readonly rdsMonitoringRoleArn?: pulumi.Output<string>;
  /** ARN of the policy for documents, backups and audit logs. */
  public readonly s3PolicyArn: pulumi.Output<string>;
  /** ARN of the policy for the master key and tenant keys. */
  public readonly kmsPolicyArn: pulumi.Output<string>;
  /** ARN of the policy for Claude models. */
  public readonly bedrockPolicyArn: pulumi.Output<string>;
  /** ARN of the policy for secrets; undefined without secretArns. */
  public readonly secretsPolicyArn?: pulumi.Output<string>;
  /** ARN of the role that creates tenant keys; undefined unless tenantKeyProvisioning is provisioner. */
  public readonly keyProvisionerRoleArn?: pulumi.Output<string>;

  constructor(name: string, args: HipaaIamComponentArgs, opts?: pulumi.ComponentResourceOptions) {
    const checks = checksOf(`HipaaIamComponent "${name}"`, documentsOfComponent);
    args = checkedArgs(checks, args);
    // The external ID is encrypted in the state, whoever gives it.
    const externalId = args.externalId && pulumi.secret(args.externalId);
    super("hipaa-iam:index:HipaaIamComponent", name, { ...args, externalId }, opts);

    const names = namesOf(args);
    const resolve = resolver(this, checks, args);
    const { role, attachment, attachedPolicy } = childrenOf(this, name, args, checks);
    const backend = `HIPAA backend, ${args.environment}`;
    const trusted = (statementsOf: typeof trustStatements) =>
      pulumi.all([resolve(...trustArgs), externalId]).apply(([scope]) => statementsOf(scope));

    // All else comes after it: where its name is taken, nothing is made.
    const appRole = role("role", {
      name: names.appRole,
      description: backend,
      trust: trusted(trustStatements),
      maxSessionDuration: args.maxSessionDuration ?? defaults.maxSessionDuration,
    });
    this.appIamRoleArn = appRole.arn;
    this.appIamRoleName = appRole.name;

    this.s3PolicyArn = attachedPolicy("s3", {
      name: names.s3Policy,
      description: `${backend}: documents, backups and audit logs`,
      statements: resolve(...s3Args).apply(s3Statements),
      role: appRole,
    }).arn;
    this.kmsPolicyArn = attachedPolicy("kms", {
      name: names.kmsPolicy,
      description: `${backend}: the master key and tenant keys`,
      statements: resolve(...tenantKeysArgs, "tenantKeyProvisioning").apply(kmsStatements),
      role: appRole,
    }).arn;
    this.bedrockPolicyArn = attachedPolicy("bedrock", {
      name: names.bedrockPolicy,
      description: `${backend}: Claude models`,
      statements: resolve(...bedrockArgs).apply(bedrockStatements),
      role: appRole,
    }).arn;

    if (args.secretArns) {
      this.secretsPolicyArn = attachedPolicy("secrets", {
        name: names.secretsPolicy,
        description: `${backend}: secrets`,
        statements: resolve(...secretsArgs).apply(secretsStatements),
        role: appRole,
      }).arn;
    }

    if (args.tenantKeyProvisioning === TenantKeyProvisioning.Provisioner) {
      const provisioner = role(
        "key-provisioner",
        {
          name: names.keyProvisionerRole,
          description: `Provisioner of tenant keys, ${args.environment}`,
          trust: trusted(provisionerTrustStatements),
        },
        appRole,
      );
      attachedPolicy("key-provisioner", {
        name: names.keyProvisionerPolicy,
        description: `Provisioner of tenant keys, ${args.environment}`,
        statements: resolve(...tenantKeysArgs).apply(keyProvisionerStatements),
        role: provisioner,
      });
      this.keyProvisionerRoleArn = provisioner.arn;
    }

    if (args.enableRdsMonitoring) {
      const monitoringRole = role(
        "rds-monitoring-role",
        {
          name: names.rdsMonitoringRole,
          description: `RDS enhanced monitoring, ${args.environment}`,
          trust: resolve("rdsArn").apply(monitoringTrustStatements),
        },
        appRole,
      );
      attachment(
        "rds-monitoring",
        monitoringRole,
        resolve().apply(({ partition }) => enhancedMonitoringPolicyArn(partition)),
      );
      this.rdsMonitoringRoleArn = monitoringRole.arn;
    }

    this.registerOutputs({
      appIamRoleArn: this.appIamRoleArn,
      appIamRoleName: this.appIamRoleName,
      rdsMonitoringRoleArn: this.rdsMonitoringRoleArn,
      s3PolicyArn: this.s3PolicyArn,
      kmsPolicyArn: this.kmsPolicyArn,
      bedrockPolicyArn: this.bedrockPolicyArn,
      secretsPolicyArn: this.secretsPolicyArn,
      keyProvisionerRoleArn: this.keyProvisionerRoleArn,
    });
  }
}

import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { defaults, type HipaaIamComponentArgs } from "./args";
import { bucketNames } from "./checks";
import { namesOf, tagsOf } from "./names";
import { bedrockStatements } from "./policies/bedrock";
import { kmsStatements } from "./policies/kms";
import { enhancedMonitoringPolicyArn, monitoringTrustStatements } from "./policies/monitoring";
import { s3Statements } from "./policies/s3";
import { type Statement, toPolicyDocumentStatement } from "./policies/statement";
import { trustStatements } from "./policies/trust";
import { refusePlainFaults, resolver } from "./resolve";

/**
 * The least-privilege AWS IAM of a HIPAA backend: one role to assume, with an external ID, its policies for S3, KMS
 * and Bedrock, and a role for RDS enhanced monitoring if asked for.
 *
 * @example
 * const iam = new HipaaIamComponent("hipaa-iam", {
 *   environment: "production",
 *   s3BucketDocumentsArn: documents.arn,
 *   s3BucketBackupsArn: backups.arn,
 *   s3BucketAuditLogsArn: auditLogs.arn,
 *   kmsMasterKeyArn: masterKey.arn,
 *   externalId: config.requireSecret("externalId"),
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

  constructor(name: string, args: HipaaIamComponentArgs, opts?: pulumi.ComponentResourceOptions) {
    refusePlainFaults(name, args);
    // The external ID is encrypted in the state, whoever gives it. A schema could ask for that, but the SDK's analyzer,
    // which makes the schema for other languages, has no mark for secrets.
    const externalId = args.externalId && pulumi.secret(args.externalId);
    super("hipaa-iam:index:HipaaIamComponent", name, { ...args, externalId }, opts);

    const child = { parent: this };
    // Two things cannot have the same physical name at once, so what must be replaced is deleted first.
    const named = { ...child, deleteBeforeReplace: true };
    const names = namesOf(args);
    const resolve = resolver(this, name, args);

    const document = (statements: pulumi.Output<Statement[]>) =>
      statements.apply((all) =>
        iam.getPolicyDocumentOutput({ statements: all.map(toPolicyDocumentStatement) }, child),
      ).json;

    const role = (
      suffix: string,
      roleName: string,
      {
        trust,
        ...rest
      }: { trust: pulumi.Output<Statement[]>; description: string; maxSessionDuration?: number },
    ) =>
      new iam.Role(
        `${name}-${suffix}`,
        {
          name: roleName,
          ...rest,
          assumeRolePolicy: document(trust),
          permissionsBoundary: args.permissionsBoundaryArn,
          tags: tagsOf(args, roleName),
        },
        named,
      );

    const appRole = role("role", names.appRole, {
      description: `HIPAA backend, ${args.environment}`,
      trust: pulumi.all([resolve("externalId"), externalId]).apply(([scope]) => trustStatements(scope)),
      maxSessionDuration: args.maxSessionDuration ?? defaults.maxSessionDuration,
    });

    const attachedPolicy = (
      service: string,
      policyName: string,
      description: string,
      statements: pulumi.Output<Statement[]>,
    ) => {
      const policy = new iam.Policy(
        `${name}-${service}-policy`,
        { name: policyName, description, policy: document(statements), tags: tagsOf(args, policyName) },
        {
          ...named,
          // The attachment hangs on both. Where role and policy are replaced at once, each deletes it first, and the
          // one that finds it under deletion does not wait: AWS refuses to delete what is still attached.
          dependsOn: appRole,
          // AWS cannot change a policy's description: a new text, or an adopted policy's, must not replace it.
          ignoreChanges: ["description"],
        },
      );
      new iam.RolePolicyAttachment(
        `${name}-${service}-attachment`,
        { role: appRole.name, policyArn: policy.arn },
        child,
      );
      return policy;
    };

    const s3Policy = attachedPolicy(
      "s3",
      names.s3Policy,
      `HIPAA backend, ${args.environment}: documents, backups and audit logs`,
      resolve(...bucketNames, "backupsWriteOnce", "auditLogsAppendOnly").apply(s3Statements),
    );
    const kmsPolicy = attachedPolicy(
      "kms",
      names.kmsPolicy,
      `HIPAA backend, ${args.environment}: the master key and tenant keys`,
      resolve("environment", "kmsMasterKeyArn").apply(kmsStatements),
    );
    const bedrockPolicy = attachedPolicy(
      "bedrock",
      names.bedrockPolicy,
      `HIPAA backend, ${args.environment}: Claude models`,
      resolve().apply(bedrockStatements),
    );

    if (args.enableRdsMonitoring) {
      const monitoringRole = role("rds-monitoring-role", names.rdsMonitoringRole, {
        description: `RDS enhanced monitoring, ${args.environment}`,
        trust: resolve("rdsArn").apply(monitoringTrustStatements),
      });
      new iam.RolePolicyAttachment(
        `${name}-rds-monitoring-attachment`,
        {
          role: monitoringRole.name,
          policyArn: resolve().apply(({ partition }) => enhancedMonitoringPolicyArn(partition)),
        },
        child,
      );
      this.rdsMonitoringRoleArn = monitoringRole.arn;
    }

    this.appIamRoleArn = appRole.arn;
    this.appIamRoleName = appRole.name;
    this.s3PolicyArn = s3Policy.arn;
    this.kmsPolicyArn = kmsPolicy.arn;
    this.bedrockPolicyArn = bedrockPolicy.arn;
    this.registerOutputs({
      appIamRoleArn: this.appIamRoleArn,
      appIamRoleName: this.appIamRoleName,
      rdsMonitoringRoleArn: this.rdsMonitoringRoleArn,
      s3PolicyArn: this.s3PolicyArn,
      kmsPolicyArn: this.kmsPolicyArn,
      bedrockPolicyArn: this.bedrockPolicyArn,
    });
  }
}

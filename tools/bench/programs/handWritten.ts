import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as iam from "@pulumi/aws/iam";
import type * as aws from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";

/** What differs from one set of resources to the next. */
export interface Data {
  environment: string;
  nameSuffix: string;
  s3BucketDocumentsArn: pulumi.Output<string>;
  s3BucketBackupsArn: pulumi.Output<string>;
  s3BucketAuditLogsArn: pulumi.Output<string>;
  kmsMasterKeyArn: pulumi.Output<string>;
  externalId: pulumi.Output<string>;
}

/** Account, Region and partition, which a program asks for once. */
export interface Where {
  partition: pulumi.Output<string>;
  accountId: pulumi.Output<string>;
  region: pulumi.Output<string>;
}

export function where(): Where {
  return {
    partition: getPartitionOutput().partition,
    accountId: getCallerIdentityOutput().accountId,
    region: getRegionOutput().region,
  };
}

/**
 * The resources of a HipaaIamComponent as one writes them by hand, with the same documents, names and tags; a test
 * compares them. What the benchmark measures the component against; it imports no more of @pulumi/aws than that does.
 */
export function handWritten(
  name: string,
  data: Data,
  { partition, accountId, region }: Where,
): pulumi.Output<string> {
  const { environment, nameSuffix, externalId, kmsMasterKeyArn: masterKey } = data;
  const {
    s3BucketDocumentsArn: documents,
    s3BucketBackupsArn: backups,
    s3BucketAuditLogsArn: auditLogs,
  } = data;
  const tenantKeys = pulumi.interpolate`arn:${partition}:kms:${region}:${accountId}:key/*`;
  const prefix = `${environment}-${nameSuffix}`;
  const tags = (Name: string) => ({
    Environment: environment,
    ManagedBy: "Pulumi",
    Module: "hipaa-iam",
    Name,
  });
  const document = (statements: aws.input.iam.GetPolicyDocumentStatementArgs[]) =>
    iam.getPolicyDocumentOutput({ statements }).json;

  const roleName = `hipaa-app-backend-${prefix}`;
  const role = new iam.Role(
    `${name}-role`,
    {
      name: roleName,
      description: `HIPAA backend, ${environment}`,
      assumeRolePolicy: document([
        {
          sid: "AssumeWithExternalId",
          effect: "Allow",
          actions: ["sts:AssumeRole"],
          principals: [
            { type: "AWS", identifiers: [pulumi.interpolate`arn:${partition}:iam::${accountId}:root`] },
          ],
          conditions: [{ test: "StringEquals", variable: "sts:ExternalId", values: [externalId] }],
        },
      ]),
      maxSessionDuration: 3600,
      tags: tags(roleName),
    },
    { deleteBeforeReplace: true },
  );

  const attached = (
    service: string,
    description: string,
    statements: aws.input.iam.GetPolicyDocumentStatementArgs[],
  ) => {
    const policyName = `${prefix}-${service}-access-policy`;
    const policy = new iam.Policy(
      `${name}-${service}-policy`,
      {
        name: policyName,
        description: `HIPAA backend, ${environment}: ${description}`,
        policy: document(statements),
        tags: tags(policyName),
      },
      { deleteBeforeReplace: true, ignoreChanges: ["description"], dependsOn: role },
    );
    new iam.RolePolicyAttachment(
      `${name}-${service}-attachment`,
      { role: role.name, policyArn: policy.arn },
      { deleteBeforeReplace: true },
    );
  };

  attached("s3", "documents, backups and audit logs", [
    {
      sid: "ListTenantDocuments",
      effect: "Allow",
      actions: ["s3:ListBucket"],
      resources: [documents],
      conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["tenants/*"] }],
    },
    {
      sid: "ListBackupsAndAuditLogs",
      effect: "Allow",
      actions: ["s3:ListBucket"],
      resources: [backups, auditLogs],
    },
    {
      sid: "UseTenantDocuments",
      effect: "Allow",
      actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
      resources: [pulumi.interpolate`${documents}/tenants/*`],
    },
    {
      sid: "WriteBackups",
      effect: "Allow",
      actions: ["s3:PutObject"],
      resources: [pulumi.interpolate`${backups}/*`],
    },
    {
      sid: "AppendAuditLogs",
      effect: "Allow",
      actions: ["s3:PutObject"],
      resources: [pulumi.interpolate`${auditLogs}/application-logs/*`],
    },
    {
      sid: "DenyOverwritingBackups",
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: [pulumi.interpolate`${backups}/*`],
      conditions: [
        { test: "BoolIfExists", variable: "s3:ObjectCreationOperation", values: ["true"] },
        { test: "Null", variable: "s3:if-none-match", values: ["true"] },
      ],
    },
    {
      sid: "DenyOverwritingAuditLogs",
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: [pulumi.interpolate`${auditLogs}/*`],
      conditions: [
        { test: "BoolIfExists", variable: "s3:ObjectCreationOperation", values: ["true"] },
        { test: "Null", variable: "s3:if-none-match", values: ["true"] },
      ],
    },
    {
      sid: "DenyDeletingBackupsAndAuditLogs",
      effect: "Deny",
      actions: ["s3:DeleteObject*"],
      resources: [pulumi.interpolate`${backups}/*`, pulumi.interpolate`${auditLogs}/*`],
    },
    {
      sid: "DenyChangingBackupsAndAuditLogs",
      effect: "Deny",
      actions: [
        ...["s3:UpdateObjectEncryption", "s3:RestoreObject", "s3:Replicate*", "s3:PutObjectLegalHold"],
        ...["s3:PutObject*Tagging", "s3:PutObject*Annotation", "s3:PutObject*Acl"],
        "s3:BypassGovernanceRetention",
      ],
      resources: [pulumi.interpolate`${backups}/*`, pulumi.interpolate`${auditLogs}/*`],
    },
    {
      sid: "DenyS3WithoutTls",
      effect: "Deny",
      actions: ["s3:*"],
      resources: ["*"],
      conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    },
    {
      sid: "DenyOtherEncryption",
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: [
        pulumi.interpolate`${documents}/*`,
        pulumi.interpolate`${backups}/*`,
        pulumi.interpolate`${auditLogs}/*`,
      ],
      conditions: [
        { test: "Null", variable: "s3:x-amz-server-side-encryption", values: ["false"] },
        { test: "StringNotEquals", variable: "s3:x-amz-server-side-encryption", values: ["aws:kms"] },
      ],
    },
    {
      sid: "DenyCustomerProvidedKeys",
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: [
        pulumi.interpolate`${documents}/*`,
        pulumi.interpolate`${backups}/*`,
        pulumi.interpolate`${auditLogs}/*`,
      ],
      conditions: [
        { test: "Null", variable: "s3:x-amz-server-side-encryption-customer-algorithm", values: ["false"] },
      ],
    },
  ]);
  attached("kms", "the master key and tenant keys", [
    {
      sid: "UseMasterKey",
      effect: "Allow",
      actions: ["kms:GenerateDataKey", "kms:Encrypt", "kms:DescribeKey", "kms:Decrypt"],
      resources: [masterKey],
    },
    {
      sid: "CreateTenantKeys",
      effect: "Allow",
      actions: ["kms:CreateKey"],
      resources: ["*"],
      conditions: [
        { test: "StringEquals", variable: "aws:RequestTag/Environment", values: [environment] },
        { test: "StringEquals", variable: "aws:RequestTag/ManagedBy", values: ["Application"] },
        { test: "StringEquals", variable: "aws:RequestedRegion", values: [region] },
      ],
    },
    {
      sid: "TagNewTenantKeys",
      effect: "Allow",
      actions: ["kms:TagResource"],
      resources: [tenantKeys],
      conditions: [
        { test: "StringEquals", variable: "aws:RequestTag/Environment", values: [environment] },
        { test: "StringEquals", variable: "aws:RequestTag/ManagedBy", values: ["Application"] },
      ],
    },
    {
      sid: "UseTenantKeys",
      effect: "Allow",
      actions: [
        "kms:GetKeyRotationStatus",
        "kms:GenerateDataKey",
        "kms:Encrypt",
        "kms:EnableKeyRotation",
        "kms:DescribeKey",
        "kms:Decrypt",
      ],
      resources: [tenantKeys],
      conditions: [
        { test: "StringEquals", variable: "aws:ResourceTag/Environment", values: [environment] },
        { test: "StringEquals", variable: "aws:ResourceTag/ManagedBy", values: ["Application"] },
      ],
    },
    { sid: "ListKeys", effect: "Allow", actions: ["kms:ListKeys", "kms:ListAliases"], resources: ["*"] },
    {
      sid: "DenyRetaggingKeysOfOtherManagers",
      effect: "Deny",
      actions: ["kms:TagResource"],
      resources: ["*"],
      conditions: [
        { test: "Null", variable: "aws:ResourceTag/Environment", values: ["false"] },
        { test: "StringNotEquals", variable: "aws:ResourceTag/ManagedBy", values: ["Application"] },
      ],
    },
    {
      sid: "DenyRetaggingKeysOfOtherEnvironments",
      effect: "Deny",
      actions: ["kms:TagResource"],
      resources: ["*"],
      conditions: [
        { test: "Null", variable: "aws:ResourceTag/ManagedBy", values: ["false"] },
        { test: "StringNotEquals", variable: "aws:ResourceTag/Environment", values: [environment] },
      ],
    },
    {
      sid: "DenyTagsOfOtherEnvironments",
      effect: "Deny",
      actions: ["kms:TagResource"],
      resources: ["*"],
      conditions: [
        { test: "StringNotEquals", variable: "aws:RequestTag/Environment", values: [environment] },
      ],
    },
    {
      sid: "DenyTagsOfOtherManagers",
      effect: "Deny",
      actions: ["kms:TagResource"],
      resources: ["*"],
      conditions: [
        { test: "StringNotEquals", variable: "aws:RequestTag/ManagedBy", values: ["Application"] },
      ],
    },
    { sid: "DenyReplicatingKeys", effect: "Deny", actions: ["kms:ReplicateKey"], resources: ["*"] },
    { sid: "DenyUntaggingKeys", effect: "Deny", actions: ["kms:UntagResource"], resources: ["*"] },
    {
      sid: "DenyChangingMasterKey",
      effect: "Deny",
      actions: [
        "kms:UpdatePrimaryRegion",
        "kms:TagResource",
        "kms:ScheduleKeyDeletion",
        "kms:RotateKeyOnDemand",
        "kms:RevokeGrant",
        "kms:RetireGrant",
        "kms:PutKeyPolicy",
        "kms:ImportKeyMaterial",
        "kms:EnableKeyRotation",
        "kms:DisableKeyRotation",
        "kms:DisableKey",
        "kms:DeleteImportedKeyMaterial",
        "kms:CreateGrant",
      ],
      resources: [masterKey],
    },
    {
      sid: "DenyLockoutBypass",
      effect: "Deny",
      actions: ["kms:PutKeyPolicy", "kms:CreateKey"],
      resources: ["*"],
      conditions: [{ test: "Bool", variable: "kms:BypassPolicyLockoutSafetyCheck", values: ["true"] }],
    },
  ]);
  attached("bedrock", "Claude models", [
    {
      sid: "InvokeClaude",
      effect: "Allow",
      actions: ["bedrock:InvokeModel"],
      resources: [
        pulumi.interpolate`arn:${partition}:bedrock:${region}::foundation-model/anthropic.claude-*`,
      ],
    },
    {
      sid: "DenyRetainingModels",
      effect: "Deny",
      actions: ["bedrock:*"],
      resources: ["anthropic.claude-mythos*", "anthropic.claude-fable*"].map(
        (model) => pulumi.interpolate`arn:${partition}:bedrock:*::foundation-model/${model}`,
      ),
    },
    {
      sid: "DenyOtherEndpoints",
      effect: "Deny",
      actions: ["bedrock-mantle:*", "aws-external-anthropic:*"],
      resources: ["*"],
    },
    {
      sid: "DenyBearerKeys",
      effect: "Deny",
      actions: ["sagemaker", "logs", "cloudwatch", "bedrock"].map(
        (service) => `${service}:CallWithBearerToken`,
      ),
      resources: ["*"],
    },
  ]);
  return role.arn;
}

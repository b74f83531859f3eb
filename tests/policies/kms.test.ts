import { expect } from "chai";
import type { StandIn } from "../../cli/plan/standIns";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

const expected = (environment: string, { partition, region, accountId }: StandIn) => {
  const masterKey = `arn:${partition}:kms:${region}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const everyKey = `arn:${partition}:kms:${region}:${accountId}:key/*`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "UseMasterKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Encrypt", "kms:DescribeKey", "kms:Decrypt"],
        Resource: masterKey,
      },
      {
        Sid: "CreateTenantKeys",
        Effect: "Allow",
        Action: "kms:CreateKey",
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:RequestTag/Environment": environment,
            "aws:RequestTag/ManagedBy": "Application",
            "aws:RequestedRegion": region,
          },
        },
      },
      {
        Sid: "TagNewTenantKeys",
        Effect: "Allow",
        Action: "kms:TagResource",
        Resource: everyKey,
        Condition: {
          StringEquals: {
            "aws:RequestTag/Environment": environment,
            "aws:RequestTag/ManagedBy": "Application",
          },
        },
      },
      {
        Sid: "UseTenantKeys",
        Effect: "Allow",
        Action: [
          "kms:GetKeyRotationStatus",
          "kms:GenerateDataKey",
          "kms:Encrypt",
          "kms:EnableKeyRotation",
          "kms:DescribeKey",
          "kms:Decrypt",
        ],
        Resource: everyKey,
        Condition: {
          StringEquals: {
            "aws:ResourceTag/Environment": environment,
            "aws:ResourceTag/ManagedBy": "Application",
          },
        },
      },
      {
        Sid: "ListKeys",
        Effect: "Allow",
        Action: ["kms:ListKeys", "kms:ListAliases"],
        Resource: "*",
      },
      {
        Sid: "DenyRetaggingKeysOfOtherManagers",
        Effect: "Deny",
        Action: "kms:TagResource",
        Resource: "*",
        Condition: {
          Null: { "aws:ResourceTag/Environment": "false" },
          StringNotEquals: { "aws:ResourceTag/ManagedBy": "Application" },
        },
      },
      {
        Sid: "DenyRetaggingKeysOfOtherEnvironments",
        Effect: "Deny",
        Action: "kms:TagResource",
        Resource: "*",
        Condition: {
          Null: { "aws:ResourceTag/ManagedBy": "false" },
          StringNotEquals: { "aws:ResourceTag/Environment": environment },
        },
      },
      {
        Sid: "DenyTagsOfOtherEnvironments",
        Effect: "Deny",
        Action: "kms:TagResource",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestTag/Environment": environment } },
      },
      {
        Sid: "DenyTagsOfOtherManagers",
        Effect: "Deny",
        Action: "kms:TagResource",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestTag/ManagedBy": "Application" } },
      },
      {
        Sid: "DenyReplicatingKeys",
        Effect: "Deny",
        Action: "kms:ReplicateKey",
        Resource: "*",
      },
      {
        Sid: "DenyUntaggingKeys",
        Effect: "Deny",
        Action: "kms:UntagResource",
        Resource: "*",
      },
      {
        Sid: "DenyChangingMasterKey",
        Effect: "Deny",
        Action: [
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
        Resource: masterKey,
      },
      {
        Sid: "DenyLockoutBypass",
        Effect: "Deny",
        Action: ["kms:PutKeyPolicy", "kms:CreateKey"],
        Resource: "*",
        Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } },
      },
    ],
  };
};

describe("the KMS policy", () => {
  for (const { title, environment, standIn } of scopes) {
    it(`is as written here for ${title}`, async () => {
      const documents = documentsOf(await runComponent({ environment }, { standIn }));
      expect(documents[`${environment}-kms-access-policy`]).to.deep.equal(expected(environment, standIn));
    });
  }

  it("keeps tenant keys in the provider's Region and account where the master key is elsewhere", async () => {
    const elsewhere = "arn:aws:kms:eu-west-1:999999999999:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    const documents = documentsOf(await runComponent({ kmsMasterKeyArn: elsewhere }));
    const resources = documents["dev-kms-access-policy"]?.Statement.map(({ Sid, Resource }) => [
      Sid,
      Resource,
    ]);
    expect(Object.fromEntries(resources ?? [])).to.deep.include({
      UseMasterKey: elsewhere,
      DenyChangingMasterKey: elsewhere,
      TagNewTenantKeys: "arn:aws:kms:us-east-1:123456789012:key/*",
      UseTenantKeys: "arn:aws:kms:us-east-1:123456789012:key/*",
    });
  });
});

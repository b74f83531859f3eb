import type { Scope } from "../scope";
import type { Statement } from "./statement";

export type KmsScope = Pick<Scope, "partition" | "accountId" | "region" | "environment" | "kmsMasterKeyArn">;

/** How the backend uses the master key. Its key policy names the same actions. */
export const masterKeyUse = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];

/** How the backend uses a tenant key, once that exists. Its key policy names the same actions. */
export const tenantKeyUse = [...masterKeyUse, "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];

/** What the backend may do with the master key and with the tenant keys that it makes at run time. */
export function kmsStatements(scope: KmsScope): Statement[] {
  const { partition, accountId, region, environment, kmsMasterKeyArn: masterKey } = scope;
  const keysOfThisRegion = `arn:${partition}:kms:${region}:${accountId}:key/*`;
  return [
    {
      Sid: "UseMasterKey",
      Effect: "Allow",
      Action: masterKeyUse,
      Resource: masterKey,
      purpose: "The backend encrypts and decrypts with the environment's master key.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(2)(iv)"],
    },
    {
      Sid: "CreateTenantKeys",
      Effect: "Allow",
      Action: "kms:CreateKey",
      Resource: "*", // A key that does not exist yet has no ARN.
      Condition: {
        StringEquals: {
          "aws:RequestedRegion": region,
          "aws:RequestTag/Environment": environment,
          "aws:RequestTag/ManagedBy": "Application",
        },
      },
      purpose: "The backend makes a key for each new tenant, in this Region and with the tags that admit it.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
    {
      // CreateKey with tags is authorised as TagResource too, and there the new key has no tags to test yet.
      Sid: "TagNewTenantKeys",
      Effect: "Allow",
      Action: "kms:TagResource",
      Resource: keysOfThisRegion,
      Condition: {
        StringEquals: {
          "aws:RequestTag/Environment": environment,
          "aws:RequestTag/ManagedBy": "Application",
        },
      },
      purpose: "A new tenant key gets its tags in the call that creates it.",
      hipaa: ["164.308(a)(4)(ii)(C)"],
    },
    {
      Sid: "UseTenantKeys",
      Effect: "Allow",
      Action: tenantKeyUse,
      Resource: keysOfThisRegion,
      Condition: {
        StringEquals: {
          "aws:ResourceTag/Environment": environment,
          "aws:ResourceTag/ManagedBy": "Application",
        },
      },
      purpose:
        "The backend uses the keys that the application manages in this environment, and no other key.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(iv)"],
    },
    {
      Sid: "ListKeys",
      Effect: "Allow",
      Action: ["kms:ListKeys", "kms:ListAliases"],
      Resource: "*", // Neither action takes a resource.
      purpose: "The backend finds keys by name; what it may do with them is decided above.",
      hipaa: ["164.308(a)(4)(ii)(B)"],
    },
    // The next two keep the role from tagging its way into a key of somebody else. Many accounts tag every key with
    // Environment, so one right tag must not open the door to the other: a key with either tag but not both right
    // is out of reach. It takes two statements, because a negated operator also matches where the tag is absent.
    {
      Sid: "DenyRetaggingKeysOfOtherManagers",
      Effect: "Deny",
      Action: "kms:TagResource",
      Resource: "*",
      Condition: {
        Null: { "aws:ResourceTag/Environment": "false" },
        StringNotEquals: { "aws:ResourceTag/ManagedBy": "Application" },
      },
      purpose:
        "A key of an environment that the application does not manage cannot be tagged into its reach.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
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
      purpose: "A managed key of another environment, or of none, cannot be tagged into reach.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    // CreateKey takes a key policy, and that can give the role any action on the new key. These three keep it from
    // handing such a key to another environment, whose role would trust it by its tags, and to another Region.
    {
      Sid: "DenyTagsOfOtherEnvironments",
      Effect: "Deny",
      Action: "kms:TagResource",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestTag/Environment": environment } },
      purpose: "No key is tagged into another environment, or out of this one.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyTagsOfOtherManagers",
      Effect: "Deny",
      Action: "kms:TagResource",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestTag/ManagedBy": "Application" } },
      purpose: "No key is tagged for another manager than the application.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyReplicatingKeys",
      Effect: "Deny",
      Action: "kms:ReplicateKey",
      Resource: "*",
      purpose: "No key, and so nothing encrypted with it, becomes readable in another Region.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
    {
      // An untagged key is one that the statements on retagging no longer protect.
      Sid: "DenyUntaggingKeys",
      Effect: "Deny",
      Action: "kms:UntagResource",
      Resource: "*",
      purpose: "No key loses the tags that decide who may use it.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyChangingMasterKey",
      Effect: "Deny",
      Action: [
        "kms:TagResource",
        "kms:EnableKeyRotation",
        "kms:DisableKeyRotation",
        "kms:RotateKeyOnDemand",
        "kms:DisableKey",
        "kms:ScheduleKeyDeletion",
        "kms:DeleteImportedKeyMaterial",
        "kms:PutKeyPolicy",
        "kms:CreateGrant",
      ],
      Resource: masterKey,
      purpose: "The master key is used, never changed, even if it carries the tags of a tenant key.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
    {
      Sid: "DenyLockoutBypass",
      Effect: "Deny",
      Action: ["kms:CreateKey", "kms:PutKeyPolicy"],
      Resource: "*",
      Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } },
      purpose: "No key gets a policy that locks its owners out of their data.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
  ];
}

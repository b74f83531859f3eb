import type { ProviderScope, Scope } from "../inputs/scope";
import type { Statement } from "./statement";
import { type Tenant, tenantOf } from "./tenant";

/** The args that the policies for keys are made of. */
export const tenantKeysArgs = ["environment", "kmsMasterKeyArn", "tenantIsolation"] as const;
export type TenantKeysScope = ProviderScope & Pick<Scope, (typeof tenantKeysArgs)[number]>;

export function keysOfThisRegion({ partition, accountId, region }: TenantKeysScope): string {
  return `arn:${partition}:kms:${region}:${accountId}:key/*`;
}

/** What only a tenant's key has. */
export function isTenantKey(scope: TenantKeysScope) {
  const tenant = tenantOf(scope);
  return {
    StringEquals: {
      "aws:ResourceTag/Environment": scope.environment,
      "aws:ResourceTag/ManagedBy": "Application",
      ...(tenant && { [tenant.resourceTag]: tenant.id }),
    },
  };
}

/** The tags that a new tenant's key is given. */
function tagsTenantKey(scope: TenantKeysScope) {
  const tenant = tenantOf(scope);
  return {
    "aws:RequestTag/Environment": scope.environment,
    "aws:RequestTag/ManagedBy": "Application",
    ...(tenant && { [tenant.requestTag]: tenant.id }),
  };
}

/** Creates the keys of tenants. */
export function createTenantKeys(scope: TenantKeysScope): Statement[] {
  return [
    {
      Sid: "CreateTenantKeys",
      Effect: "Allow",
      Action: "kms:CreateKey",
      Resource: "*", // A key that does not exist yet has no ARN.
      Condition: {
        StringEquals: { "aws:RequestedRegion": scope.region, ...tagsTenantKey(scope) },
      },
      purpose: "A key for each new tenant is made in this Region, with the tags that let the backend use it.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
    {
      // CreateKey with tags is authorised as TagResource too, and there the new key has no tags to test yet.
      Sid: "TagNewTenantKeys",
      Effect: "Allow",
      Action: "kms:TagResource",
      Resource: keysOfThisRegion(scope),
      Condition: { StringEquals: tagsTenantKey(scope) },
      purpose: "A new tenant key gets its tags in the call that creates it.",
      hipaa: ["164.308(a)(4)(ii)(C)"],
    },
  ];
}

/** Keeps whoever creates keys from reaching others with it. */
export function denyTaggingIntoReach(scope: TenantKeysScope): Statement[] {
  const { environment } = scope;
  const tenant = tenantOf(scope);
  return [
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
      purpose: "The role cannot tag a key that has the tag Environment but not ManagedBy=Application.",
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
      purpose: "The role cannot tag a key that has the tag ManagedBy but is not of this environment.",
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
      purpose: "The role tags no key for another environment.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyTagsOfOtherManagers",
      Effect: "Deny",
      Action: "kms:TagResource",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestTag/ManagedBy": "Application" } },
      purpose: "The role tags no key with ManagedBy other than Application.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    ...(tenant ? [denyTaggingForOtherTenants(tenant)] : []),
  ];
}

/** Keeps keys, the master key among them, as their owners made them. */
export function denyChangingKeys(scope: TenantKeysScope): Statement[] {
  const { kmsMasterKeyArn: masterKey } = scope;
  const tenant = tenantOf(scope);
  return [
    ...(tenant ? denyKeysOfOthers(tenant) : []),
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
        "kms:ImportKeyMaterial",
        "kms:UpdatePrimaryRegion",
        "kms:PutKeyPolicy",
        "kms:CreateGrant",
        "kms:RetireGrant",
        "kms:RevokeGrant",
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
      purpose:
        "The role cannot skip AWS's lockout check, which refuses a key policy that its sender could not change again.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
  ];
}

function denyTaggingForOtherTenants({ id, requestTag }: Tenant): Statement {
  return {
    Sid: "DenyTagsOfOtherTenants",
    Effect: "Deny",
    Action: "kms:TagResource",
    Resource: "*",
    Condition: { StringNotEquals: { [requestTag]: id } },
    purpose: "No key is tagged for another tenant than the session's.",
    hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
  };
}

/** The policy of a tenant's key may let the role in, whoever's session it is. */
function denyKeysOfOthers({ id, resourceTag }: Tenant): Statement[] {
  return [
    {
      Sid: "DenyKeysOfOtherTenants",
      Effect: "Deny",
      Action: "kms:*",
      Resource: "*",
      Condition: { Null: { [resourceTag]: "false" }, StringNotEquals: { [resourceTag]: id } },
      purpose:
        "A key that names a tenant serves sessions of that tenant alone, whatever its own policy says.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      // One that was made before sessions had tenants, say: any tenant could be in it.
      Sid: "DenyKeysOfNoTenant",
      Effect: "Deny",
      Action: "kms:*",
      Resource: "*",
      Condition: {
        Null: { [resourceTag]: "true" },
        StringEquals: { "aws:ResourceTag/ManagedBy": "Application" },
      },
      purpose: "A tenant key that names no tenant is nobody's to use or to take.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
  ];
}

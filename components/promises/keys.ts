import { TenantKeyProvisioning } from "../inputs/args";
import type { Scope } from "../inputs/scope";
import { tenantOf } from "../policies/tenant";
import { madeBy, madeByNone } from "./madeBy";
import type { Holder, Promised, Requests } from "./promised";
import { type Conditions, joined, sessionOf } from "./session";

const bypass = "kms:BypassPolicyLockoutSafetyCheck";
const neitherTag: Conditions = {
  Null: { "aws:ResourceTag/Environment": "true", "aws:ResourceTag/ManagedBy": "true" },
};
const environmentTag = "aws:ResourceTag/Environment";
const managerTag = "aws:ResourceTag/ManagedBy";

/** What the rows about keys are made of. */
function vocabularyOf(scope: Scope) {
  const { partition, region, accountId, environment } = scope;
  const tenant = tenantOf(scope);
  const { conditions: session, andTenant } = sessionOf(scope);
  const keys = `arn:${partition}:kms:${region}:${accountId}:key/*`;
  const rightTags = joined(session, {
    StringEquals: {
      ...{ [environmentTag]: environment, [managerTag]: "Application" },
      ...(tenant && { [tenant.resourceTag]: tenant.id }),
    },
  });
  // What is nobody's: with tags of a tenant it is that tenant's alone.
  const untenanted: Conditions = tenant
    ? joined(session, {
        Null: { [tenant.resourceTag]: "true" },
        StringNotEquals: { [managerTag]: "Application" },
      })
    : {};
  const requestTags = joined(session, {
    StringEquals: {
      ...{ "aws:RequestTag/Environment": environment, "aws:RequestTag/ManagedBy": "Application" },
      ...(tenant && { [tenant.requestTag]: tenant.id }),
    },
  });
  const noTags: Conditions = joined(
    { Null: { [environmentTag]: "true", [managerTag]: "true" } },
    tenant ? { Null: { [tenant.resourceTag]: "true" } } : {},
  );
  const newTags = `Environment=${environment} and ManagedBy=Application${andTenant}`;
  const bothTags = `both tags${andTenant}`;
  return { keys, session, rightTags, untenanted, requestTags, noTags, newTags, bothTags };
}

/** README's rows about keys. */
export function keyPromises(scope: Scope): Promised[] {
  const { kmsMasterKeyArn: master, tenantKeyProvisioning } = scope;
  const { keys, rightTags, untenanted, requestTags, noTags, bothTags } = vocabularyOf(scope);
  const oneMissing = tenantOf(scope) ? "one of the two tags or the tenant's tag" : "one of the two tags";
  const provisions = tenantKeyProvisioning === TenantKeyProvisioning.Application;
  const of = "backend";
  return [
    {
      ...{ id: "use-master-key", of, answer: "allowed" },
      says: "encrypt, decrypt and generate data keys with the master key, and describe it",
      requests: [{ Action: masterKeyUse, Resource: master, Condition: untenanted }],
      ...madeBy("UseMasterKey"),
    },
    ...masterKeyPromises(scope, of),
    {
      ...{ id: "use-tenant-keys", of, answer: "allowed" },
      says: `use keys of this account and Region that have ${bothTags}: encrypt, decrypt, generate data keys, describe, see whether yearly rotation is on`,
      requests: [
        { Action: [...masterKeyUse, "kms:GetKeyRotationStatus"], Resource: keys, Condition: rightTags },
      ],
      ...madeBy("UseTenantKeys"),
    },
    {
      ...{ id: "use-other-keys", of, answer: "refused" },
      says: `use a key other than the master key, if ${oneMissing} is missing or different, or if the key is of another Region or account${
        scope.secretsKmsKeyArn ? " (the key of the secrets serves Secrets Manager alone)" : ""
      }`,
      requests: [{ Action: keyUse, NotResource: "\u0024{*}" }],
      except: [
        { Action: "*", Resource: master },
        { Action: "*", Resource: keys, Condition: rightTags },
        // The key of secrets is used through Secrets Manager alone.
        ...(scope.secretsKmsKeyArn ? [{ Action: "kms:Decrypt", Resource: scope.secretsKmsKeyArn }] : []),
        // These take no key.
        { Action: ["kms:CreateKey", "kms:ListKeys"] },
      ],
      ...madeByNone,
    },
    {
      ...{ id: "list-keys", of, answer: "allowed" },
      says: "list keys and aliases",
      requests: [
        { Action: ["kms:ListKeys", "kms:ListAliases"], Resource: "\u0024{*}", Condition: untenanted },
      ],
      ...madeBy("ListKeys"),
    },
    ...(provisions
      ? [
          ...provisioningPromises(scope, of),
          rotating(
            scope,
            of,
            ["kms:EnableKeyRotation"],
            `turn on the yearly rotation of a key with ${bothTags}`,
          ),
        ]
      : ([
          {
            ...{ id: "provision-keys", of, answer: "denied" },
            says: "create a key, or tag one, with any tags or none",
            requests: [{ Action: ["kms:CreateKey", "kms:TagResource"] }],
            ...madeBy("DenyProvisioningKeys"),
          },
        ] satisfies Promised[])),
    ...changingPromises(scope, of),
    ...(provisions
      ? ([
          {
            ...{ id: "untagged-keys", of, answer: "open" },
            says: "the role can tag a KMS key of the account that has neither tag",
            requests: [
              {
                ...{ Action: "kms:TagResource", Resource: keys },
                Condition: joined(requestTags, noTags),
              },
            ],
            except: [{ Action: "*", Resource: master }],
            ...madeBy("TagNewTenantKeys"),
          },
        ] satisfies Promised[])
      : []),
  ];
}

/** Not of the master key: its rotation is nobody's to change. */
function rotating(scope: Scope, of: Holder, Action: string[], says: string): Promised {
  const { keys, rightTags } = vocabularyOf(scope);
  return {
    ...{ id: "rotate-tenant-keys", of, answer: "allowed", says },
    requests: [{ Action, Resource: keys, Condition: rightTags }],
    except: [{ Action: "*", Resource: scope.kmsMasterKeyArn }],
    ...madeBy(of === "backend" ? "UseTenantKeys" : "RotateTenantKeys"),
  };
}

/** The provisioner's keys beside its provisioning. */
export function provisionerPromises(scope: Scope): Promised[] {
  const of = "key provisioner";
  const { bothTags } = vocabularyOf(scope);
  const seen = ["kms:EnableKeyRotation", "kms:DescribeKey", "kms:GetKeyRotationStatus"];
  return [
    ...provisioningPromises(scope, of),
    rotating(
      scope,
      of,
      seen,
      `describe a key with ${bothTags}, turn on its yearly rotation, and see whether it is on`,
    ),
    ...masterKeyPromises(scope, of),
    ...changingPromises(scope, of),
  ];
}

/** All that works with a key, or tells of it. */
const keyUse = [
  ...["kms:*crypt*", "kms:*capsulate", "kms:Generate*", "kms:Sign", "kms:Verify*", "kms:DeriveSharedSecret"],
  "kms:*Key*",
];
const masterKeyUse = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];

/** Creating keys, and all that must not come of it. */
function provisioningPromises(scope: Scope, of: Holder): Promised[] {
  const { kmsMasterKeyArn: master, region, environment } = scope;
  const { keys, requestTags, noTags, rightTags, newTags } = vocabularyOf(scope);
  const anyTag = tenantOf(scope) ? "of the two and the tenant's" : "of the two";
  const inRegion: Conditions = { StringEquals: { "aws:RequestedRegion": region } };
  return [
    {
      ...{ id: "create-keys", of, answer: "allowed" },
      says: `create a key in this Region with the tags ${newTags}`,
      requests: [
        {
          Action: "kms:CreateKey",
          Resource: "\u0024{*}",
          Condition: joined(requestTags, inRegion, noTags, { StringNotEquals: { [bypass]: "true" } }),
        },
      ],
      ...madeBy("CreateTenantKeys"),
    },
    {
      ...{ id: "create-other-keys", of, answer: "refused" },
      says: `create a key in another Region, or with tags that lack one ${anyTag} or have another value of it`,
      requests: [
        { Action: "kms:CreateKey", Condition: { StringNotEquals: { "aws:RequestedRegion": region } } },
        ...Object.entries(requestTags.StringEquals ?? {}).map(([tag, value]) => ({
          Action: "kms:CreateKey",
          Condition: { StringNotEquals: { [tag]: value } },
        })),
      ],
      ...madeByNone,
    },
    {
      ...{ id: "tag-new-keys", of, answer: "allowed" },
      says: `give a new key the tags ${newTags}`,
      requests: [
        { Action: "kms:TagResource", Resource: keys, Condition: joined(requestTags, noTags) },
        { Action: "kms:TagResource", Resource: keys, Condition: joined(requestTags, rightTags) },
      ],
      except: [{ Action: "*", Resource: master }],
      ...madeBy("TagNewTenantKeys"),
    },
    {
      ...{ id: "tag-otherwise", of, answer: "denied" },
      says: `tag a key without giving it ${tenantOf(scope) ? "all of" : "both"} ${newTags}`,
      requests: Object.entries(requestTags.StringEquals ?? {}).map(([tag, value]) => ({
        Action: "kms:TagResource",
        Condition: { StringNotEquals: { [tag]: value } },
      })),
      ...madeBy(
        "DenyTagsOfOtherEnvironments",
        "DenyTagsOfOtherManagers",
        ...(tenantOf(scope) ? ["DenyTagsOfOtherTenants"] : []),
      ),
    },
    {
      ...{ id: "retag", of, answer: "denied" },
      says: "tag a key that has one of the two tags, unless both are right",
      requests: [
        {
          Action: "kms:TagResource",
          Condition: {
            Null: { [environmentTag]: "false" },
            StringNotEquals: { [managerTag]: "Application" },
          },
        },
        {
          Action: "kms:TagResource",
          Condition: { Null: { [managerTag]: "false" }, StringNotEquals: { [environmentTag]: environment } },
        },
      ],
      ...madeBy("DenyRetaggingKeysOfOtherManagers", "DenyRetaggingKeysOfOtherEnvironments"),
    },
  ];
}

function masterKeyPromises({ kmsMasterKeyArn: Resource }: Scope, of: Holder): Promised[] {
  return [
    {
      ...{ id: "change-master-key", of, answer: "denied" },
      says: "delete or disable the master key, grant its use, or change its policy, rotation or tags",
      requests: [
        {
          Action: [
            ...["kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial", "kms:DisableKey"],
            ...["kms:CreateGrant", "kms:PutKeyPolicy", "kms:EnableKeyRotation", "kms:DisableKeyRotation"],
            ...["kms:RotateKeyOnDemand", "kms:TagResource", "kms:UntagResource"],
            ...["kms:ImportKeyMaterial", "kms:UpdatePrimaryRegion", "kms:RetireGrant", "kms:RevokeGrant"],
          ],
          Resource,
        },
      ],
      ...madeBy("DenyChangingMasterKey", "DenyUntaggingKeys"),
    },
  ];
}

/** What neither role does to any key. */
function changingPromises({ tenantKeyProvisioning }: Scope, of: Holder): Promised[] {
  const creates = of === "key provisioner" || tenantKeyProvisioning === TenantKeyProvisioning.Application;
  return [
    {
      ...{ id: "lockout", of, answer: "denied" },
      says: "create a key, or change a key's policy, without AWS's lockout check",
      requests: [
        { Action: ["kms:CreateKey", "kms:PutKeyPolicy"], Condition: { StringEquals: { [bypass]: "true" } } },
      ],
      ...madeBy("DenyLockoutBypass"),
    },
    {
      ...{ id: "untag-or-replicate", of, answer: "denied" },
      says: "remove tags of any key, or replicate it",
      requests: [{ Action: ["kms:UntagResource", "kms:ReplicateKey"] }],
      ...madeBy("DenyUntaggingKeys", "DenyReplicatingKeys"),
    },
    {
      ...{ id: "change-keys", of, answer: "refused" },
      says: `by the role's own policies, delete or disable any key, grant its use, import key material, or change its policy${
        creates ? " (the policy of a key that the role creates may allow it more)" : ""
      }`,
      requests: [
        {
          Action: [
            ...["kms:Schedule*", "kms:Delete*", "kms:Disable*", "kms:Create*Grant*", "kms:CreateGrant"],
            ...["kms:Put*", "kms:Import*", "kms:Update*", "kms:Cancel*", "kms:Retire*", "kms:Revoke*"],
          ],
        },
      ],
      ...madeByNone,
    },
  ];
}

/** README's rows about keys as requests that may be allowed, for what says that nothing else is. */
export function mayUseKeys(scope: Scope, holder: "backend" | "key provisioner"): Requests[] {
  const { keys, session, rightTags, requestTags } = vocabularyOf(scope);
  const provisions =
    holder === "key provisioner" || scope.tenantKeyProvisioning === TenantKeyProvisioning.Application;
  const inRegion: Conditions = { StringEquals: { "aws:RequestedRegion": scope.region } };
  const uses = [...masterKeyUse, "kms:GetKeyRotationStatus"];
  return [
    ...(holder === "backend"
      ? [
          { Action: masterKeyUse, Resource: scope.kmsMasterKeyArn, Condition: session },
          { Action: uses, Resource: keys, Condition: rightTags },
          { Action: ["kms:ListKeys", "kms:ListAliases"], Condition: session },
        ]
      : [{ Action: ["kms:DescribeKey", "kms:GetKeyRotationStatus"], Resource: keys, Condition: rightTags }]),
    ...(provisions
      ? [
          { Action: "kms:EnableKeyRotation", Resource: keys, Condition: rightTags },
          { Action: "kms:CreateKey", Condition: joined(requestTags, inRegion) },
          // A new key and, which is the same to AWS, one with neither tag.
          { Action: "kms:TagResource", Resource: keys, Condition: joined(requestTags, neitherTag) },
          { Action: "kms:TagResource", Resource: keys, Condition: joined(requestTags, rightTags) },
        ]
      : []),
  ];
}

import type { Context } from "../request";
import { allow, backendRows, type Case, deny, forbid, type Row, stranger } from "../row";
import { otherEnvironments, otherRegions, type Site } from "../site";
import { keyArn, resourceTags } from "./kmsRequests";

const usual = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];
const rotation = ["kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];

/** Actions on keys that nobody needs who encrypts and decrypts. */
const never = [
  ...[
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GenerateDataKeyPair",
  ],
  ...["kms:GetKeyPolicy", "kms:GetPublicKey", "kms:Sign", "kms:ListGrants", "kms:ListResourceTags"],
  ...["kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:EnableKey", "kms:UpdateKeyDescription"],
  ...["kms:CancelKeyDeletion", "kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"],
  ...["kms:DeriveSharedSecret", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateMac"],
  ...["kms:GetKeyLastUsage", "kms:GetParametersForImport", "kms:Verify", "kms:VerifyMac"],
];
/** Actions that change a key or who may use it: refused of the master key, whatever other policies say. */
const changing = [
  ...["kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:RotateKeyOnDemand", "kms:DisableKey"],
  ...["kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial", "kms:PutKeyPolicy", "kms:CreateGrant"],
  ...["kms:ImportKeyMaterial", "kms:RetireGrant", "kms:RevokeGrant", "kms:UpdatePrimaryRegion"],
];

/** The master key is used and never changed. */
export function masterKeyRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const key = site.masterKey;
  const asTenantKey = resourceTags(site.environment, "Application");
  const isHere = key.startsWith(keyArn(site, { id: "" }));
  const byTags = isHere ? ["UseTenantKeys"] : [];
  const notChanged = forbid("DenyChangingMasterKey", "the master key is used, not changed");
  return [
    ...usual.map((action) => row(action, key, {}, allow("UseMasterKey", "the environment's master key"))),
    row(
      "kms:Decrypt",
      key,
      resourceTags(otherEnvironments(site)[0] ?? "", "Terraform"),
      allow("UseMasterKey", "whatever its tags"),
    ),
    row(
      "kms:Decrypt",
      key,
      { "kms:RequestAlias": "alias/master" },
      allow("UseMasterKey", "by its alias, too"),
    ),
    ...changing.flatMap((action) => [
      row(action, key, {}, notChanged),
      row(
        action,
        key,
        asTenantKey,
        forbid("DenyChangingMasterKey", "not even with the tags of a tenant key"),
      ),
    ]),
    row("kms:GetKeyRotationStatus", key, {}, deny("only of tenant keys")),
    row("kms:Decrypt", key, asTenantKey, allow(["UseMasterKey", ...byTags], "as a tenant key, too")),
    row(
      "kms:GetKeyRotationStatus",
      key,
      asTenantKey,
      isHere ? allow(byTags, "reading it changes nothing") : deny("it is elsewhere"),
    ),
    row("kms:ReplicateKey", key, {}, replicating),
    ...never.map((action) => row(action, key, {}, deny("encrypting and decrypting is all"))),
    ...["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"].map((action) =>
      row(action, key.replace(/key\/.*/, "alias/master"), {}, deny("aliases point where their owners want")),
    ),
  ];
}

/** Tenant keys are known by their two tags. */
export function tenantKeyRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const key = keyArn(site);
  const { environment } = site;
  const ours = resourceTags(environment, "Application");
  const by = "UseTenantKeys";
  return [
    ...[...usual, ...rotation].flatMap((action) => [
      row(
        action,
        key,
        ours,
        site.provisioning === "application" || action !== "kms:EnableKeyRotation"
          ? allow(by, "a key that the application manages here")
          : deny("whoever provisions keys turns rotation on"),
      ),
      ...foreignTags(site).map(([tags, why]) => row(action, key, tags, deny(why))),
    ]),
    row(
      "kms:Decrypt",
      key,
      { ...ours, "aws:ResourceTag/Tenant": "42" },
      allow(by, "other tags do not matter"),
    ),
    row(
      "kms:Decrypt",
      key,
      { "aws:ResourceTag/environment": environment, "aws:ResourceTag/MANAGEDBY": "Application" },
      allow(by, "IAM does not tell upper from lower case in the names of tags"),
    ),
    row(
      "kms:Decrypt",
      key,
      { "kms:RequestAlias": "alias/tenant-42" },
      deny("an alias gives nothing that tags do not"),
    ),
    ...[...never, "kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:CreateGrant"].map(
      (action) => row(action, key, ours, deny("tenant keys are used, and rotation is turned on")),
    ),
    ...["kms:DisableKeyRotation", "kms:RotateKeyOnDemand", "kms:DeleteImportedKeyMaterial"].map((action) =>
      row(action, key, ours, deny("rotation is turned on, not off")),
    ),
    ...["kms:ImportKeyMaterial", "kms:RetireGrant", "kms:RevokeGrant", "kms:UpdatePrimaryRegion"].map(
      (action) => row(action, key, ours, deny("tenant keys are used, not changed")),
    ),
  ];
}

/** Tags that a tenant key of this environment does not have. */
function foreignTags(site: Site): [tags: Context, why: string][] {
  const { environment } = site;
  return [
    [{}, "a key without tags"],
    [{ "aws:ResourceTag/Environment": environment }, "ManagedBy is missing"],
    [{ "aws:ResourceTag/ManagedBy": "Application" }, "Environment is missing"],
    ...otherEnvironments(site).map((other): [Context, string] => [
      resourceTags(other, "Application"),
      `a tenant key of ${other}`,
    ]),
    [resourceTags(environment, "Pulumi"), "a key that somebody else manages"],
    [resourceTags(environment, "Application2"), "a manager whose name begins alike"],
    [resourceTags(environment, "Terraform"), "a key that somebody else manages"],
    [resourceTags(environment, ""), "ManagedBy is empty"],
    [resourceTags("", "Application"), "Environment is empty"],
    [resourceTags(environment, "application"), "a tag's value in another case"],
    [resourceTags(environment.toUpperCase(), "Application"), "a tag's value in another case"],
    [resourceTags(`${environment}-2`, "Application"), "an environment whose name begins alike"],
  ];
}

/** Keys of other Regions, accounts and partitions, whatever their tags and key policies. */
export function keysElsewhereRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const { partition } = site.standIn;
  const ours = resourceTags(site.environment, "Application");
  const otherPartition = partition === "aws" ? "aws-cn" : "aws";
  const places: [why: string, place: Parameters<typeof keyArn>[1], owner?: string][] = [
    ...otherRegions(site).map((region): [string, Partial<Site["standIn"]>] => [
      `Region ${region}`,
      { region },
    ]),
    ["another account, whose key policy allows it", { accountId: stranger }, stranger],
    ["another partition", { partition: otherPartition }, stranger],
  ];
  const master = site.masterKey.split("/")[1];
  return places.flatMap(([why, place, owner]) => [
    ...[...usual, ...rotation, "kms:CreateGrant", "kms:DisableKey"].map((action) =>
      row(action, keyArn(site, place), ours, deny(why), owner),
    ),
    row(
      "kms:Decrypt",
      keyArn(site, { ...place, id: master }),
      {},
      deny(`the master key's ID in ${why}`),
      owner,
    ),
    row(
      "kms:DisableKey",
      keyArn(site, { ...place, id: master }),
      {},
      deny(`the master key's ID in ${why}`),
      owner,
    ),
    row("kms:UntagResource", keyArn(site, place), { "aws:TagKeys": ["Environment"] }, untagging, owner),
    row("kms:ReplicateKey", keyArn(site, place), ours, replicating, owner),
  ]);
}

const replicating: Case = forbid("DenyReplicatingKeys", "nothing becomes readable in another Region");
const untagging: Case = forbid("DenyUntaggingKeys", "no key anywhere loses a tag by this role");

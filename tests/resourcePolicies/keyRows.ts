import { allow, deny, forbid, type Row } from "../../cli/access/row";
import { rowsOn, type Setting } from "./setting";

const masterUse = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];
const tenantUse = [...masterUse, "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];
const administration = [
  ...["kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey"],
  ...["kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy"],
  ...["kms:GetKeyLastUsage", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListKeyPolicies"],
  "kms:ListKeyRotations",
  ...["kms:ListResourceTags", "kms:PutKeyPolicy", "kms:RevokeGrant", "kms:RotateKeyOnDemand"],
  ...["kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias"],
  "kms:UpdateKeyDescription",
];
const settings = [
  ...["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants"],
  "kms:ListResourceTags",
];
/** Some of what neither the role nor anybody else may do. */
const beyond = [
  ...["kms:CreateGrant", "kms:ReEncryptFrom", "kms:GenerateDataKeyPair", "kms:Sign", "kms:GetPublicKey"],
  ...["kms:GetKeyPolicy", "kms:EnableKey", "kms:DisableKey", "kms:TagResource", "kms:ScheduleKeyDeletion"],
  ...["kms:ReplicateKey", "kms:UpdatePrimaryRegion", "kms:DeleteImportedKeyMaterial"],
];
/** Those that decide: the others of AWS's reference are asked for where it does not take long. */
export const fewKeyActions = [...new Set([...tenantUse, ...administration, ...beyond])];
const outsiders = ["nearRole", "stranger", "namesake"] as const;
const idle = deny("the key's policy delegates, and IAM allows nothing");
const byIam = "AdministratorAccess";
const half = { "aws:ResourceTag/Environment": "production" };
const fullTags = { "aws:ResourceTag/Environment": "production", "aws:ResourceTag/ManagedBy": "Application" };

/** The tenant key: the role uses it, its creator may mend its policy, administrators manage it. */
export function tenantKeyRows(setting: Setting, keyActions: string[]): Row[] {
  const row = rowsOn(setting, "tenantKey");
  const { masterKey } = setting.site;
  const key = `${masterKey.slice(0, -1)}7`;
  const { full } = setting;
  const [use, mend] = ["LetRoleUseTenantKey", "KeepTenantKeyManageable"];
  const bypass = { "kms:BypassPolicyLockoutSafetyCheck": "true" };
  const noMore = deny("the role uses the key and does nothing else with it");
  return [
    ...tenantUse.flatMap((action) => [
      row(
        ...(["role", action, key, fullTags] as const),
        full && action === "kms:EnableKeyRotation"
          ? deny("the provisioner turns rotation on")
          : allow(["UseTenantKeys", use], "both sides let the role use it"),
      ),
      row("role", action, key, half, deny("the key's policy delegates, so the role's own conditions count")),
      row("roleAsAdministrator", action, key, {}, allow([byIam, use], "what IAM allows, of these actions")),
    ]),
    ...beyond.map((action) => row("roleAsAdministrator", action, key, {}, noMore)),
    row("creator", "kms:PutKeyPolicy", key, {}, allow(mend, "or AWS would refuse to create the key")),
    full
      ? row("role", "kms:PutKeyPolicy", key, fullTags, deny("another creates the keys"))
      : row("role", "kms:PutKeyPolicy", key, bypass, forbid("DenyLockoutBypass", "never without the check")),
    ...["kms:Decrypt", "kms:GetKeyPolicy", "kms:CreateGrant", "kms:ScheduleKeyDeletion"].map((action) =>
      row("creator", action, key, {}, deny("the creator has nothing but the policy")),
    ),
    ...(full ? creatorRows(setting, key) : []),
    ...managementRows(setting, "tenantKey", key, keyActions),
  ];
}

/** A creator that is not the role: it turns rotation on, as far as its own policies allow, and uses the key for nothing. */
function creatorRows(setting: Setting, key: string): Row[] {
  const row = rowsOn(setting, "tenantKey");
  const rotate = "LetCreatorRotateTenantKey";
  const noMore = deny("the creator turns rotation on and does nothing else with the key");
  const never = forbid("DenyUsingKeys", "who creates keys reads nothing");
  return [
    ...["kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"].flatMap((action) => [
      row("provisioner", action, key, fullTags, allow(["RotateTenantKeys", rotate], "both sides let it")),
      row("provisioner", action, key, half, deny("the provisioner's own conditions count")),
      row("creatorAsAdministrator", action, key, {}, allow([byIam, rotate], "of what IAM allows, this")),
      row("creator", action, key, {}, idle),
      row("nearRole", action, key, {}, deny("it creates no keys")),
    ]),
    ...[...beyond, "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DisableKeyRotation"].map(
      (action) => row("creatorAsAdministrator", action, key, {}, noMore),
    ),
    ...[
      ...["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
      ...["kms:DeriveSharedSecret", "kms:GenerateMac", "kms:Sign", "kms:Verify", "kms:VerifyMac"],
    ].map((action) => row("provisioner", action, key, fullTags, never)),
  ];
}

/** The master key: the role uses it, readers decrypt, administrators manage it. */
export function masterKeyRows(setting: Setting, keyActions: string[]): Row[] {
  const row = rowsOn(setting, "masterKey");
  const { masterKey: key } = setting.site;
  const use = "LetRoleUseMasterKey";
  const reads = ["kms:Decrypt", "kms:DescribeKey"];
  const isReader = (action: string) => setting.full && reads.includes(action);
  return [
    ...masterUse.flatMap((action) => [
      row("role", action, key, {}, allow(["UseMasterKey", use], "both sides let the role use it")),
      row("roleAsAdministrator", action, key, {}, allow([byIam, use], "what IAM allows, of these actions")),
    ]),
    ...(["idleRole", "idleReader"] as const).map((who) => row(who, "kms:Decrypt", key, {}, idle)),
    ...[...beyond, "kms:PutKeyPolicy"].map((action) =>
      row(
        "roleAsAdministrator",
        action,
        key,
        {},
        deny("the role uses the key and does nothing else with it"),
      ),
    ),
    ...[...masterUse, ...beyond].map((action) =>
      row(
        ...(["reader", action, key, {}] as const),
        isReader(action)
          ? allow([byIam, "LetReadersDecryptWithMasterKey"], "S3 decrypts with the reader's permission")
          : deny("readers decrypt and do nothing else"),
      ),
    ),
    ...managementRows(setting, "masterKey", key, keyActions),
  ];
}

/** Administrators and the root user manage a key and use it for no data; nobody else does anything. */
function managementRows(
  setting: Setting,
  name: "tenantKey" | "masterKey",
  key: string,
  keyActions: string[],
): Row[] {
  const row = rowsOn(setting, name);
  const sid = name === "tenantKey" ? "LetAdministratorsManageTenantKey" : "LetAdministratorsManageMasterKey";
  const managed = allow([byIam, sid], "the key is managed by those who are named");
  const unused = deny("who manages the key uses it for no data");
  const nobody = deny("no policy of IAM opens the key");
  const managing = (action: string) => (administration.includes(action) ? managed : unused);
  const { full } = setting;
  const few = ["kms:Decrypt", "kms:PutKeyPolicy", "kms:DescribeKey"];
  const sees = name === "tenantKey" ? "LetAuditorsSeeTenantKey" : "LetAuditorsSeeMasterKey";
  return [
    ...[...new Set([...keyActions, ...fewKeyActions])].map((action) =>
      row(
        ...(["auditor", action, key, {}] as const),
        full && settings.includes(action)
          ? allow([byIam, sees], "an auditor sees who may use the key")
          : deny("an auditor neither uses nor changes the key"),
      ),
    ),
    ...settings.flatMap((action) => [
      row("idleAuditor", action, key, {}, idle),
      row("nearRole", action, key, {}, deny("it is no auditor")),
    ]),
    ...keyActions.map((action) => row("rootUser", action, key, {}, managing(action))),
    ...[...few, ...beyond].flatMap((action) => [
      row("keyAdministrator", action, key, {}, full ? managing(action) : nobody),
      row("administrator", action, key, {}, nobody),
    ]),
    ...few.flatMap((action) => [
      row("idleAdministrator", action, key, {}, idle),
      ...outsiders.map((who) => row(who, action, key, {}, nobody)),
    ]),
  ];
}

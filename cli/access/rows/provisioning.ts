import { allow, backendRows, deny, forbid, type Row } from "../row";
import { otherEnvironments, otherRegions, type Site } from "../site";
import { assumeRows } from "./assume";
import { identityRows } from "./identities";
import { keyArn, requestTags, resourceTags } from "./kmsRequests";
import { createKeyRows, tagRows, untagRows } from "./kmsTags";
import { provisionerSessionRows, taggingRows, tenantKeyRows } from "./tenants";
import { trustRows } from "./trust";

/** Creating and tagging keys: the backend's work, or that of a role of its own, or nobody's. */
export function provisioningRows(site: Site): Row[] {
  const rows = site.provisioning === "application" ? [createKeyRows, tagRows] : [withoutProvisioningRows];
  return [...rows, untagRows, provisionerRows].flatMap((rowsOf) => rowsOf(site));
}

/** Where keys are provisioned by somebody else the backend brings none into its reach, not even one without tags. */
function withoutProvisioningRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const right = requestTags({ Environment: site.environment, ManagedBy: "Application" });
  const by = "DenyProvisioningKeys";
  const keys: [tags: Row["condition"], why: string][] = [
    [{}, "not even a key without tags"],
    [resourceTags(site.environment, "Application"), "not even a tenant key"],
    [resourceTags(otherEnvironments(site)[0] ?? "", "Application"), "not another environment's"],
  ];
  return [
    row("kms:CreateKey", "*", right, forbid([by, by], "keys are created by somebody else")),
    row("kms:CreateKey", "*", {}, forbid(by, "keys are created by somebody else")),
    row(
      "kms:CreateKey",
      "*",
      { ...right, "kms:BypassPolicyLockoutSafetyCheck": "true" },
      forbid([by, "DenyLockoutBypass", by], "keys are created by somebody else"),
    ),
    ...keys.map(([tags, why]) =>
      row("kms:TagResource", keyArn(site), { ...right, ...tags }, forbid(by, why)),
    ),
    row(
      "kms:TagResource",
      site.masterKey,
      right,
      forbid([by, "DenyChangingMasterKey"], "nor the master key"),
    ),
    ...otherRegions(site).map((region) =>
      row("kms:TagResource", keyArn(site, { region }), right, forbid(by, "nor one of another Region")),
    ),
    row(
      "kms:PutKeyPolicy",
      keyArn(site),
      { "kms:BypassPolicyLockoutSafetyCheck": "true" },
      forbid("DenyLockoutBypass", "nobody could mend it"),
    ),
    row("kms:CreateAlias", keyArn(site), right, deny("aliases point where their owners want")),
  ];
}

/** The provisioner creates keys as the backend would, and uses none. */
function provisionerRows(site: Site): Row[] {
  const { provisioner, provisionerTrust } = site.policies;
  if (!provisioner || !provisionerTrust) return [];
  const { partition, accountId } = site.standIn;
  const { principals } = site.trust;
  const own: Site = {
    ...site,
    roleArn: site.provisionerRoleArn,
    trust: {
      ...site.trust,
      // Without tokens and certificates.
      principals: principals.length > 0 ? principals : [`arn:${partition}:iam::${accountId}:root`],
      ...{ oidc: undefined, rolesAnywhere: undefined },
    },
    provisioning: "application",
    policies: { ...site.policies, backend: [provisioner], trust: provisionerTrust },
  };
  const rows = [
    createKeyRows,
    tagRows,
    untagRows,
    rotationRows,
    dataRows,
    elsewhereRows,
    tenantKeyRows,
    provisionerSessionRows,
    identityRows,
  ].flatMap((rowsOf) => rowsOf(own));
  return [
    ...rows.map((row) => ({ ...row, who: "key provisioner" })),
    ...trustRows(own),
    ...taggingRows(own),
    ...keylessRows(site, own),
  ];
}

/** Tokens and certificates that open the backend's role do not open this one. */
function keylessRows({ trust }: Site, own: Site): Row[] {
  const row = assumeRows(own, "trust", own.roleArn, own.policies.trust);
  const only = deny("it is the backend's role that they open");
  const { oidc, rolesAnywhere } = trust;
  return [
    ...(oidc
      ? [
          row(
            "sts:AssumeRoleWithWebIdentity",
            { who: "a workload with a token", principal: oidc.providerArn },
            {
              "token.actions.githubusercontent.com:aud": oidc.audience,
              "token.actions.githubusercontent.com:sub": (oidc.subjects[0] ?? "").replace("*", "main"),
            },
            only,
          ),
        ]
      : []),
    ...(rolesAnywhere
      ? [
          row(
            "sts:AssumeRole",
            { who: "a host with a certificate", principal: "rolesanywhere.amazonaws.com" },
            {
              "aws:SourceAccount": rolesAnywhere.trustAnchorArn.split(":")[4] ?? "",
              "aws:SourceArn": rolesAnywhere.trustAnchorArn,
              "aws:PrincipalTag/x509Subject/CN": rolesAnywhere.subjectCommonName,
            },
            only,
          ),
        ]
      : []),
  ];
}

function rotationRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const key = keyArn(site);
  const ours = resourceTags(site.environment, "Application");
  const [other = ""] = otherEnvironments(site);
  return ["kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"].flatMap((action) => [
    row(action, key, ours, allow("RotateTenantKeys", "a key that it has made")),
    row(action, key, {}, deny("a key without tags")),
    row(action, key, resourceTags(site.environment, "Terraform"), deny("a key that somebody else manages")),
    row(action, key, resourceTags(other, "Application"), deny("another environment's")),
    row(
      action,
      key,
      resourceTags(site.environment, "Application2"),
      deny("a manager whose name begins alike"),
    ),
    row(action, key, resourceTags(`${site.environment}-2`, "Application"), deny("a name that begins alike")),
    row(action, key, { "aws:ResourceTag/Environment": site.environment }, deny("ManagedBy is missing")),
    row(action, key, { "aws:ResourceTag/ManagedBy": "Application" }, deny("Environment is missing")),
    ...otherRegions(site).map((region) =>
      row(action, keyArn(site, { region }), ours, deny("another Region")),
    ),
    row(action, keyArn(site, { accountId: "999999999999" }), ours, deny("another account"), "999999999999"),
  ]);
}

/** No health information: what is encrypted stays so. */
function dataRows(site: Site): Row[] {
  const row = backendRows(site, "KMS");
  const ours = resourceTags(site.environment, "Application");
  const uses = [
    ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:CreateGrant"],
    ...["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKeyPair"],
    ...["kms:GenerateDataKeyPairWithoutPlaintext", "kms:DeriveSharedSecret", "kms:GenerateMac", "kms:Sign"],
    ...["kms:Verify", "kms:VerifyMac"],
  ];
  const notUsed = (why: string) => forbid("DenyUsingKeys", why);
  return uses.flatMap((action) => [
    row(action, keyArn(site), ours, notUsed("not even the keys that it has made")),
    row(action, keyArn(site), {}, notUsed("not a key without tags")),
    ...otherRegions(site).map((region) =>
      row(action, keyArn(site, { region }), {}, notUsed("not a key of another Region")),
    ),
    row(
      action,
      site.masterKey,
      {},
      action === "kms:CreateGrant"
        ? forbid(["DenyChangingMasterKey", "DenyUsingKeys"], "not the master key")
        : notUsed("not the master key"),
    ),
  ]);
}

/** Nothing but keys. */
function elsewhereRows(site: Site): Row[] {
  const kms = backendRows(site, "KMS");
  const s3 = backendRows(site, "S3");
  const changing = ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:EnableKeyRotation"];
  const others = ["kms:DisableKeyRotation", "kms:RotateKeyOnDemand", "kms:DeleteImportedKeyMaterial"];
  return [
    ...["kms:ListKeys", "kms:ListAliases"].map((action) =>
      kms(action, "*", {}, deny("it knows what it makes")),
    ),
    ...[...changing, ...others].map((action) =>
      kms(action, site.masterKey, {}, forbid("DenyChangingMasterKey", "the master key is not its work")),
    ),
    ...[
      ...["kms:DisableKey", "kms:EnableKey", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"],
      ...["kms:GetPublicKey", "kms:RevokeGrant", "kms:RetireGrant"],
    ].map((action) =>
      kms(
        action,
        keyArn(site),
        resourceTags(site.environment, "Application"),
        deny("keys are made, and that is all"),
      ),
    ),
    kms("kms:ReplicateKey", keyArn(site), {}, forbid("DenyReplicatingKeys", "nothing leaves the Region")),
    s3("s3:GetObject", `${site.documents}/tenants/42/1`, {}, deny("no documents")),
    s3("s3:PutObject", `${site.auditLogs}/application-logs/1`, {}, deny("no logs")),
  ];
}

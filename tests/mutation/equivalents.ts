import type { Site } from "../access/site";

const negated = "a negated operator matches where the key is absent, with IfExists or without";
const twoOfTwo = "the statement names both actions that the pattern stands for";
const noOther = "no other action that the pattern stands for has this condition key";
const noKeyIn = "no other action that the pattern stands for works on a key";
const noTaggedOther = "of what has tags KMS has nothing but keys";
const refusedAnyway =
  "an explicit deny refuses the same; the condition stays so that the grant shows its own limit, whatever becomes of the deny";

/** Mutants that decide every request as the document does, by name, with the reason. */
export function equivalents({ standIn: { partition, region, accountId } }: Site): Map<string, string> {
  const kms = `arn:${partition}:kms:${region}:${accountId}`;
  const rows: [statement: string, change: string, reason: string][] = [
    [
      "DenyS3WithoutTls",
      "Bool aws:SecureTransport: to BoolIfExists",
      "AWS tells aws:SecureTransport of every request",
    ],
    ["DenyOtherEncryption", "s3:PutObject to s3:Put*", noOther],
    [
      "DenyOtherEncryption",
      "StringNotEquals s3:x-amz-server-side-encryption: to StringNotEqualsIfExists",
      negated,
    ],
    ["DenyCustomerProvidedKeys", "s3:PutObject to s3:Put*", noOther],
    ["UseMasterKey", "kms:DescribeKey to kms:Describe*", noKeyIn],
    ["UseTenantKeys", "kms:DescribeKey to kms:Describe*", noKeyIn],
    ["UseTenantKeys", `${kms}:key/* to ${kms}:*`, noTaggedOther],
    ["CreateTenantKeys", "kms:CreateKey to kms:Create*", noOther],
    [
      "CreateTenantKeys",
      "StringEquals aws:RequestedRegion: to StringEqualsIfExists",
      "AWS tells aws:RequestedRegion of every request",
    ],
    [
      "TagNewTenantKeys",
      "kms:TagResource to kms:*",
      "of the other actions CreateKey alone has tags in its request, and it works on no key",
    ],
    ["TagNewTenantKeys", `${kms}:key/* to ${kms}:*`, noTaggedOther],
    ...["Environment", "ManagedBy"].flatMap((tag): typeof rows => [
      ["TagNewTenantKeys", `StringEquals aws:RequestTag/${tag}: drop it`, refusedAnyway],
      ["TagNewTenantKeys", `StringEquals aws:RequestTag/${tag}: to StringEqualsIfExists`, refusedAnyway],
    ]),
    [
      "DenyRetaggingKeysOfOtherManagers",
      "StringNotEquals aws:ResourceTag/ManagedBy: to StringNotEqualsIfExists",
      negated,
    ],
    [
      "DenyRetaggingKeysOfOtherEnvironments",
      "StringNotEquals aws:ResourceTag/Environment: to StringNotEqualsIfExists",
      negated,
    ],
    [
      "DenyTagsOfOtherEnvironments",
      "StringNotEquals aws:RequestTag/Environment: to StringNotEqualsIfExists",
      negated,
    ],
    [
      "DenyTagsOfOtherManagers",
      "StringNotEquals aws:RequestTag/ManagedBy: to StringNotEqualsIfExists",
      negated,
    ],
    ["DenyChangingMasterKey", "kms:DisableKeyRotation to kms:Disable*", twoOfTwo],
    ["DenyChangingMasterKey", "kms:DisableKey to kms:Disable*", twoOfTwo],
    ["DenyLockoutBypass", "kms:PutKeyPolicy to kms:*", noOther],
    ["DenyLockoutBypass", "kms:CreateKey to kms:Create*", noOther],
    ["DenyLockoutBypass", "kms:CreateKey to kms:*", noOther],
    ["AssumeWithExternalId", "sts:AssumeRole to sts:Assume*", noOther],
    ["AssumeWithExternalId", "sts:AssumeRole to sts:*", noOther],
  ];
  return new Map(rows.map(([statement, change, reason]) => [`${statement}: ${change}`, reason]));
}

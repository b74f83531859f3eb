import type { Statement } from "../policies/statement";

type Grant = Pick<Statement, "Principal" | "Resource" | "Condition">;

/**
 * A grant to some principals of the key's account, as far as their own policies allow the same. The account's root as
 * principal delegates to IAM, and the condition narrows that to those principals. Named as principals they would need
 * no policy of their own, so that no condition there would count; and AWS replaces the name of a role that is deleted
 * with its id, so that a role made anew would be locked out.
 */
export function onlyThrough(partition: string, accountId: string, principalArns: string[]): Grant {
  return {
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Resource: "*", // In a key's policy: this key.
    Condition: { ArnEquals: { "aws:PrincipalArn": principalArns } },
  };
}

/** Managing a key, by its administrators and by the account's root user, whom nobody can delete. */
export function administration(partition: string, accountId: string, administratorArns: string[] = []) {
  const rootUser = `arn:${partition}:iam::${accountId}:root`;
  return {
    ...onlyThrough(partition, accountId, [rootUser, ...administratorArns]),
    Action: keyAdministration,
  };
}

/** Lets auditors see a key's settings, if there are any. */
export function auditing(Sid: string, partition: string, accountId: string, auditorArns: string[] = []) {
  const statement: Statement = {
    Sid,
    Effect: "Allow",
    ...onlyThrough(partition, accountId, auditorArns),
    Action: keySettings,
    purpose: "Auditors see who may use the key, as far as their own policies allow, and change nothing.",
    hipaa: ["164.308(a)(1)(ii)(D)", "164.308(a)(8)"],
  };
  return auditorArns.length > 0 ? [statement] : [];
}

/** What `hipaa-iam verify` and the commands of docs/access-review.md ask of a key, and no more. */
const keySettings = [
  ...["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants"],
  "kms:ListResourceTags",
];

/** All that manages a key or shows its settings. Nothing that encrypts, decrypts, or lets others do so by a grant. */
const keyAdministration = [
  ...["kms:DescribeKey", "kms:GetKeyLastUsage", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"],
  ...["kms:ListGrants"],
  ...["kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags"],
  ...["kms:PutKeyPolicy", "kms:RevokeGrant", "kms:TagResource", "kms:UntagResource"],
  ...["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias", "kms:UpdateKeyDescription"],
  ...["kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:RotateKeyOnDemand"],
  ...["kms:EnableKey", "kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
];

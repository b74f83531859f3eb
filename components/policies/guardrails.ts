import { Environment } from "../args";
import type { Statement } from "./statement";

/** What the guardrails are made of. */
export interface GuardrailsScope {
  /** `aws`, `aws-us-gov` or `aws-cn`. */
  partition: string;
  keptBucketArns: string[];
  allowedRegions: string[];
  /** Who deploys: they alone change what the guardrails protect. */
  administratorArns: string[];
}

/** The names that components give, in any account and with any suffix. */
const named = (partition: string, kind: "role" | "policy", suffix: string) =>
  Object.values(Environment).map(
    (environment) => `arn:${partition}:iam::*:${kind}/${environment}*-${suffix}`,
  );

/**
 * What the policies of a role cannot close, as it is others that could do it. A service control policy binds everybody in
 * the accounts that it is attached to; it grants nothing.
 */
export function guardrailsStatements(scope: GuardrailsScope): Statement[] {
  const { partition, keptBucketArns: buckets, administratorArns: administrators } = scope;
  const provisioners = named(partition, "role", "key-provisioner");
  const backends = `arn:${partition}:iam::*:role/hipaa-app-backend-*`;
  const monitoring = named(partition, "role", "rds-monitoring-role");
  const others = administrators.length > 0 && {
    Condition: { ArnNotEquals: { "aws:PrincipalArn": administrators } },
  };
  return [
    {
      // To AWS a new key looks the same, so tenant keys are the provisioner's to create.
      Sid: "DenyTaggingUntaggedKeys",
      Effect: "Deny",
      Action: "kms:TagResource",
      Resource: "*",
      Condition: {
        Null: { "aws:ResourceTag/Environment": "true", "aws:ResourceTag/ManagedBy": "true" },
        ArnNotLike: { "aws:PrincipalArn": [...provisioners, ...administrators] },
      },
      purpose:
        "Only the provisioner of keys, and who deploys, tags a key that has no tags: it opens the key.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyDeletingKeptObjects",
      Effect: "Deny",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      Resource: buckets.map((bucket) => `${bucket}/*`),
      purpose: "Nobody deletes a backup or an audit log, who deploys neither; lifecycle rules still do.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      Sid: "DenyWeakeningKeptBuckets",
      Effect: "Deny",
      Action: [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketAcl",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      Resource: buckets,
      ...others,
      purpose: "Only who deploys changes what protects backups and audit logs.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      Sid: "DenyRemovingBoundary",
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"],
      Resource: [backends, ...provisioners, ...monitoring],
      ...others,
      purpose: "Only who deploys takes the permissions boundary off a role, or sets another.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyChangingBoundary",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
      ],
      Resource: named(partition, "policy", "boundary"),
      ...others,
      purpose: "Only who deploys changes what a permissions boundary allows.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyOtherRegions",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:PrincipalArn": [backends, ...provisioners, ...monitoring] },
        StringNotEquals: { "aws:RequestedRegion": scope.allowedRegions },
      },
      purpose: "The roles work in the allowed Regions and nowhere else, whatever they are granted.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
  ];
}

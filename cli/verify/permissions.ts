/**
 * Every call of AWS that `hipaa-iam verify` makes, by service and operation, with the action of IAM that it needs. A call
 * that is not here is not made. None of them changes anything: the report of last use is a reading, whatever its name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const permissions = {
  iam: {
    GetRole: "iam:GetRole",
    ListAttachedRolePolicies: "iam:ListAttachedRolePolicies",
    ListRolePolicies: "iam:ListRolePolicies",
    GetRolePolicy: "iam:GetRolePolicy",
    GetPolicy: "iam:GetPolicy",
    ListPolicyVersions: "iam:ListPolicyVersions",
    GetPolicyVersion: "iam:GetPolicyVersion",
    SimulatePrincipalPolicy: "iam:SimulatePrincipalPolicy",
    GenerateServiceLastAccessedDetails: "iam:GenerateServiceLastAccessedDetails",
    GetServiceLastAccessedDetails: "iam:GetServiceLastAccessedDetails",
  },
  kms: {
    ListKeys: "kms:ListKeys",
    DescribeKey: "kms:DescribeKey",
    ListResourceTags: "kms:ListResourceTags",
    GetKeyPolicy: "kms:GetKeyPolicy",
    ListGrants: "kms:ListGrants",
    GetKeyRotationStatus: "kms:GetKeyRotationStatus",
  },
  s3: {
    GetBucketVersioning: "s3:GetBucketVersioning",
    GetBucketEncryption: "s3:GetEncryptionConfiguration",
    GetBucketPolicy: "s3:GetBucketPolicy",
    GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
    GetBucketOwnershipControls: "s3:GetBucketOwnershipControls",
    GetObjectLockConfiguration: "s3:GetBucketObjectLockConfiguration",
    GetBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration",
    GetBucketReplication: "s3:GetReplicationConfiguration",
  },
  accessanalyzer: { ValidatePolicy: "access-analyzer:ValidatePolicy" },
  // Needs no permission: a deny of it changes nothing either.
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  sts: { GetCallerIdentity: undefined },
} as const;

export type Service = keyof typeof permissions;

/** The policy that the command needs, as `--policy` prints it. */
export function neededPolicy() {
  const actions = Object.values(permissions).flatMap((operations) =>
    Object.values(operations).filter((action) => action !== undefined),
  );
  const of = (service: string) => actions.filter((action) => action.startsWith(`${service}:`)).sort();
  return {
    Version: "2012-10-17",
    Statement: [
      // Which roles, policies, keys and buckets a stack has is not known before it is looked at.
      { Sid: "ReadRolesAndPolicies", Effect: "Allow", Action: of("iam"), Resource: "*" },
      { Sid: "ReadKeys", Effect: "Allow", Action: of("kms"), Resource: "*" },
      { Sid: "ReadSettingsOfBuckets", Effect: "Allow", Action: of("s3"), Resource: "arn:*:s3:::*" },
      { Sid: "ValidatePolicies", Effect: "Allow", Action: of("access-analyzer"), Resource: "*" },
    ],
  };
}

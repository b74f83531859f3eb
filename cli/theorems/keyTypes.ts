/** By type the keys whose value AWS makes, so that it is always of that type. Any other key may have any text, tags above all. */
const keysOfType = {
  /** `true` or `false`. */
  flag: [
    ...[
      "aws:SecureTransport",
      "aws:MultiFactorAuthPresent",
      "aws:ViaAWSService",
      "aws:PrincipalIsAWSService",
    ],
    ...["kms:BypassPolicyLockoutSafetyCheck", "kms:GrantIsForAWSResource", "kms:MultiRegion"],
    ...["kms:ReEncryptOnSameKey", "lambda:InvokedViaFunctionUrl", "s3:ObjectCreationOperation"],
    ...["secretsmanager:BlockPublicPolicy", "secretsmanager:ForceDeleteWithoutRecovery"],
    ...["secretsmanager:ForceOverwriteReplicaSecret", "sts:RoleAuthorizedByIdp"],
  ],
  number: [
    ...["aws:MultiFactorAuthAge", "kms:RotationPeriodInDays", "kms:ScheduleKeyDeletionPendingWindowInDays"],
    ...["s3:max-keys", "s3:object-lock-remaining-retention-days", "s3:signatureAge", "s3:TlsVersion"],
    ...["secretsmanager:RecoveryWindowInDays", "sts:DurationSeconds"],
  ],
  date: [
    ...["aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"],
    ...["kms:ValidTo", "s3:object-lock-retain-until-date"],
  ],
  address: ["aws:SourceIp", "aws:VpcSourceIp"],
} as const;
export type KeyType = keyof typeof keysOfType;

const typed = new Map(
  (Object.keys(keysOfType) as KeyType[]).flatMap((type) =>
    keysOfType[type].map((key) => [key.toLowerCase(), type] as const),
  ),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and each service's own page. */
export const typeOf = (key: string): KeyType | undefined => typed.get(key);

/** Whether each value of a key is of a type. AWS tells the time as seconds, too: they are a date and a number. */
export const hasType = (key: string, type: KeyType) =>
  typeOf(key) === type || (key === "aws:epochtime" && type === "number");

import type { Input } from "@pulumi/pulumi";

/** The environment that a component serves. */
export const Environment = {
  /** Development. */
  Dev: "dev",
  /** Staging. */
  Staging: "staging",
  /** Production. */
  Production: "production",
} as const;
export type Environment = (typeof Environment)[keyof typeof Environment];

/** What applies where an arg is left out. */
export const defaults = {
  externalId: "railway-hipaa-app",
  enableRdsMonitoring: false,
  maxSessionDuration: 3600,
  backupsWriteOnce: true,
  auditLogsAppendOnly: true,
} as const;

/**
 * What a HipaaIamComponent is made from. A bad value fails with pulumi.InputPropertiesError, which names every
 * fault at once: a plain value before anything is registered, an Output's value as soon as it is known.
 */
export interface HipaaIamComponentArgs {
  /**
   * The environment that the role serves: dev, staging or production. It is part of every name, and only tenant
   * keys tagged Environment with this value can be used. Any other value is refused. A plain value, as it decides
   * names.
   * @example "production"
   */
  environment: Environment;

  /**
   * ARN of the S3 bucket that holds tenants' documents: arn:PARTITION:s3:::BUCKET. The role lists, reads, writes
   * and deletes objects under tenants/ only. Refused: a path, a wildcard, another partition than the provider's, a
   * bucket that is also given for backups or audit logs.
   * @example "arn:aws:s3:::example-documents"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  s3BucketDocumentsArn: Input<string>;

  /**
   * ARN of the S3 bucket that takes backups: arn:PARTITION:s3:::BUCKET. The role lists it and writes new objects;
   * it cannot read, delete or overwrite. Refused: what s3BucketDocumentsArn refuses.
   * @example "arn:aws:s3:::example-backups"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  s3BucketBackupsArn: Input<string>;

  /**
   * ARN of the S3 bucket that takes audit logs: arn:PARTITION:s3:::BUCKET. The role lists it and writes new
   * objects under application-logs/; it cannot read, delete or overwrite. Refused: what s3BucketDocumentsArn
   * refuses.
   * @example "arn:aws:s3:::example-audit-logs"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  s3BucketAuditLogsArn: Input<string>;

  /**
   * ARN of the KMS master key: arn:PARTITION:kms:REGION:ACCOUNT:key/KEY-ID. Refused: an alias ARN (an alias can be
   * pointed at another key later), a wildcard, another partition than the provider's. A key in another Region than
   * the provider's gives a warning.
   * @example "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
   */
  kmsMasterKeyArn: Input<string>;

  /**
   * ARN of the one RDS database whose enhanced monitoring may use the monitoring role:
   * arn:PARTITION:rds:REGION:ACCOUNT:db:ID or ...:cluster:ID. Left out or empty: every database of the account and
   * Region. Anything else is refused. Without effect unless enableRdsMonitoring is true.
   * @default none: every database of this account and Region
   * @example "arn:aws:rds:us-east-1:123456789012:db:example"
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
   */
  rdsArn?: Input<string>;

  /**
   * The external ID that whoever assumes the role must present: 2 to 1224 characters, letters, digits and _+=,.@:/-
   * only; anything else is refused. AWS does not treat it as a secret, this component does: it is encrypted in the
   * state. The default is public, so production with the default gives a warning.
   * @default "railway-hipaa-app"
   * @example new pulumi.Config().requireSecret("externalId")
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  externalId?: Input<string>;

  /**
   * Whether to make the role that RDS enhanced monitoring assumes. A plain value, as it decides which resources
   * exist; anything but true or false is refused.
   * @default false
   * @example true
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html
   */
  enableRdsMonitoring?: boolean;

  /**
   * Tags for every role and policy. The component's own Environment, ManagedBy, Module and Name win over tags of
   * the same key. Refused: keys over 128 characters, that start with aws:, that differ from another key only in
   * case, __proto__ and toString; values over 256 characters; characters other than letters, digits, spaces and
   * _.:/=+-@; more than 50 tags in all.
   * @default {}
   * @example { CostCenter: "Engineering" }
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
   */
  tags?: Record<string, Input<string>>;

  /**
   * Put behind the environment in every name, so that several components fit into one account. Lower-case letters,
   * digits and hyphens; refused if a role's name would be longer than 64 characters. A plain value; changing it
   * replaces every resource.
   * @default none
   * @example "eu"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  nameSuffix?: string;

  /**
   * ARN of the managed policy that is set as permissions boundary on every role made:
   * arn:PARTITION:iam::ACCOUNT:policy/NAME. Anything else is refused.
   * @default none
   * @example "arn:aws:iam::123456789012:policy/workload-boundary"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  permissionsBoundaryArn?: Input<string>;

  /**
   * The longest session of the backend's role, in seconds: a whole number from 3600 to 43200; anything else is
   * refused. A plain value.
   * @default 3600
   * @example 7200
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
   */
  maxSessionDuration?: number;

  /**
   * Whether a backup can be written only where its key has no object yet: each write must carry If-None-Match.
   * False drops just this condition. A plain value; anything but true or false is refused.
   * @default true
   * @example false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  backupsWriteOnce?: boolean;

  /**
   * Whether an audit log can be written only where its key has no object yet: each write must carry If-None-Match.
   * False drops just this condition. A plain value; anything but true or false is refused.
   * @default true
   * @example false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  auditLogsAppendOnly?: boolean;
}

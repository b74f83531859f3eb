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

/** Who creates the keys of tenants. */
export const TenantKeyProvisioning = {
  /** The backend itself, at run time. */
  Application: "application",
  /** A role of its own, which creates and tags keys and cannot use them. The backend only uses them. */
  Provisioner: "provisioner",
  /** Nobody that the component knows. The backend only uses keys. */
  None: "none",
} as const;
export type TenantKeyProvisioning = (typeof TenantKeyProvisioning)[keyof typeof TenantKeyProvisioning];

/** What applies where an arg is left out. */
export const defaults = {
  externalId: "railway-hipaa-app",
  enableRdsMonitoring: false,
  maxSessionDuration: 3600,
  backupsWriteOnce: true,
  auditLogsAppendOnly: true,
  s3AbortMultipartUploads: false,
  bedrockModelPatterns: ["anthropic.claude-*"],
  bedrockStreaming: false,
  bedrockCountTokens: false,
  tenantKeyProvisioning: TenantKeyProvisioning.Application,
};

/**
 * What a HipaaIamComponent is made from. A bad value fails with pulumi.InputPropertiesError, which names every
 * fault at once. A plain value fails before anything is registered, the value of an Output as soon as it is
 * known. Only an input that is left out takes its default. An input that is given and comes to undefined, null or
 * nothing is refused, as it would open what it was meant to narrow. Getters and inherited members count as
 * TypeScript has them, and each is read once.
 */
export interface HipaaIamComponentArgs {
  /**
   * The environment that the role serves: dev, staging or production. It is part of every name. The role uses
   * only tenant keys whose tag Environment has this value. Any other value is refused. It is a plain value, as it
   * decides names.
   * @example "production"
   */
  environment: Environment;

  /**
   * ARN of the S3 bucket that holds tenants' documents: arn:PARTITION:s3:::BUCKET. The role lists, reads, writes
   * and deletes objects under tenants/ only. Refused: a path, a wildcard, another partition than the provider's,
   * a bucket that is also given for backups or audit logs.
   * @example "arn:aws:s3:::example-documents"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  s3BucketDocumentsArn: Input<string>;

  /**
   * ARN of the S3 bucket that takes backups: arn:PARTITION:s3:::BUCKET. The role lists the bucket and writes new
   * objects. It cannot read, delete or overwrite. Refused: what s3BucketDocumentsArn refuses.
   * @example "arn:aws:s3:::example-backups"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  s3BucketBackupsArn: Input<string>;

  /**
   * ARN of the S3 bucket that takes audit logs: arn:PARTITION:s3:::BUCKET. The role lists the bucket and writes
   * new objects under application-logs/. It cannot read, delete or overwrite. Refused: what s3BucketDocumentsArn
   * refuses.
   * @example "arn:aws:s3:::example-audit-logs"
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  s3BucketAuditLogsArn: Input<string>;

  /**
   * ARN of the KMS key that encrypts the buckets, the master key: arn:PARTITION:kms:REGION:ACCOUNT:key/KEY-ID.
   * Refused: the ARN of an alias (an alias can be pointed at another key later), a wildcard, another partition
   * than the provider's. A key in another Region than the provider's gives a warning.
   * @example "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
   */
  kmsMasterKeyArn: Input<string>;

  /**
   * ARN of the one RDS database that may use the monitoring role: arn:PARTITION:rds:REGION:ACCOUNT:db:ID or
   * ...:cluster:ID. Anything else is refused. It has no effect unless enableRdsMonitoring is true.
   * @default none: every database of this account and Region
   * @example "arn:aws:rds:us-east-1:123456789012:db:example"
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
   */
  rdsArn?: Input<string>;

  /**
   * The external ID, a text that whoever assumes the role must send: 2 to 1224 letters, digits and _+=,.@:/-
   * only. Anything else is refused. AWS does not treat it as a secret. This component does: it is encrypted in
   * the state. The default is public, so production with the default gives a warning.
   * @default "railway-hipaa-app"
   * @example new pulumi.Config().requireSecret("externalId")
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  externalId?: Input<string>;

  /**
   * Whether to make the role that RDS assumes to report metrics (enhanced monitoring). It is a plain value, as it
   * decides which resources exist. Anything but true or false is refused.
   * @default false
   * @example true
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html
   */
  enableRdsMonitoring?: boolean;

  /**
   * Tags for every role and policy. The component's own Environment, ManagedBy, Module and Name win over tags of
   * the same key. Refused: keys over 128 characters, keys that start with aws:, keys that differ from another key
   * only in case, __proto__ and toString; values over 256 characters; characters other than letters, digits,
   * spaces and _.:/=+-@; more than 50 tags in all. Do not put secrets there: AWS shows tags, and the state has
   * them in the clear.
   * @default {}
   * @example { CostCenter: "Engineering" }
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
   */
  tags?: Record<string, Input<string>>;

  /**
   * A text that follows the environment in every name. With it several components fit into one account. It has
   * lower-case letters, digits and hyphens. It is refused if a role's name would be longer than 64 characters. It
   * is a plain value. A change of it replaces every resource.
   * @default none
   * @example "eu"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  nameSuffix?: string;

  /**
   * ARN of the managed policy that is set as permissions boundary on every role:
   * arn:PARTITION:iam::ACCOUNT:policy/NAME, of the provider's account or of AWS's own. Anything else is refused.
   * @default none
   * @example "arn:aws:iam::123456789012:policy/workload-boundary"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  permissionsBoundaryArn?: Input<string>;

  /**
   * The longest session of the backend's role, in seconds: a whole number from 3600 to 43200. Anything else is
   * refused. It is a plain value. Whoever assumes the role may ask for less, down to 900. Do not ask for 900: botocore
   * 1.44.8 renews credentials that have less than 15 minutes left, so it assumes the role before every request.
   * @default 3600
   * @example 7200
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
   */
  maxSessionDuration?: number;

  /**
   * Whether a backup is written once. Then each write must send the header If-None-Match, and S3 refuses to replace
   * an object. False drops this condition and changes nothing else. It is a plain value. Anything but true or false is
   * refused.
   * @default true
   * @example false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  backupsWriteOnce?: boolean;

  /**
   * Whether an audit log is written once. Then each write must send the header If-None-Match, and S3 refuses to
   * replace an object. False drops this condition and changes nothing else. It is a plain value. Anything but true or
   * false is refused.
   * @default true
   * @example false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  auditLogsAppendOnly?: boolean;

  /**
   * Whether the backend may abort uploads in parts where it may write: documents, backups, audit logs. An abort
   * removes the parts of an upload that is not complete. It touches no object. Without the option the parts of a
   * refused upload stay, and some clients show the refused abort instead of the reason. It is a plain value. Anything
   * but true or false is refused.
   * @default false
   * @example true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
   */
  s3AbortMultipartUploads?: boolean;

  /**
   * The account that owns the three buckets: twelve digits. Anything else is refused. Then every statement that
   * allows S3 applies to buckets of that account alone. A stranger who takes the name of a deleted bucket gets nothing.
   * @default none: a bucket of any account that has the name
   * @example "123456789012"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
   */
  bucketOwnerAccountId?: Input<string>;

  /**
   * The Regions in which Bedrock may process prompts: names of Regions, the provider's among them. Current models
   * need this option. An inference profile lets one of several Regions answer a prompt. The role may call Claude
   * through a profile if all of its Regions are listed. Global profiles stay refused. Refused: an empty list, a name
   * twice, a list without the provider's Region. These are plain values.
   * @default none: models of the provider's Region, without a profile, which gives a warning: see bedrockInRegionOnly
   * @example ["us-east-1", "us-east-2", "us-west-2"]
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
   */
  bedrockInferenceRegions?: string[];

  /**
   * Set true to silence the warning about missing inference profiles. It grants nothing. In most commercial Regions
   * no current Claude model can be called without a profile. So a role without bedrockInferenceRegions and
   * bedrockMantle gives a warning there. It is a plain value. Anything but true or false is refused, and so is true
   * beside bedrockInferenceRegions.
   * @default false
   * @example true
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/models-regions.html
   */
  bedrockInRegionOnly?: boolean;

  /**
   * Which models the role may call: their ids, each with or without a * at its end. Each must begin with
   * anthropic.claude-. No other models can be allowed. AWS may keep prompts for the families anthropic.claude-fable and
   * anthropic.claude-mythos. They are denied unless a pattern begins with their name. Refused: anything else, an
   * empty list, and a wider pattern beside one that names some of such a family. These are plain values.
   * @default ["anthropic.claude-*"]
   * @example ["anthropic.claude-sonnet-5-5", "anthropic.claude-haiku-5-5"]
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
   */
  bedrockModelPatterns?: string[];

  /**
   * Whether answers may be streamed (InvokeModelWithResponseStream, ConverseStream). It is a plain value.
   * Anything but true or false is refused.
   * @default false
   * @example true
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-invoke.html
   */
  bedrockStreaming?: boolean;

  /**
   * Whether the role may count the tokens of a prompt (CountTokens), for the models that it may call in this
   * Region. It is a plain value. Anything but true or false is refused.
   * @default false
   * @example true
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/count-tokens.html
   */
  bedrockCountTokens?: boolean;

  /**
   * Lets the role use the endpoint bedrock-mantle of this Region, which serves current Claude models without an
   * inference profile. The role creates inferences and counts tokens there, streaming or not, for the models of
   * bedrockModelPatterns. It manages and reads nothing else. AWS applies no guardrail of the call there. So
   * bedrockMantle is refused together with bedrockGuardrailArn.
   * @default none: the endpoint is denied
   * @example {}
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html
   */
  bedrockMantle?: BedrockMantle;

  /**
   * ARN of the Bedrock guardrail that every call must carry: arn:PARTITION:bedrock:REGION:ACCOUNT:guardrail/ID,
   * or the same with :VERSION for that version alone. Refused: a wildcard, another partition or Region than the
   * provider's. A guardrail that works in several Regions needs them all in bedrockInferenceRegions.
   * @default none
   * @example "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl:3"
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
   */
  bedrockGuardrailArn?: Input<string>;

  /**
   * ARNs of the guardrails, and of their profiles, that the account or its organisation enforces on every call:
   * arn:PARTITION:bedrock:REGION:ACCOUNT:guardrail/ID, of any account, without a version, or
   * ...:guardrail-profile/ID. AWS refuses each call of a role that may not apply them. The option lets the role
   * apply them. It denies nothing: the enforcement does. Refused: a wildcard, a version, another
   * partition than the provider's, a Region in which the role's calls are not processed, an ARN twice. The list
   * is plain. Its members may be Outputs.
   * @default none
   * @example ["arn:aws:bedrock:us-east-1:210987654321:guardrail/abcdefghijkl"]
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html
   */
  bedrockEnforcedGuardrailArns?: Input<string>[];

  /**
   * Who creates the keys of tenants: application, provisioner or none. A provisioner is a role of its own,
   * <n>-key-provisioner, with the same external ID. With provisioner or none the backend's role can tag no key. So it
   * cannot take a key without tags either. Any other value is refused. It is a plain value, as it decides which
   * resources exist.
   * @default "application"
   * @example "provisioner"
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
   */
  tenantKeyProvisioning?: TenantKeyProvisioning;

  /**
   * ARNs of the secrets that the backend reads: arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX.
   * Give each whole, or with -?????? for the six characters that AWS puts behind a name. Refused: other
   * wildcards, a partial ARN, another partition than the provider's, an ARN twice. The list is plain, as it
   * decides which resources exist. Its members may be Outputs.
   * @default none
   * @example ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"]
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
   */
  secretArns?: Input<string>[];

  /**
   * ARN of the customer managed key that encrypts these secrets. The backend decrypts with it through Secrets
   * Manager alone and for these secrets alone. Refused: what kmsMasterKeyArn refuses, that key itself, a key
   * without secretArns or of another Region than one of these.
   * @default none: the secrets are encrypted with AWS's own key
   * @example "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   */
  secretsKmsKeyArn?: Input<string>;

  /**
   * Who may assume the roles, instead of every user and role of the account. Give ARNs of roles
   * (arn:PARTITION:iam::ACCOUNT:role/NAME), of users (...:user/NAME), or of whole accounts (...:root). The policies of
   * an account decide who of it may. All must send the external ID. A role or user that is deleted and made again under
   * the same name stays trusted. Refused: wildcards, sessions, services, another partition than the provider's, an ARN
   * twice, the root of another account while externalId is left to its public default. The list is plain. Its
   * members may be Outputs.
   * @default none: the provider's account, or nobody but oidc and rolesAnywhere where one of these is given
   * @example ["arn:aws:iam::123456789012:role/deploy"]
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  trustedPrincipalArns?: Input<string>[];

  /**
   * ID of your organisation in AWS: o- and 10 to 32 lower-case letters and digits. Whoever sends the external ID must
   * then belong to it. Anything else is refused.
   * @default none
   * @example "o-a1b2c3d4e5"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
   */
  organizationId?: Input<string>;

  /**
   * The jobs that may assume the backend's role with a token of an OpenID Connect issuer, without any stored key.
   * @default none
   * @example
   * {
   *   providerArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
   *   audience: "sts.amazonaws.com",
   *   subjects: ["repo:example/backend:environment:production"],
   * }
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
   */
  oidc?: OidcTrust;

  /**
   * The host that may assume the backend's role with a certificate, through IAM Roles Anywhere. Use it on a host that
   * issues no tokens, such as Railway. Then nobody needs stored keys.
   * @default none
   * @example
   * {
   *   trustAnchorArn: "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
   *   subjectCommonName: "backend.production",
   * }
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
   */
  rolesAnywhere?: RolesAnywhereTrust;

  /**
   * Makes each session serve one tenant, whose id is a tag of the session. The session then reaches documents
   * under tenants/TENANT-ID/ and tenant keys that carry the same tag. A session without the tag gets nothing. It
   * is refused together with rolesAnywhere, whose sessions take no such tag.
   * @default none: a session serves every tenant
   * @example { tagKey: "TenantId" }
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   */
  tenantIsolation?: TenantIsolation;
}

/** What of the mantle endpoint is granted. */
export interface BedrockMantle {
  /**
   * ARNs of the projects that calls may belong to: arn:PARTITION:bedrock-mantle:REGION:ACCOUNT:project/ID.
   * Refused: a wildcard, another partition, account or Region than the provider's, an ARN twice. The list is
   * plain. Its members may be Outputs.
   * @default none: every project of this account and Region
   * @example ["arn:aws:bedrock-mantle:us-east-1:123456789012:project/proj_abc123"]
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/security-iam-projects.html
   */
  projectArns?: Input<string>[];
}

/** Which tag of a session says whose it is. */
export interface TenantIsolation {
  /**
   * Key of the tag: a letter, then up to 63 letters, digits, hyphens and underscores. Refused: anything else, the
   * keys of the component's own tags and of tags. It is a plain value, as it stands in the names of condition
   * keys.
   * @default "TenantId"
   * @example "TenantId"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   */
  tagKey?: string;
}

/** Which tokens of an OpenID Connect issuer are taken. */
export interface OidcTrust {
  /**
   * ARN of the issuer's provider in IAM: arn:PARTITION:iam::ACCOUNT:oidc-provider/HOST, with a path if the issuer has
   * one, of the provider's account. Anything else is refused.
   * @example "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
   */
  providerArn: Input<string>;

  /**
   * The audience that a token must be for, exactly: letters, digits and .:/_-. Wildcards are refused.
   * @example "sts.amazonaws.com"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
   */
  audience: Input<string>;

  /**
   * The subjects that a token may have: whole, or with * behind the name or number of the repository, project or
   * app. A pattern that another project could match is refused. GitHub's repositories that were made, renamed or
   * moved since 2026-07-15 have the numbers of owner and repository in it, as the second in the example. The list
   * is plain. Its members may be Outputs.
   * @example ["repo:example/backend:environment:production", "repo:example@1234/backend@5678:environment:production"]
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  subjects: Input<string>[];

  /**
   * More claims that a token must have, each with exactly this value. Give digits, as text, for a number such as
   * repository_id; else 1 to 255 characters without wildcard. AWS takes some claims of GitHub, gitlab.com,
   * Buildkite, CircleCI and Oracle. Refused: an empty map, and a claim that AWS does not take as a condition key
   * of this issuer. The map is plain. Its members may be Outputs.
   * @default none: audience and subject say it all
   * @example { repository_id: "123456789", environment: "production" }
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
   */
  claims?: Record<string, Input<string>>;
}

/** Which certificates are taken. */
export interface RolesAnywhereTrust {
  /**
   * ARN of the trust anchor, that is of the certificate authority:
   * arn:PARTITION:rolesanywhere:REGION:ACCOUNT:trust-anchor/UUID, of the provider's account. Anything else is refused.
   * @example "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab"
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
   */
  trustAnchorArn: Input<string>;

  /**
   * The common name (CN) that the certificate's subject must have, exactly: 1 to 64 letters, digits, spaces and _.@-.
   * Wildcards are refused.
   * @example "backend.production"
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
   */
  subjectCommonName: Input<string>;
}

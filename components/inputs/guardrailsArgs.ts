import type { Input } from "@pulumi/pulumi";
import { Environment } from "./args";
import { arnForms } from "./arns";
import { bucketArn, listOf, mapOf, matches, type Rule, regions, trueOrFalse } from "./rules";

/**
 * What HipaaIamGuardrails are made from. A bad value fails with pulumi.InputPropertiesError, which names every
 * fault at once. A plain value fails before anything is registered, the value of an Output as soon as it is
 * known.
 */
export interface HipaaIamGuardrailsArgs {
  /**
   * Ids of what the policy is attached to: the root (r-...), organisational units (ou-...) or accounts (twelve
   * digits) of the organisation. Anything else is refused. It is a plain value, as it decides which resources
   * exist and their names.
   * @example ["ou-a1b2-c3d4e5f6"]
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_attach.html
   */
  targetIds: string[];

  /**
   * ARNs of the S3 buckets of backups and audit logs, of every environment: arn:PARTITION:s3:::BUCKET. Nobody
   * deletes their objects. Only administrators change their protection. Refused: a path, a wildcard, another
   * partition than the provider's, an ARN twice.
   * @example ["arn:aws:s3:::example-backups", "arn:aws:s3:::example-audit-logs"]
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
   */
  keptBucketArns: Input<string>[];

  /**
   * Names of the Regions in which the roles of components may work. Those of bedrockInferenceRegions must be
   * among them. Anything else is refused. It is a plain value.
   * @example ["us-east-1"]
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
   */
  allowedRegions: string[];

  /**
   * ARNs of the roles and users that deploy, those of AWS Organizations' member accounts. Only they make and
   * change the component's roles and policies, each other, the protection of these buckets and the tags of tenant
   * keys. Refused: a wildcard, an account's root, a session, a role of a component.
   * @example ["arn:aws:iam::123456789012:role/pulumi"]
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
   */
  administratorArns: Input<string>[];

  /**
   * Whether roles of components have bedrockMantle. True leaves them that endpoint, and nothing else that they
   * are denied. It is a plain value. Anything but true or false is refused.
   * @default false: the endpoint is denied to all of them
   * @example true
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html
   */
  bedrockMantle?: boolean;

  /**
   * Name of the policy in the organisation: 1 to 128 letters, digits, spaces and _.-. It is a plain value.
   * @default "hipaa-iam-guardrails"
   * @example "hipaa-backends"
   * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html
   */
  policyName?: string;
}

/** The roles that the guardrails are there to bind, by their names. */
const environments = Object.values(Environment).join("|");
const ofComponent = new RegExp(
  `:role/(?:hipaa-app-backend-[^/]*|(?:${environments})[^/]*-(?:key-provisioner|rds-monitoring-role))$`,
);

/** One rule an input, as in rules.ts. */
export const guardrailsRules: Record<keyof HipaaIamGuardrailsArgs, Rule> = {
  targetIds: {
    ...listOf(
      {
        accepts:
          "the ID of a root, an organisational unit or an account, such as ou-a1b2-c3d4e5f6, as a plain value",
        plain: true,
        is: matches(/^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/),
      },
      "IDs of roots, organisational units or accounts",
    ),
    required: true,
  },
  keptBucketArns: { ...listOf(bucketArn("example-backups"), "ARNs of buckets"), required: true },
  allowedRegions: { ...regions, required: true },
  administratorArns: {
    ...listOf(
      {
        accepts:
          "the ARN of a role or user that deploys, none of a component's own, such as arn:aws:iam::123456789012:role/pulumi",
        is: (value) => matches(arnForms.roleOrUser)(value) && !ofComponent.test(String(value)),
        arn: true,
      },
      "ARNs of roles or users",
    ),
    required: true,
  },
  bedrockMantle: trueOrFalse,
  policyName: {
    accepts: "1 to 128 letters, digits, spaces or _.-, as a plain value",
    is: matches(/^[\w .-]{1,128}$/),
    plain: true,
  },
};

/** The args as a whole. */
export const guardrailsRule = mapOf(guardrailsRules);

import { Environment, type HipaaIamComponentArgs, TenantKeyProvisioning } from "./args";
import { arnForms, regionForm } from "./arns";
import { isMap } from "./given";
import { componentTagKeys } from "./names";
import { claimForm, subjectForm } from "./subjects";

/** What one input accepts. */
export interface Rule {
  /** In words, as the end of the sentence "Give ...". */
  accepts: string;
  is(value: unknown): boolean;
  required?: true;
  /** It decides names or which resources exist, so it cannot be an Output. */
  plain?: true;
  /** Its value is an ARN, which must be of the provider's partition. */
  arn?: true;
  /** Its value is a map of these members, each with its rule. */
  members?: Record<string, Rule>;
  /** Its value is a list or a map, and this is the rule of its members. No member of a list may come twice. */
  each?: Rule;
}

export const matches = (form: RegExp) => (value: unknown) => typeof value === "string" && form.test(value);

export const bucketArn = (example: string): Rule => ({
  accepts: `the ARN of an S3 bucket without path, wildcard or variable, such as arn:aws:s3:::${example}`,
  is: matches(arnForms.bucket),
  required: true,
  arn: true,
});

const keyArn: Rule = {
  accepts:
    "the ARN of a KMS key itself, not of an alias, such as " +
    "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  is: matches(arnForms.key),
  arn: true,
};

/** A list that is plain, as it decides which resources or statements exist; what its members are is a rule of theirs. */
export const listOf = (each: Rule, members: string): Rule => ({
  accepts: `a plain list of one or more ${members}`,
  is: (value) => Array.isArray(value) && value.length > 0,
  plain: true,
  each,
});

export const regions: Rule = listOf(
  {
    accepts: "the name of a Region, such as us-east-1, as a plain value",
    is: matches(regionForm),
    plain: true,
  },
  "names of Regions",
);

/** A map that is plain, as it decides which statements exist; its members may be Outputs. */
export const mapOf = (members: Record<string, Rule>): Rule => ({
  accepts: `a plain map with ${Object.keys(members).join(", ")}`,
  is: isMap,
  plain: true,
  members,
});

/** Roles have these, and IAM takes a role's tag for one of its sessions'. It does not tell upper from lower case. */
function isOwnTag(key: string): boolean {
  return componentTagKeys.some((own) => own.toLowerCase() === key.toLowerCase());
}

/** What the text of a tag may be made of. */
export const tagCharacters = "letters, digits, spaces or _.:/=+-@";
export const isTagText = (text: unknown): text is string =>
  typeof text === "string" && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);

export const trueOrFalse: Rule = {
  accepts: "true or false, as a plain value",
  is: (value) => typeof value === "boolean",
  plain: true,
};

/** One rule an input: what it accepts, on its own. What inputs must be to each other is in checks/. */
export const rules: Record<keyof HipaaIamComponentArgs, Rule> = {
  environment: {
    accepts: "dev, staging or production, as a plain value",
    is: (value) => Object.values<unknown>(Environment).includes(value),
    required: true,
    plain: true,
  },
  s3BucketDocumentsArn: bucketArn("example-documents"),
  s3BucketBackupsArn: bucketArn("example-backups"),
  s3BucketAuditLogsArn: bucketArn("example-audit-logs"),
  kmsMasterKeyArn: { ...keyArn, required: true },
  rdsArn: {
    accepts:
      "the ARN of an RDS DB instance or cluster, such as arn:aws:rds:us-east-1:123456789012:db:example",
    is: matches(arnForms.database),
    arn: true,
  },
  externalId: {
    accepts: "2 to 1224 characters, each a letter, a digit or one of _+=,.@:/-",
    is: matches(/^[\w+=,.@:/-]{2,1224}$/),
  },
  enableRdsMonitoring: trueOrFalse,
  tags: {
    accepts: 'a plain map from tag keys to strings, such as { CostCenter: "Engineering" }',
    is: isMap,
    plain: true,
    each: {
      accepts: `a string of at most 256 ${tagCharacters}`,
      is: (value) => isTagText(value) && value.length <= 256,
    },
  },
  nameSuffix: {
    accepts: "lower-case letters, digits and hyphens, as a plain value",
    is: matches(/^[a-z0-9-]+$/),
    plain: true,
  },
  permissionsBoundaryArn: {
    accepts: "the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/workload-boundary",
    is: matches(arnForms.policy),
    arn: true,
  },
  maxSessionDuration: {
    accepts: "a whole number of seconds from 3600 to 43200, as a plain value",
    is: (value) => Number.isInteger(value) && Number(value) >= 3600 && Number(value) <= 43200,
    plain: true,
  },
  backupsWriteOnce: trueOrFalse,
  auditLogsAppendOnly: trueOrFalse,
  s3AbortMultipartUploads: trueOrFalse,
  bucketOwnerAccountId: {
    accepts: "the twelve digits of an account, such as 123456789012",
    is: matches(/^\d{12}$/),
  },
  bedrockInferenceRegions: regions,
  bedrockModelPatterns: listOf(
    {
      accepts: "anthropic.claude- and more of a model's id, with or without * at the end, as a plain value",
      is: matches(/^anthropic\.claude-(?:[a-z0-9.:-]+\*?|\*)$/),
      plain: true,
    },
    "ids of Claude models",
  ),
  bedrockInRegionOnly: trueOrFalse,
  bedrockStreaming: trueOrFalse,
  bedrockCountTokens: trueOrFalse,
  bedrockMantle: mapOf({
    projectArns: listOf(
      {
        accepts:
          "the ARN of a project of the mantle endpoint, such as " +
          "arn:aws:bedrock-mantle:us-east-1:123456789012:project/proj_abc123",
        is: matches(arnForms.mantleProject),
        arn: true,
      },
      "ARNs of projects",
    ),
  }),
  bedrockGuardrailArn: {
    accepts:
      "the ARN of a guardrail, with or without a version, such as " +
      "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl:3",
    is: matches(arnForms.guardrail),
    arn: true,
  },
  bedrockEnforcedGuardrailArns: listOf(
    {
      accepts:
        "the ARN of a guardrail, without a version, or of a guardrail's profile, such as " +
        "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl",
      is: matches(arnForms.enforcedGuardrail),
      arn: true,
    },
    "ARNs of guardrails",
  ),
  tenantKeyProvisioning: {
    accepts: "application, provisioner or none, as a plain value",
    is: (value) => Object.values<unknown>(TenantKeyProvisioning).includes(value),
    plain: true,
  },
  secretArns: listOf(
    {
      accepts:
        "the whole ARN of a secret, or one that ends in -??????, such as " +
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf",
      is: matches(arnForms.secret),
      arn: true,
    },
    "ARNs of secrets",
  ),
  secretsKmsKeyArn: keyArn,
  trustedPrincipalArns: listOf(
    {
      accepts:
        "the ARN of a role, a user or an account's root, such as arn:aws:iam::123456789012:role/deploy",
      is: matches(arnForms.principal),
      arn: true,
    },
    "ARNs of roles, users or accounts",
  ),
  organizationId: {
    accepts: "the ID of an organisation, such as o-a1b2c3d4e5",
    is: matches(/^o-[a-z0-9]{10,32}$/),
  },
  oidc: mapOf({
    providerArn: {
      accepts:
        "the ARN of an OpenID Connect provider, such as " +
        "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      is: matches(arnForms.oidcProvider),
      required: true,
      arn: true,
    },
    audience: {
      accepts: "an exact audience, such as sts.amazonaws.com",
      is: matches(/^[\w.:/@+=~-]{1,255}$/),
      required: true,
    },
    subjects: {
      ...listOf(
        {
          accepts:
            "a subject, with * at most at its end and behind the name or number of a project, such as repo:example/backend:* " +
            "or repo:example@1234/backend@5678:*",
          is: matches(subjectForm),
        },
        "subjects",
      ),
      required: true,
    },
    claims: {
      accepts: 'a plain map from names of claims to strings, such as { repository_id: "123456789" }',
      is: (value) => isMap(value) && Object.keys(value).length > 0,
      plain: true,
      each: {
        accepts: "the exact value of the claim, 1 to 255 characters without wildcard, as text",
        is: matches(claimForm),
      },
    },
  }),
  rolesAnywhere: mapOf({
    trustAnchorArn: {
      accepts:
        "the ARN of a trust anchor, such as " +
        "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
      is: matches(arnForms.trustAnchor),
      required: true,
      arn: true,
    },
    subjectCommonName: {
      accepts: "an exact common name of 1 to 64 letters, digits, spaces or _.@-",
      is: matches(/^(?! *$)[\w.@ -]{1,64}$/),
      required: true,
    },
  }),
  tenantIsolation: mapOf({
    tagKey: {
      accepts:
        "a letter and up to 63 letters, digits, hyphens or underscores, but none of the component's own tags, as a plain value",
      is: (value) => matches(/^[A-Za-z][\w-]{0,63}$/)(value) && !isOwnTag(String(value)),
      plain: true,
    },
  }),
};

/** The args as a whole. What they are made of is plain, as names are. */
export const argsRule: Rule = mapOf(rules);

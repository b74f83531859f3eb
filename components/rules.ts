import * as pulumi from "@pulumi/pulumi";
import { Environment, type HipaaIamComponentArgs } from "./args";
import { arnForms } from "./arns";

/** What one input accepts. */
interface Rule {
  /** In words, as the end of the sentence "Give ...". */
  accepts: string;
  is(value: unknown): boolean;
  required?: true;
  /** It decides names or which resources exist, so it cannot be an Output. */
  plain?: true;
  /** Its value is an ARN, which must be of the provider's partition. */
  arn?: true;
}

const matches = (form: RegExp) => (value: unknown) => typeof value === "string" && form.test(value);

const bucketArn = (example: string): Rule => ({
  accepts: `the ARN of an S3 bucket without path, wildcard or variable, such as arn:aws:s3:::${example}`,
  is: matches(arnForms.bucket),
  required: true,
  arn: true,
});

const trueOrFalse: Rule = {
  accepts: "true or false, as a plain value",
  is: (value) => typeof value === "boolean",
  plain: true,
};

/** One rule an input: what it accepts, on its own. What inputs must be to each other is in checks.ts. */
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
  kmsMasterKeyArn: {
    accepts:
      "the ARN of a KMS key itself, not of an alias, such as " +
      "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    is: matches(arnForms.key),
    required: true,
    arn: true,
  },
  rdsArn: {
    accepts:
      "the ARN of an RDS DB instance or cluster, such as arn:aws:rds:us-east-1:123456789012:db:example, " +
      "or nothing for every database of the account and Region",
    is: (value) => value === "" || matches(arnForms.database)(value),
    arn: true,
  },
  externalId: {
    accepts: "2 to 1224 characters, each a letter, a digit or one of _+=,.@:/-",
    is: matches(/^[\w+=,.@:/-]{2,1224}$/),
  },
  enableRdsMonitoring: trueOrFalse,
  tags: {
    accepts: 'a plain map from tag keys to strings, such as { CostCenter: "Engineering" }',
    is: (value) =>
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      !pulumi.Output.isInstance(value),
    plain: true,
  },
  nameSuffix: {
    accepts: "lower-case letters, digits and hyphens, as a plain value",
    is: matches(/^[a-z0-9-]*$/),
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
};

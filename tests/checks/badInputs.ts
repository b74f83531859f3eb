import type { HipaaIamComponentArgs } from "../../components";

/** A value that is not accepted, and all that is said about it. */
export interface BadInput {
  arg: keyof HipaaIamComponentArgs;
  why: string;
  value: unknown;
  reason: string;
}

type Row = [why: string, value: unknown, shown?: string];

/** Values that one arg does not accept; `shown` is how they appear in the message. */
function refused(arg: keyof HipaaIamComponentArgs, accepts: string, rows: Row[]): BadInput[] {
  return rows.map(([why, value, shown = `'${value}'`]) => ({
    arg,
    why,
    value,
    reason: `${shown} is not accepted. Give ${accepts}.`,
  }));
}

/** A required value that is not there. */
function missing(arg: keyof HipaaIamComponentArgs, accepts: string): BadInput[] {
  const reason = `it is missing. Give ${accepts}.`;
  return [
    { arg, why: "undefined", value: undefined, reason },
    { arg, why: "null", value: null, reason },
  ];
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
const noArn: Row[] = [
  ["empty", ""],
  ["no ARN", "example"],
  ["a number", 5, "5"],
  ["an object", {}, "{}"],
];

function badBuckets(
  arg: "s3BucketDocumentsArn" | "s3BucketBackupsArn" | "s3BucketAuditLogsArn",
  example: string,
): BadInput[] {
  const accepts = `the ARN of an S3 bucket without path, wildcard or variable, such as arn:aws:s3:::${example}`;
  return [
    ...missing(arg, accepts),
    ...refused(arg, accepts, [
      ...noArn,
      ["a bucket's name", "example-bucket"],
      ["a path", "arn:aws:s3:::example/tenants"],
      ["a path to everything", "arn:aws:s3:::example/*"],
      ["a wildcard", "arn:aws:s3:::example-*"],
      ["every bucket", "arn:aws:s3:::*"],
      ["a one-character wildcard", "arn:aws:s3:::example-?"],
      ["a variable", "arn:aws:s3:::${aws:username}"],
      ["a variable as the provider writes it", "arn:aws:s3:::&{aws:username}"],
      ["another service", "arn:aws:sqs:::example"],
      ["a Region", "arn:aws:s3:us-east-1::example"],
      ["an access point", "arn:aws:s3:us-east-1:123456789012:accesspoint/example"],
      ["upper case", "arn:aws:s3:::Example"],
      ["two characters", "arn:aws:s3:::ab"],
      ["64 characters", `arn:aws:s3:::${"a".repeat(64)}`],
      ["two dots in a row", "arn:aws:s3:::exam..ple"],
      ["a space in front", " arn:aws:s3:::example"],
      ["a line break behind", "arn:aws:s3:::example\n", "'arn:aws:s3:::example\\n'"],
      ["an unknown partition", "arn:azure:s3:::example"],
    ]),
  ];
}

const keyAccepts =
  "the ARN of a KMS key itself, not of an alias, such as " +
  "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const databaseAccepts =
  "the ARN of an RDS DB instance or cluster, such as arn:aws:rds:us-east-1:123456789012:db:example";
const externalIdAccepts = "2 to 1224 characters, each a letter, a digit or one of _+=,.@:/-";
const boundaryAccepts =
  "the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/workload-boundary";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** What no value of an arg that takes Outputs may be, whether it is plain or an Output. */
export const badInputs: BadInput[] = [
  ...badBuckets("s3BucketDocumentsArn", "example-documents"),
  ...badBuckets("s3BucketBackupsArn", "example-backups"),
  ...badBuckets("s3BucketAuditLogsArn", "example-audit-logs"),
  ...missing("kmsMasterKeyArn", keyAccepts),
  ...refused("kmsMasterKeyArn", keyAccepts, [
    ...noArn,
    ["a key's ID", keyId],
    ["an alias", "arn:aws:kms:us-east-1:123456789012:alias/example"],
    ["another resource", "arn:aws:kms:us-east-1:123456789012:custom-key-store/cks-1"],
    ["every key", "arn:aws:kms:us-east-1:123456789012:key/*"],
    ["a wildcard for the Region", `arn:aws:kms:*:123456789012:key/${keyId}`],
    ["a wildcard for the account", `arn:aws:kms:us-east-1:*:key/${keyId}`],
    ["no account", `arn:aws:kms:us-east-1::key/${keyId}`],
    ["a variable", "arn:aws:kms:us-east-1:123456789012:key/${aws:username}"],
    ["another service", `arn:aws:s3:us-east-1:123456789012:key/${keyId}`],
    ["a short ID", "arn:aws:kms:us-east-1:123456789012:key/1234"],
  ]),
  ...refused("rdsArn", databaseAccepts, [
    ...noArn,
    ["a snapshot", "arn:aws:rds:us-east-1:123456789012:snapshot:example"],
    ["a parameter group", "arn:aws:rds:us-east-1:123456789012:pg:example"],
    ["every database", "arn:aws:rds:us-east-1:123456789012:db:*"],
    ["no ID", "arn:aws:rds:us-east-1:123456789012:db:"],
    ["a wildcard for the account", "arn:aws:rds:us-east-1:*:db:example"],
    ["a variable", "arn:aws:rds:us-east-1:123456789012:db:${x}"],
    ["a path", "arn:aws:rds:us-east-1:123456789012:db:example/x"],
  ]),
  ...refused("externalId", externalIdAccepts, [
    ["empty", ""],
    ["one character", "x"],
    ["1225 characters", "x".repeat(1225), `'${"x".repeat(200)}'... 1025 more characters`],
    ["a space", "exam ple"],
    ["an asterisk", "exam*ple"],
    ["a variable", "${aws:username}"],
    ["a letter outside ASCII", "éxample"],
    ["a line break behind", "example\n", "'example\\n'"],
    ["a number", 12345, "12345"],
  ]),
  ...refused("permissionsBoundaryArn", boundaryAccepts, [
    ...noArn,
    ["a role", "arn:aws:iam::123456789012:role/example"],
    ["every policy", "arn:aws:iam::123456789012:policy/*"],
    ["no name", "arn:aws:iam::123456789012:policy/"],
    ["no account", "arn:aws:iam:::policy/example"],
    ["a name of 129 characters", `arn:aws:iam::123456789012:policy/${"x".repeat(129)}`],
  ]),
  ...refused("bucketOwnerAccountId", "the twelve digits of an account, such as 123456789012", [
    ["empty", ""],
    ["eleven digits", "12345678901"],
    ["thirteen digits", "1234567890123"],
    ["a wildcard", "*"],
    ["a wildcard among digits", "12345678901?"],
    ["a variable", "${aws:username}"],
    ["an ARN", "arn:aws:iam::123456789012:root"],
    ["a line break behind", "123456789012\n", "'123456789012\\n'"],
    ["a number", 123456789012, "123456789012"],
  ]),
  ...refused(
    "bedrockGuardrailArn",
    "the ARN of a guardrail, with or without a version, such as " +
      "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl:3",
    [
      ...noArn,
      ["every guardrail", "arn:aws:bedrock:us-east-1:123456789012:guardrail/*"],
      ["every version", "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:*"],
      ["a draft by name", "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:DRAFT"],
      ["version 0", "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:0"],
      ["a variable", "arn:aws:bedrock:us-east-1:123456789012:guardrail/${x}"],
      ["a profile", "arn:aws:bedrock:us-east-1:123456789012:guardrail-profile/us.guardrail.v1:0"],
      ["no account", "arn:aws:bedrock:us-east-1::guardrail/abc"],
    ],
  ),
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM

const flag: Row[] = [
  ["a word", "yes"],
  ["a word that looks right", "true"],
  ["a number", 1, "1"],
];
const notLists: Row[] = [
  ["empty", [], "[]"],
  ["text", "us-east-1"],
  ["a map", { 0: "us-east-1" }, "{ '0': 'us-east-1' }"],
];
const durationAccepts = "a whole number of seconds from 3600 to 43200, as a plain value";
const environmentAccepts = "dev, staging or production, as a plain value";
const flagAccepts = "true or false, as a plain value";

/** What no value of a plain arg may be. */
export const badPlainInputs: BadInput[] = [
  ...missing("environment", environmentAccepts),
  ...refused("environment", environmentAccepts, [
    ["empty", ""],
    ["unknown", "test"],
    ["upper case", "Production"],
    ["a space behind", "dev "],
    ["a number", 1, "1"],
    ["what every object has", "constructor"],
  ]),
  ...refused("maxSessionDuration", durationAccepts, [
    ["too short", 3599, "3599"],
    ["too long", 43201, "43201"],
    ["not whole", 3600.5, "3600.5"],
    ["no number", Number.NaN, "NaN"],
    ["endless", Number.POSITIVE_INFINITY, "Infinity"],
    ["negative", -3600, "-3600"],
    ["zero", 0, "0"],
    ["text", "3600"],
  ]),
  ...refused("nameSuffix", "lower-case letters, digits and hyphens, as a plain value", [
    ["empty", ""],
    ["upper case", "EU"],
    ["an underscore", "a_b"],
    ["a space", "a b"],
    ["a slash", "a/b"],
    ["a line break behind", "a\n", "'a\\n'"],
    ["a number", 5, "5"],
  ]),
  ...refused("enableRdsMonitoring", flagAccepts, flag),
  ...refused("backupsWriteOnce", flagAccepts, flag),
  ...refused("auditLogsAppendOnly", flagAccepts, flag),
  ...refused("s3AbortMultipartUploads", flagAccepts, flag),
  ...refused("bedrockStreaming", flagAccepts, flag),
  ...refused("tenantKeyProvisioning", "application, provisioner or none, as a plain value", [
    ["empty", ""],
    ["unknown", "backend"],
    ["upper case", "Application"],
    ["true", true, "true"],
    ["what every object has", "constructor"],
  ]),
  ...refused("bedrockInferenceRegions", "a plain list of one or more names of Regions", notLists),
  ...refused("bedrockModelPatterns", "a plain list of one or more ids of Claude models", notLists),
  ...refused("secretArns", "a plain list of one or more ARNs of secrets", notLists),
  ...refused("tags", 'a plain map from tag keys to strings, such as { CostCenter: "Engineering" }', [
    ["text", "a=b"],
    ["a list", ["a"], "[ 'a' ]"],
    ["a number", 5, "5"],
  ]),
];

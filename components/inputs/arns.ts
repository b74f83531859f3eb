/** The partitions that the component works in. */
export const partitions = ["aws", "aws-us-gov", "aws-cn", "aws-eusc"] as const;

const partition = `(${partitions.join("|")})`;
const region = "((?:[a-z]{2}|eusc)(?:-[a-z]+)+-\\d+)";
const account = "(\\d{12})";

// Exact forms without wildcards, variables or paths: an ARN from outside must never widen a policy.
const bucketName = "(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
const keyId = "(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})";
const iamPath = "(?:[\\w+=,.@-]+/)*";
const databaseId = "[a-z](?:-?[a-z0-9]){0,62}";

/** The forms of ARN that the component and the functions of resourcePolicies/ take. */
export const arnForms = {
  bucket: new RegExp(`^arn:${partition}:s3:::${bucketName}$`),
  key: new RegExp(`^arn:${partition}:kms:${region}:${account}:key/${keyId}$`),
  database: new RegExp(`^arn:${partition}:rds:${region}:${account}:(?:db|cluster):${databaseId}$`),
  role: new RegExp(`^arn:${partition}:iam::${account}:role/${iamPath}[\\w+=,.@-]{1,64}$`),
  roleOrUser: new RegExp(`^arn:${partition}:iam::${account}:(?:role|user)/${iamPath}[\\w+=,.@-]{1,64}$`),
  policy: new RegExp(`^arn:${partition}:iam::(?:${account}|aws):policy/${iamPath}[\\w+=,.@-]{1,128}$`),
  guardrail: new RegExp(
    `^arn:${partition}:bedrock:${region}:${account}:guardrail/[a-z0-9]{1,32}(?::[1-9]\\d{0,7})?$`,
  ),
  enforcedGuardrail: new RegExp(
    `^arn:${partition}:bedrock:${region}:${account}:(?:guardrail/[a-z0-9]{1,32}|guardrail-profile/[a-z0-9.:-]{1,64})$`,
  ),
  mantleProject: new RegExp(`^arn:${partition}:bedrock-mantle:${region}:${account}:project/[\\w-]{1,128}$`),
  // AWS puts a hyphen and six characters behind a secret's name. Question marks stand for just these. An exclamation mark
  // is in the names of secrets that another service manages, such as rds!db-....
  secret: new RegExp(
    `^arn:${partition}:secretsmanager:${region}:${account}:secret:[\\w/+=.@!-]{1,512}-(?:[A-Za-z0-9]{6}|[?]{6})$`,
  ),
  principal: new RegExp(
    `^arn:${partition}:iam::${account}:(?:root|(?:role|user)/${iamPath}[\\w+=,.@-]{1,64})$`,
  ),
  oidcProvider: new RegExp(
    `^arn:${partition}:iam::${account}:oidc-provider/[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?:/[\\w./-]+)?$`,
  ),
  trustAnchor: new RegExp(
    `^arn:${partition}:rolesanywhere:${region}:${account}:trust-anchor/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
  ),
};

/** The form of a Region's name. */
export const regionForm = new RegExp(`^${region}$`);

/**
 * How the names of services end where they stand in kms:ViaService. In aws-eusc endpoints end in amazonaws.eu, and
 * principals of services in amazonaws.com; which of the two KMS says was not found in November 2026. Both are AWS's.
 */
export const serviceSuffixes: Record<string, string[]> = {
  aws: ["amazonaws.com"],
  "aws-us-gov": ["amazonaws.com"],
  "aws-cn": ["amazonaws.com.cn"],
  "aws-eusc": ["amazonaws.com", "amazonaws.eu"],
} satisfies Record<(typeof partitions)[number], string[]>;

/** Why the form of an ARN was not met, where it is one of the partitions of AWS that nothing here knows. */
export function unsupportedPartition(value: unknown): string | undefined {
  const [, found] = (typeof value === "string" && /^arn:(aws-iso(?:-[a-z])?):/.exec(value)) || [];
  if (!found) return undefined;
  return (
    `is in partition ${found}, which is not supported: how its services are called was not learnt. ` +
    `Give an ARN of ${partitions.slice(0, -1).join(", ")} or ${partitions.at(-1)}.`
  );
}

/** The fields of an ARN that has one of the forms above. */
export function arnFields(arn: string): { partition: string; region: string; accountId: string } {
  const [, partition = "", , region = "", accountId = ""] = arn.split(":");
  return { partition, region, accountId };
}

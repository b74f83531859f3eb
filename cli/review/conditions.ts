import { entries, list } from "./statement";

/** A condition of a statement, in IAM's words and in plain ones. */
export interface ReviewedCondition {
  operator: string;
  key: string;
  values: string[];
  words: string;
}

/** A table with no rows but its own: names come from documents, and may be "constructor". */
const table = <T>(rows: Record<string, T>) => new Map(Object.entries(rows));

/** What condition keys mean. */
const keys = table({
  "aws:CurrentTime": "the time of the request",
  "aws:PrincipalArn": "the caller",
  "aws:PrincipalOrgID": "the caller's organisation",
  "aws:PrincipalTag/x509Subject/CN": "the common name in the host's certificate",
  "aws:RequestedRegion": "the Region of the request",
  "aws:ResourceAccount": "the account that owns the resource",
  "aws:SourceAccount": "the account that the service acts for",
  "aws:SourceArn": "the resource that the service acts for",
  "aws:SourceIp": "the IP address of the caller",
  "aws:TagKeys": "the keys of the tags in the request",
  "aws:UserAgent": "the program that the caller says it uses (user agent)",
  "bedrock:GuardrailIdentifier": "the guardrail of the request",
  "bedrock:InferenceProfileArn": "the inference profile of the request",
  "bedrock-mantle:Model": "the model of the request",
  "kms:EncryptionContext:SecretARN": "the secret that is decrypted",
  "kms:ViaService": "the service through which the key is used",
  "s3:if-none-match": "the header that forbids overwriting (If-None-Match)",
  "s3:prefix": "the folder that is listed",
  "s3:x-amz-server-side-encryption": "the encryption that the upload asks for",
  "s3:x-amz-server-side-encryption-customer-algorithm":
    "the algorithm of an encryption key that the caller brings along",
  "sts:ExternalId": "the external ID that the caller presents",
  "sts:TransitiveTagKeys": "the tags that would go on into other roles' sessions",
});
const named: [RegExp, (name: string) => string][] = [
  [/^aws:PrincipalTag\/(.+)$/, (name) => `the tag ${name} of the session`],
  [/^aws:RequestTag\/(.+)$/, (name) => `the tag ${name} in the request`],
  [/^aws:ResourceTag\/(.+)$/, (name) => `the tag ${name} of the resource`],
  [/^(.+):aud$/, (issuer) => `the audience of the token of ${issuer}`],
  [/^(.+):sub$/, (issuer) => `the subject of the token of ${issuer}`],
  [/^([^:]+\.[^:]+:.+)$/, claimOfToken], // Only issuers have a dot in front of the colon.
];

/** What operators say of a key and its values. Negated ones also hold where the key is absent. */
const operators = table<(key: string, values: string) => string>({
  StringEquals: (key, values) => `${key} is ${values}`,
  StringNotEquals: (key, values) => `${key} is absent or other than ${values}`,
  StringLike: (key, values) => `${key} matches ${values}`,
  StringNotLike: (key, values) => `${key} is absent or does not match ${values}`,
  ArnEquals: (key, values) => `${key} is ${values}`,
  ArnLike: (key, values) => `${key} matches ${values}`,
  IpAddress: (key, values) => `${key} is in ${values}`,
  NotIpAddress: (key, values) => `${key} is absent or not in ${values}`,
  DateLessThan: (key, values) => `${key} is before ${values}`,
  DateLessThanEquals: (key, values) => `${key} is not after ${values}`,
  DateGreaterThan: (key, values) => `${key} is after ${values}`,
  DateGreaterThanEquals: (key, values) => `${key} is not before ${values}`,
  "ForAllValues:StringEquals": (key, values) => `${key} are none other than ${values}`,
});
/** The same where another condition requires the key, so that it is not absent. */
const negated = table<(key: string, values: string) => string>({
  StringNotEquals: (key, values) => `${key} has a value other than ${values}`,
  StringNotLike: (key, values) => `${key} has a value that does not match ${values}`,
  NotIpAddress: (key, values) => `${key} is there and not in ${values}`,
});

/** What it means that a key is true, and that it is false. */
const truths = table<[yes: string, no: string]>({
  "aws:MultiFactorAuthPresent": [
    "the caller has signed in with a second factor (MFA)",
    "the caller has not signed in with a second factor (MFA)",
  ],
  "aws:SecureTransport": ["the request is encrypted (TLS)", "the request is not encrypted (TLS)"],
  "kms:BypassPolicyLockoutSafetyCheck": [
    "the request skips the check that keeps owners from locking themselves out",
    "the request does not skip the check that keeps owners from locking themselves out",
  ],
  "s3:ObjectCreationOperation": [
    "the request creates a whole object, not a part of one",
    "the request creates no whole object",
  ],
});

/** What it means that a key is there, and that it is not. Others are present or absent. */
const presences: [RegExp, (name: string) => [there: string, not: string]][] = [
  [
    /^aws:PrincipalTag\/(.+)$/,
    (name) => [`the session has the tag ${name}`, `the session has no tag ${name}`],
  ],
  [/^aws:RequestTag\/(.+)$/, (name) => [`the request has the tag ${name}`, `the request has no tag ${name}`]],
  [
    /^aws:ResourceTag\/(.+)$/,
    (name) => [`the resource has the tag ${name}`, `the resource has no tag ${name}`],
  ],
  [/^(aws:TagKeys)$/, () => ["the request has tags", "the request has no tags"]],
  [
    /^(s3:if-none-match)$/,
    () => [
      "the request has the header that forbids overwriting (If-None-Match)",
      "the request lacks the header that forbids overwriting (If-None-Match)",
    ],
  ],
  [
    /^(s3:x-amz-server-side-encryption)$/,
    () => ["the upload asks for an encryption", "the upload asks for no encryption"],
  ],
  [
    /^(s3:x-amz-server-side-encryption-customer-algorithm)$/,
    () => ["the caller brings an encryption key along", "the caller brings no encryption key along"],
  ],
  [
    /^(sts:TransitiveTagKeys)$/,
    () => ["tags would go on into other roles' sessions", "no tags would go on into other roles' sessions"],
  ],
];

/** All conditions of a statement. All of them must hold. */
export function conditionsOf(condition: unknown): ReviewedCondition[] {
  return entries(condition).flatMap(([operator, map]) =>
    entries(map).map(([key, value]) => {
      const values = list(value);
      return { operator, key, values, words: words(operator, key, values) };
    }),
  );
}

/** The conditions as sentences; where two are about one key, as they read together. */
export function sentencesOf(conditions: ReviewedCondition[]): string[] {
  const of = (key: string, isOne: (one: ReviewedCondition) => boolean) =>
    conditions.some((one) => one.key === key && isOne(one));
  return conditions.flatMap((one) => {
    const { operator, key, values } = one;
    const other = negated.get(operator);
    const meaning = meaningOf(key);
    if (other && meaning && of(key, requires)) return other(meaning, either(values));
    const isSaid = isPresence(one) && meaning && of(key, ({ operator }) => negated.has(operator));
    return isSaid ? [] : words(operator, key, values);
  });
}

function isPresence({ operator, values }: ReviewedCondition): boolean {
  return operator === "Null" && values.join() === "false";
}

/** Whether a condition does not hold where its key is absent. */
function requires(one: ReviewedCondition): boolean {
  return (
    isPresence(one) ||
    ["StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress"].includes(one.operator)
  );
}

function words(operator: string, key: string, values: string[]): string {
  const [value, ...more] = values;
  const isTruth = more.length === 0 && (value === "true" || value === "false");
  const truth = isTruth ? truthOf(operator, key, value === "true") : undefined;
  if (truth) return truth;
  const meaning = meaningOf(key);
  const say = operators.get(operator);
  return meaning && say ? say(meaning, either(values)) : `${key} ${operator} ${either(values)}`;
}

function truthOf(operator: string, key: string, isTrue: boolean): string | undefined {
  const truth = truths.get(key)?.[isTrue ? 0 : 1];
  if (operator === "Bool") return truth;
  if (operator === "BoolIfExists") return truth && `${truth}, or does not say`;
  return operator === "Null" ? presenceOf(key, !isTrue) : undefined;
}

function presenceOf(key: string, isThere: boolean): string | undefined {
  for (const [form, say] of presences) {
    const [, name] = form.exec(key) ?? [];
    if (name) return say(name)[isThere ? 0 : 1];
  }
  const meaning = meaningOf(key);
  return meaning && `${meaning} is ${isThere ? "present" : "absent"}`;
}

function either(values: string[]): string {
  return values.map((one) => (one === "" ? "empty" : one)).join(" or ");
}

function claimOfToken(key: string): string {
  const at = key.indexOf(":");
  return `the claim ${key.slice(at + 1)} of the token of ${key.slice(0, at)}`;
}

function meaningOf(key: string): string | undefined {
  const own = keys.get(key);
  if (own) return own;
  for (const [form, meaning] of named) {
    const [, name] = form.exec(key) ?? [];
    if (name) return meaning(name);
  }
  return undefined;
}

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
  "aws:PrincipalArn": "the caller",
  "aws:PrincipalOrgID": "the caller's organisation",
  "aws:PrincipalTag/x509Subject/CN": "the common name in the host's certificate",
  "aws:RequestedRegion": "the Region of the request",
  "aws:ResourceAccount": "the account that owns the resource",
  "aws:SecureTransport": "encryption in transit (TLS)",
  "aws:SourceAccount": "the account that the service acts for",
  "aws:SourceArn": "the resource that the service acts for",
  "aws:TagKeys": "the keys of the tags in the request",
  "bedrock:GuardrailIdentifier": "the guardrail of the request",
  "bedrock:InferenceProfileArn": "the inference profile of the request",
  "bedrock-mantle:Model": "the model of the request",
  "kms:BypassPolicyLockoutSafetyCheck": "skipping the check that keeps owners from locking themselves out",
  "kms:EncryptionContext:SecretARN": "the secret that is decrypted",
  "kms:ViaService": "the service through which the key is used",
  "s3:ObjectCreationOperation": "creating an object, and not a part of one",
  "s3:if-none-match": "the header that forbids overwriting (If-None-Match)",
  "s3:prefix": "the folder that is listed",
  "s3:x-amz-server-side-encryption": "the encryption that the upload asks for",
  "s3:x-amz-server-side-encryption-customer-algorithm": "an encryption key that the caller brings along",
  "sts:ExternalId": "the external ID that the caller presents",
  "sts:TransitiveTagKeys": "tags that would go on into other roles' sessions",
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
  "ForAllValues:StringEquals": (key, values) => `${key} are none other than ${values}`,
});
const truths = table<(key: string) => string>({
  "Null true": (key) => `${key}: absent`,
  "Null false": (key) => `${key}: present`,
  "Bool true": (key) => `${key}: yes`,
  "Bool false": (key) => `${key}: no`,
  "BoolIfExists true": (key) => `${key}: yes, or not told`,
  "BoolIfExists false": (key) => `${key}: no, or not told`,
});

/** All conditions of a statement. All of them must hold. */
export function conditionsOf(condition: unknown): ReviewedCondition[] {
  return entries(condition).flatMap(([operator, map]) =>
    entries(map).map(([key, value]) => {
      const values = list(value);
      return { operator, key, values, words: words(operator, key, values) };
    }),
  );
}

function words(operator: string, key: string, values: string[]): string {
  const meaning = meaningOf(key);
  const truth = truths.get(`${operator} ${values.join(" or ")}`);
  if (meaning && truth) return truth(meaning);
  const either = values.map((one) => (one === "" ? "empty" : one)).join(" or ");
  const say = operators.get(operator);
  return meaning && say ? say(meaning, either) : `${key} ${operator} ${either}`;
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

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
  "bedrock:DataRetentionMode": "what AWS keeps of the model's prompts (data retention)",
  "bedrock:GuardrailIdentifier": "the guardrail of the request",
  "bedrock:InferenceProfileArn": "the inference profile of the request",
  "bedrock-mantle:DataRetentionMode": "what AWS keeps of the model's prompts (data retention)",
  "bedrock-mantle:Model": "the model of the request",
  "kms:EncryptionContext:SecretARN": "the secret that is decrypted",
  "kms:ViaService": "the service through which the key is used",
  "s3:if-none-match": "the header that forbids overwriting (If-None-Match)",
  "s3:prefix": "the folder that is listed",
  "s3:x-amz-server-side-encryption": "the encryption that the upload asks for",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": "the key of KMS that the upload asks for",
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

/** What it means that a key is true, and that it is false; what is asked where "whether" in front of the first is not clear. */
const truths = table<[yes: string, no: string, whether?: string]>({
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
    "whether the request creates a whole object or one part",
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

/** What a condition key means; its name where that is not known: no word for it is better than a wrong one. */
export function meaningOf(key: string): string {
  const own = keys.get(key);
  if (own) return own;
  for (const [form, meaning] of named) {
    const [, name] = form.exec(key) ?? [];
    if (name) return meaning(name);
  }
  return key;
}

/** What it means that a key is true or false; undefined where there are no words for it. */
export const truthOf = (key: string, isTrue: boolean) => truths.get(key)?.[isTrue ? 0 : 1];

/** What is not known of a request where a key's value is not. */
export function unknownOf(key: string, isPresence: boolean): string {
  const [yes, , whether] = truths.get(key) ?? [];
  if (yes) return whether ?? `whether ${yes}`;
  return isPresence ? `whether ${presenceOf(key, true)}` : meaningOf(key);
}

/** What it means that a key is there, or that it is not. */
export function presenceOf(key: string, isThere: boolean): string {
  for (const [form, say] of presences) {
    const [, name] = form.exec(key) ?? [];
    if (name) return say(name)[isThere ? 0 : 1];
  }
  return `${meaningOf(key)} is ${isThere ? "present" : "absent"}`;
}

function claimOfToken(key: string): string {
  const at = key.indexOf(":");
  return `the claim ${key.slice(at + 1)} of the token of ${key.slice(0, at)}`;
}

/** Words of the promises, which both a review and their page explain. */
export const promiseWords: [string, string][] = [
  ["ACL", "S3's older list of who may use one object."],
  ["Alias", "A second name of a key."],
  ["Annotation", "A note that S3 keeps beside an object."],
  ["Bearer key", "A text that a client sends in place of a signature. It stays valid after the session."],
  [
    "Both tags",
    "Environment, with the environment of the role, and ManagedBy=Application. They make a key a tenant key.",
  ],
  ["Data key", "A key that KMS makes to encrypt data, and gives out encrypted by one of its own keys."],
  [
    "Endpoint",
    "An address of AWS. Claude answers at bedrock, and also at bedrock-mantle and aws-external-anthropic.",
  ],
  [
    "Guardrail",
    "A filter of Bedrock for prompts and answers. (The organisation's guardrails are something else: policies.)",
  ],
  ["Import key material", "To bring the bits of a key along, in place of those that KMS makes."],
  ["Legal hold, retention", "Two settings of S3 that keep an object from being deleted."],
  ["Lockout check", "AWS refuses a key policy that its sender could not change again."],
  ["Profile", "An inference profile of Bedrock. It lets one of several Regions answer a prompt."],
  [
    "Region, partition",
    "A Region is a place of AWS with data centres. A partition is a part of AWS with accounts of its own.",
  ],
  ["Rotation", "KMS renews a key, every year if that is turned on. The old one still decrypts."],
  ["Streaming", "An answer of a model that comes piece by piece."],
  ["Tag", "A label, name and value, of a key, an object or a session."],
  ["Tenant", "An organisation that the application serves, such as a clinic."],
  [
    "Token of a prompt",
    "A piece of text, about a word. (A token of oidc is something else: it says who asks.)",
  ],
  ["Version", "An earlier state of an object, which S3 keeps if the bucket does so."],
];

/** What words mean that cannot be avoided. */
export const glossary: [string, string][] = [
  [
    "Action",
    "One thing that can be asked of AWS, such as s3:GetObject: read one object of the storage service S3.",
  ],
  ["Resource", "What it is asked of, by its Amazon Resource Name (ARN). * stands for any text."],
  ["Condition", "What must be true of the request besides. Where there are several, all must be."],
  ["Allow, Deny", "A grant and a refusal. One refusal outweighs all grants."],
  [
    "External ID",
    "A text that whoever assumes the role must send. Everybody in the account who may read the role sees it. This page shows (secret).",
  ],
  ["KMS key", "A key that AWS keeps. Data encrypted with it can be read only by who may use the key."],
  ["HIPAA", "Provisions of the Security Rule, 45 CFR part 164, that a statement serves."],
  ...promiseWords,
];

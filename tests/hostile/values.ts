import fc from "fast-check";

/** What turns a value into more than it says, somewhere: wildcards, variables, separators, ends of lines and strings. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: variables of IAM
const variables = ["${aws:username}", "&{aws:username}", "${*}", "${", "&{"];
const tricks = [
  ...[
    "*",
    "?",
    "/",
    ":",
    "//",
    "..",
    "../",
    "-",
    ".",
    "_",
    "@",
    "%2a",
    "%2F",
    "\\",
    '"',
    "'",
    "}",
    ",",
    "#",
    "|",
  ],
  ...[
    "\n",
    "\r",
    "\t",
    "\0",
    " ",
    "\u00a0",
    "\u200b",
    "\u202e",
    "\uff0a",
    "\u0430",
    "\u0301",
    "\ud800",
    "é",
    "A",
  ],
  ...[
    "arn:aws:s3:::",
    "arn:aws:s3:::*",
    "aws:",
    "AWS:",
    "key/*",
    "db:*",
    ":root",
    "alias/",
    "__proto__",
    "undefined",
  ],
  ...variables,
];

/** Wildcards open most, so they come most often. */
const trick = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom("*", "?") },
  { weight: 4, arbitrary: fc.constantFrom(...tricks) },
);

/** A value that is one thing off: something put in, taken out, doubled or in upper case. */
const twisted = (valid: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(valid, trick, fc.nat(), fc.constantFrom("put in", "in its place", "doubled", "upper case"))
    .map(([value, trick, position, how]) => {
      const at = position % (value.length + 1);
      const [before, after] = [value.slice(0, at), value.slice(at)];
      if (how === "put in") return `${before}${trick}${after}`;
      if (how === "in its place") return `${before}${trick}${after.slice(1)}`;
      return how === "doubled" ? `${value}${value}` : value.toUpperCase();
    });

const anyText = fc.string({ unit: "binary", maxLength: 60 });

/** Values that are good, values that are one thing off, and any text. */
export const hostile = (valid: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: valid },
    { weight: 5, arbitrary: twisted(valid) },
    { weight: 1, arbitrary: fc.constantFrom(...tricks) },
    { weight: 1, arbitrary: anyText },
  );

/** Texts around the length that AWS takes. */
const long = (letter: string, least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((length) => letter.repeat(length));
const matching = (form: RegExp) => fc.stringMatching(form);
const hex = "[0-9a-f]";
const account = matching(/^\d{12}$/);
const ownAccount = fc.constant("123456789012");
const region = fc.constantFrom("us-east-1", "eu-central-1", "ap-southeast-2");

/** Good values of each kind, made from what AWS documents and not from the component's own checks. */
export const good = {
  bucketArn: matching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/).map((name) => `arn:aws:s3:::${name}`),
  keyArn: fc
    .tuple(region, account, matching(new RegExp(`^(${hex}{8}(-${hex}{4}){3}-${hex}{12}|mrk-${hex}{32})$`)))
    .map(([where, owner, id]) => `arn:aws:kms:${where}:${owner}:key/${id}`),
  /** Of the Region of the example's secret. */
  secretsKeyArn: fc
    .tuple(account, matching(new RegExp(`^(${hex}{8}(-${hex}{4}){3}-${hex}{12}|mrk-${hex}{32})$`)))
    .map(([owner, id]) => `arn:aws:kms:us-east-1:${owner}:key/${id}`),
  databaseArn: fc
    .tuple(
      region,
      account,
      fc.constantFrom("db", "cluster"),
      matching(/^[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,20})?$/),
    )
    .map(([where, owner, kind, id]) => `arn:aws:rds:${where}:${owner}:${kind}:${id}`),
  externalId: fc.oneof(matching(/^[\w+=,.@:/-]{2,80}$/), long("x", 1, 1300)),
  nameSuffix: fc.oneof(matching(/^[a-z0-9-]{1,30}$/), long("s", 25, 45)),
  roleArn: fc
    .tuple(account, matching(/^([\w+=,.@-]{1,20}\/){0,2}[\w+=,.@-]{1,64}$/))
    .map(([owner, name]) => `arn:aws:iam::${owner}:role/${name}`),
  policyArn: fc
    .tuple(ownAccount, matching(/^[\w+=,.@-]{1,128}$/))
    .map(([owner, name]) => `arn:aws:iam::${owner}:policy/${name}`),
  tagKey: fc.oneof(matching(/^[A-Za-z0-9_.:/=+@-]{1,60}$/), long("k", 100, 150)),
  tagValue: fc.oneof(matching(/^[A-Za-z0-9_.:/=+@ -]{0,60}$/), long("v", 200, 300)),
  accountId: account,
  principalArn: fc
    .tuple(account, fc.constantFrom("role", "user"), matching(/^([a-z]{1,8}\/)?[\w+=,.@-]{1,40}$/))
    .map(([owner, kind, name]) => `arn:aws:iam::${owner}:${kind}/${name}`),
  organizationId: matching(/^o-[a-z0-9]{10,32}$/),
  audience: matching(/^[\w.:/-]{1,60}$/),
  subject: fc.oneof(
    matching(/^repo:[a-z]{1,9}\/[a-z]{1,9}:(\*|environment:[a-z]{1,9}|ref:refs\/heads\/\*)$/),
    matching(/^project_path:[a-z]{1,9}\/[a-z]{1,9}:(\*|ref_type:branch:ref:main)$/),
    matching(/^repo:[a-z]{1,9}@[0-9]{1,9}\/[a-z]{1,9}@[0-9]{1,9}:(\*|environment:[a-z]{1,9})$/),
    matching(/^(repository|project)_id:[0-9]{1,9}:(\*|environment:[a-z]{1,9})$/),
  ),
  claim: matching(/^[\w.:/@+=~%#,()! -]{1,60}$/),
  claimId: matching(/^[0-9]{1,20}$/),
  providerArn: fc
    .tuple(ownAccount, matching(/^[a-z]{1,9}\.[a-z]{2,9}\.com(\/[a-z]{1,9})?$/))
    .map(([owner, host]) => `arn:aws:iam::${owner}:oidc-provider/${host}`),
  trustAnchorArn: fc
    .tuple(region, ownAccount, matching(new RegExp(`^${hex}{8}(-${hex}{4}){3}-${hex}{12}$`)))
    .map(([where, owner, id]) => `arn:aws:rolesanywhere:${where}:${owner}:trust-anchor/${id}`),
  commonName: matching(/^[\w.@-][\w.@ -]{0,63}$/),
  guardrailArn: fc
    .tuple(account, matching(/^[a-z0-9]{1,12}(:[1-9][0-9]?)?$/))
    .map(([owner, id]) => `arn:aws:bedrock:us-east-1:${owner}:guardrail/${id}`),
  enforcedGuardrailArn: fc
    .tuple(account, fc.constantFrom("guardrail", "guardrail-profile"), matching(/^[a-z0-9]{1,12}$/))
    .map(([owner, kind, id]) => `arn:aws:bedrock:us-east-1:${owner}:${kind}/${id}`),
  projectArn: matching(/^proj_[A-Za-z0-9]{1,26}$/).map(
    (id) => `arn:aws:bedrock-mantle:us-east-1:123456789012:project/${id}`,
  ),
  secretArn: fc
    .tuple(region, account, matching(/^[\w/+=.@-]{1,40}-([A-Za-z0-9]{6}|[?]{6})$/))
    .map(([where, owner, name]) => `arn:aws:secretsmanager:${where}:${owner}:secret:${name}`),
  region: fc.constantFrom("us-west-2", "eu-central-1", "us-gov-west-1", "eusc-de-east-1"),
  modelPattern: matching(/^anthropic\.claude-[a-z0-9.:-]{0,20}\*?$/),
  environment: fc.constantFrom("dev", "staging", "production"),
};

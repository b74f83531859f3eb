import type { Site } from "../../cli/access/site";

const negated = "a negated operator matches where the key is absent, with IfExists or without";
const twoOfTwo = "the statement names both actions that the pattern stands for";
const noOther = "no other action that the pattern stands for has this condition key";
const noKeyIn = "no other action that the pattern stands for works on a key";
const noTaggedOther = "of what has tags KMS has nothing but keys";
const refusedAnyway =
  "an explicit deny refuses the same; the condition stays so that the grant shows its own limit, whatever becomes of the deny";

/** Mutants that decide every request as the document does, by name, with the reason. */
export function equivalents({ standIn, bedrock, trust, tenant, provisioning }: Site): Map<string, string> {
  const { partition, region, accountId } = standIn;
  const kms = `arn:${partition}:kms:${region}:${accountId}`;
  const rows: [statement: string, change: string, reason: string][] = [
    [
      "DenyS3WithoutTls",
      "Bool aws:SecureTransport: to BoolIfExists",
      "AWS tells aws:SecureTransport of every request",
    ],
    [
      "DenyDeletingBackupsAndAuditLogs",
      "s3:DeleteObject* to s3:Delete*",
      "nothing else is deleted of an object",
    ],
    [
      "DenyChangingBackupsAndAuditLogs",
      "s3:UpdateObjectEncryption to s3:Update*",
      "nothing else of an object is updated",
    ],
    ["DenyOtherEncryption", "s3:PutObject to s3:Put*", noOther],
    [
      "DenyOtherEncryption",
      "StringNotEquals s3:x-amz-server-side-encryption: to StringNotEqualsIfExists",
      negated,
    ],
    ["DenyCustomerProvidedKeys", "s3:PutObject to s3:Put*", noOther],
    ["UseMasterKey", "kms:DescribeKey to kms:Describe*", noKeyIn],
    ["UseTenantKeys", "kms:DescribeKey to kms:Describe*", noKeyIn],
    ["UseTenantKeys", `${kms}:key/* to ${kms}:*`, noTaggedOther],
    ["CreateTenantKeys", "kms:CreateKey to kms:Create*", noOther],
    [
      "CreateTenantKeys",
      "StringEquals aws:RequestedRegion: to StringEqualsIfExists",
      "AWS tells aws:RequestedRegion of every request",
    ],
    [
      "TagNewTenantKeys",
      "kms:TagResource to kms:*",
      "of the other actions CreateKey alone has tags in its request, and it works on no key",
    ],
    ["TagNewTenantKeys", `${kms}:key/* to ${kms}:*`, noTaggedOther],
    ...["Environment", "ManagedBy"].flatMap((tag): typeof rows => [
      ["TagNewTenantKeys", `StringEquals aws:RequestTag/${tag}: drop it`, refusedAnyway],
      ["TagNewTenantKeys", `StringEquals aws:RequestTag/${tag}: to StringEqualsIfExists`, refusedAnyway],
    ]),
    [
      "DenyRetaggingKeysOfOtherManagers",
      "StringNotEquals aws:ResourceTag/ManagedBy: to StringNotEqualsIfExists",
      negated,
    ],
    [
      "DenyRetaggingKeysOfOtherEnvironments",
      "StringNotEquals aws:ResourceTag/Environment: to StringNotEqualsIfExists",
      negated,
    ],
    [
      "DenyTagsOfOtherEnvironments",
      "StringNotEquals aws:RequestTag/Environment: to StringNotEqualsIfExists",
      negated,
    ],
    [
      "DenyTagsOfOtherManagers",
      "StringNotEquals aws:RequestTag/ManagedBy: to StringNotEqualsIfExists",
      negated,
    ],
    ["DenyChangingMasterKey", "kms:DisableKeyRotation to kms:Disable*", twoOfTwo],
    ["DenyChangingMasterKey", "kms:DisableKey to kms:Disable*", twoOfTwo],
    ["DenyLockoutBypass", "kms:PutKeyPolicy to kms:*", noOther],
    ["DenyLockoutBypass", "kms:CreateKey to kms:Create*", noOther],
    ["DenyLockoutBypass", "kms:CreateKey to kms:*", noOther],
    ["AssumeWithExternalId", "sts:AssumeRole to sts:Assume*", noOther],
    ["AssumeWithExternalId", "sts:AssumeRole to sts:*", noOther],
    ...optionalRows(kms, partition),
    ...(bedrock.mantle ? projectRows(`arn:${partition}:bedrock-mantle:${region}:${accountId}`, bedrock) : []),
    ...(bedrock.streaming ? streamedRows() : []),
    ...(tenant ? tenantRows(tenant.tagKey, provisioning === "provisioner") : []),
    ...(trust.principals.every((arn) => arn.endsWith(":root") || !arn.includes(`:${accountId}:`))
      ? [
          [
            "AssumeAsNamedPrincipal",
            "AWS to everybody",
            "the condition names them, and what belongs to another account needs its own policies' leave too",
          ] satisfies [string, string, string],
        ]
      : []),
  ];
  return new Map(rows.map(([statement, change, reason]) => [`${statement}: ${change}`, reason]));
}

/** Those of what options add. */
function optionalRows(kms: string, partition: string): [statement: string, change: string, reason: string][] {
  const always = "AWS tells it of every request";
  const issuers = "AWS tells an issuer's keys to this action alone";
  const noOtherOn = (what: string) => `no other action that the pattern stands for works on ${what}`;
  const toInvoke = (statement: string, what: string) =>
    ["InvokeModel", "InvokeModelWithResponseStream"].map((action): [string, string, string] => [
      statement,
      `bedrock:${action} to bedrock:Invoke*`,
      noOtherOn(what),
    ]);
  return [
    ...[
      "ListTenantDocuments",
      "ListBackupsAndAuditLogs",
      "UseTenantDocuments",
      "WriteBackups",
      "AppendAuditLogs",
    ].map((statement): [string, string, string] => [
      statement,
      "StringEquals aws:ResourceAccount: to StringEqualsIfExists",
      always,
    ]),
    ["DenyUnspecifiedRegion", "StringEquals aws:RequestedRegion: to StringEqualsIfExists", always],
    ["DenyRetainingModels", "bedrock:* to *", "no other service works on a model of Bedrock's"],
    ...mantleRows(),
    ...toInvoke("DenyGlobalProfiles", "a profile"),
    ...toInvoke("DenyWithoutGuardrail", "a model"),
    [
      "DenyWithoutGuardrail",
      `arn:${partition}:bedrock:*::foundation-model/* to arn:${partition}:bedrock:*::*`,
      "of what belongs to no account nothing but models is invoked",
    ],
    [
      "DenyWithoutGuardrail",
      `arn:${partition}:bedrock:*:*:marketplace/model-endpoint/all-access to arn:${partition}:bedrock:*:*:marketplace/model-endpoint/*`,
      "nothing else of the marketplace is invoked",
    ],
    ["DenyWithoutGuardrail", "StringNotLike bedrock:GuardrailIdentifier: to StringNotLikeIfExists", negated],
    ["AssumeAsNamedPrincipal", "sts:AssumeRole to sts:Assume*", noOther],
    ["AssumeAsNamedPrincipal", "sts:AssumeRole to sts:*", noOther],
    ["AssumeAsNamedPrincipal", "ArnEquals aws:PrincipalArn: to ArnEqualsIfExists", always],
    ["AssumeWithToken", "sts:AssumeRoleWithWebIdentity to sts:Assume*", issuers],
    ["AssumeWithToken", "sts:AssumeRoleWithWebIdentity to sts:*", issuers],
    ["AssumeWithCertificate", "sts:TagSession to sts:Tag*", noOtherOn("a role")],
    ["RotateTenantKeys", "kms:DescribeKey to kms:Describe*", noKeyIn],
    ...["kms:Decapsulate", "kms:Encapsulate"].map((action): [string, string, string] => [
      "DenyUsingKeys",
      `drop ${action}`,
      "AWS's service reference does not know the action yet, so that no request of it can be judged",
    ]),
    ["RotateTenantKeys", `${kms}:key/* to ${kms}:*`, noTaggedOther],
  ];
}

/** The projects of the mantle endpoint. */
function projectRows(
  endpoint: string,
  { mantle }: Site["bedrock"],
): [statement: string, change: string, reason: string][] {
  const projects = mantle?.projectArns ?? [`${endpoint}:project/*`];
  const anywhere = (arn: string) => arn.replace(/(:bedrock-mantle:)[^:]*/, "$1*");
  return [
    ...projects.map((arn): [string, string, string] => [
      "InvokeClaudeOnMantle",
      `${arn} to ${anywhere(arn)}`,
      "an explicit deny refuses every other Region",
    ]),
    ["InvokeClaudeOnMantle", `${endpoint}:project/* to ${endpoint}:*`, "both actions work on projects alone"],
  ];
}

/** What else could be done on the mantle endpoint, or elsewhere, is refused besides. */
function mantleRows(): [statement: string, change: string, reason: string][] {
  const onlyThese = "an explicit deny refuses all other actions of this prefix";
  return [
    ...["InvokeClaudeOnMantle", "DenyRetainingModelsOnMantle"].flatMap((statement) => [
      ...["Create*", "*"].map((pattern): [string, string, string] => [
        statement,
        `bedrock-mantle:CreateInference to bedrock-mantle:${pattern}`,
        onlyThese,
      ]),
      [statement, "bedrock-mantle:CountTokens to bedrock-mantle:*", onlyThese] satisfies [
        string,
        string,
        string,
      ],
    ]),
    [
      "DenyRetainingModelsOnMantle",
      "StringNotLike bedrock-mantle:Model: to StringNotLikeIfExists",
      "the other condition says that the key is there",
    ],
    [
      "DenyMantleElsewhere",
      "StringNotEquals aws:RequestedRegion: to StringNotEqualsIfExists",
      "AWS tells aws:RequestedRegion of every request",
    ],
  ];
}

/** Where each session serves one tenant. */
function tenantRows(
  tagKey: string,
  hasProvisioner: boolean,
): [statement: string, change: string, reason: string][] {
  const request = `aws:RequestTag/${tagKey}`;
  return [
    [
      "DenySessionsOfSeveralTenants",
      `StringLike aws:PrincipalTag/${tagKey}: to StringLikeIfExists`,
      "a session without the tag is refused by DenySessionsWithoutTenant",
    ],
    ["TagNewTenantKeys", `StringEquals ${request}: drop it`, refusedAnyway],
    ["TagNewTenantKeys", `StringEquals ${request}: to StringEqualsIfExists`, refusedAnyway],
    ...["UseTenantKeys", ...(hasProvisioner ? ["RotateTenantKeys"] : [])].flatMap(
      (statement): [string, string, string][] => [
        [statement, `StringEquals aws:ResourceTag/${tagKey}: drop it`, refusedAnyway],
        [statement, `StringEquals aws:ResourceTag/${tagKey}: to StringEqualsIfExists`, refusedAnyway],
      ],
    ),
    ["DenyTagsOfOtherTenants", `StringNotEquals ${request}: to StringNotEqualsIfExists`, negated],
    [
      "DenyKeysOfOtherTenants",
      `StringNotEquals aws:ResourceTag/${tagKey}: to StringNotEqualsIfExists`,
      "the other condition says that the key is there",
    ],
    [
      "TagWithTenant",
      "sts:TagSession to sts:Tag*",
      "no other action that the pattern stands for works on a role",
    ],
    [
      "TagWithTenant",
      "ForAllValues:StringEquals aws:TagKeys: to ForAllValues:StringEqualsIfExists",
      "ForAllValues matches where the key is absent, with IfExists or without",
    ],
    ["TagWithTenant", `StringNotLike ${request}: to StringNotLikeIfExists`, negated],
  ];
}

/** Where answers are streamed, both actions are granted that run a model. */
function streamedRows(): [statement: string, change: string, reason: string][] {
  const statements = ["InvokeClaude", "InvokeClaudeProfiles", "InvokeClaudeThroughProfiles"];
  const actions = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];
  return [
    ...statements.flatMap((statement) =>
      actions.map((action): [string, string, string] => [
        statement,
        `${action} to bedrock:Invoke*`,
        "the statement names both actions that the pattern stands for, of those that work on its resources",
      ]),
    ),
    ...actions.map((action): [string, string, string] => [
      "InvokeClaudeThroughProfiles",
      `${action} to bedrock:*`,
      "no other action has its condition key",
    ]),
  ];
}

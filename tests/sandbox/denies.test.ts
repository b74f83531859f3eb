import { expect } from "chai";
import { type Document, documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import type { PolicySet, Request } from "../../cli/policy/request";
import { adviceOf, againstDenies, nameOf } from "../../cli/requests/advice";
import { allStatements } from "../../components/promises/evidence";
import { documentsOf, runComponent } from "../support/component";

const account = "123456789012";
const profile = (id: string, region = "us-east-1") =>
  `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`;
const model = (id: string, region = "us-east-1") => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const asking = (action: string, resource: string, context: Record<string, string> = {}) => ({
  principal: `arn:aws:sts::${account}:assumed-role/r/s`,
  ...{ action, resource, accountId: account },
  context: {
    "aws:PrincipalArn": `arn:aws:iam::${account}:role/r`,
    "aws:SecureTransport": "true",
    ...context,
  },
});

/** What to do about each deny that this package writes, of one bucket for all; undefined where nothing moves it. */
const ways: Record<string, string | undefined> = {
  DenyOverwritingBackups: "send If-None-Match: *",
  DenyOverwritingAuditLogs: "send If-None-Match: *",
  DenyDeletingBackupsAndAuditLogs: undefined,
  DenyChangingBackupsAndAuditLogs: undefined,
  DenyS3WithoutTls: "use https",
  DenyOtherEncryption:
    "leave x-amz-server-side-encryption out, or send aws:kms with the master key (SSEKMSKeyId)",
  DenyCustomerProvidedKeys: "leave the key of your own (SSE-C) out",
  DenySessionsWithoutTenant: "assume the role with the session tag TenantId",
  DenySessionsOfSeveralTenants: "assume the role with the session tag TenantId, of one tenant",
  DenyRetaggingKeysOfOtherManagers: "take a key with the tag ManagedBy=Application",
  DenyRetaggingKeysOfOtherEnvironments: "take a key with the tag Environment=dev",
  DenyTagsOfOtherEnvironments: "send the tag Environment=dev",
  DenyTagsOfOtherManagers: "send the tag ManagedBy=Application",
  DenyTagsOfOtherTenants: "send the tag TenantId=",
  DenyKeysOfOtherTenants: "take a key with the tag TenantId=",
  DenyKeysOfNoTenant: "take a key with the tag TenantId",
  DenyReplicatingKeys: undefined,
  DenyUntaggingKeys: undefined,
  DenyChangingMasterKey: undefined,
  DenyLockoutBypass: "leave BypassPolicyLockoutSafetyCheck out",
  DenyProvisioningKeys:
    'let the role that provisions keys make and tag them, or set tenantKeyProvisioning: "application"',
  DenyUsingKeys: "use keys as the backend's role",
  DenyGlobalProfiles: "call a profile of one geography, such as us.anthropic.claude-x, whose Regions are us-",
  DenyUnspecifiedRegion:
    "call a profile of one geography, such as us.anthropic.claude-x, whose Regions are us-",
  DenyMantleElsewhere: "call the Region ",
  DenyRetainingModelsOnMantle: "call another model, or name anthropic.claude-x in bedrockModelPatterns",
  DenyRetainingModels: "call another model, or name anthropic.claude-x in bedrockModelPatterns",
  DenyWithoutGuardrail: "send guardrailIdentifier guardrail",
  DenyOtherWaysToModels: undefined,
  DenyOtherEndpoints: undefined, // Of Claude's other endpoint; mantle's option is below.
  DenyBearerKeys: "sign the request as the role, without a bearer key",
  DenyTaggingIntoReach: "ask as ",
  DenyRetaggingTenantKeys: "ask as ",
  DenyDeletingKeptObjects: "let a lifecycle rule of the bucket remove it",
  DenyWeakeningProtection: "ask as ",
  DenyOtherRegions: "call a Region of allowedRegions, or add this one there",
  DenyOtherEndpointsToRoles: undefined,
  DenyModelKeys: "sign the request as the role, without a bearer key",
  DenyRetention: "send the retention mode default or none",
  DenyRetentionOnMantle: "send the retention mode default or none",
  DenyBucketToOthers: "ask as ",
  DenyListingBucketToOthers: "ask as ",
  DenyWritingBucketToReaders: "ask as ",
  DenyReadingBucket: "ask as ",
  DenyReplacingBucket: "send If-None-Match: *",
  DenyChangingBucket: undefined,
  DenyDeletingBucket: undefined,
  DenyBucketWithoutTls: "use https",
  DenyBucketWithOtherEncryption:
    "leave x-amz-server-side-encryption out, or send aws:kms with the master key (SSEKMSKeyId)",
  DenyBucketWithOtherKey: "send SSEKMSKeyId any, or leave it and ServerSideEncryption out",
  DenyBucketWithCustomerKey: "leave the key of your own (SSE-C) out",
};

describe("the advice on each deny that this package writes", () => {
  const denies = allStatements().filter(({ Effect }) => Effect === "Deny");
  const named = (sid: string) => (sid in ways ? sid : sid.replace(/Documents|Backups|AuditLogs/, "Bucket"));

  it("all of them are in the table, and no other", () => {
    expect([...new Set(denies.map(({ Sid }) => named(Sid)))]).to.have.members(Object.keys(ways));
  });

  for (const { purpose, hipaa: _, ...deny } of new Map(denies.map((one) => [one.Sid, one])).values()) {
    const way = ways[named(deny.Sid)];
    it(`${deny.Sid}: ${way ?? "nothing"}`, () => {
      const text = JSON.stringify(deny).replaceAll(":[]", ':["x"]'); // Of a list that is in no policy empty.
      const Statement = [JSON.parse(text)];
      const [statement] = documentOf("policy", { Version: "2012-10-17", Statement }).statements;
      if (!statement) throw new Error(text);
      const conditions = statement.conditions.map(({ operator, key, values }) => ({
        ...{ operator, key, wanted: values, seen: undefined },
      }));
      const [action = ""] = statement.action.patterns;
      const asked = asking(action, model("anthropic.claude-x"));
      const advice = againstDenies([{ statement, conditions, kind: "identity", document: "policy" }], asked);
      if (way === undefined) expect(advice).to.equal(`nothing makes this allowed: ${purpose}`);
      else expect(advice.startsWith(way), advice).to.equal(true);
    });
  }
});

describe("the advice names the option, or the call, that this stack takes", () => {
  const us = ["us-east-1", "us-east-2", "us-west-2"];
  const india = ["ap-south-1", "ap-south-2"];
  const at = (id: string, region: string, where: string): [string, string, Record<string, string>] => [
    "bedrock:InvokeModel",
    model(id.replace(/^\w+\./, ""), where),
    { "bedrock:InferenceProfileArn": profile(id, region), "aws:RequestedRegion": where },
  ];
  const geography = (prefix: string, regions: string[]) =>
    `call a profile of one geography, such as ${prefix}.anthropic.claude-x, whose Regions are ${regions.join(", ")}`;
  const invoke = "bedrock:InvokeModel";
  type Row = [
    what: string,
    args: object,
    asked: Readonly<Parameters<typeof asking>>,
    advice: string,
    region?: string,
  ];
  const rows: Row[] = [
    [
      "global",
      { bedrockInferenceRegions: us },
      [invoke, profile("global.anthropic.claude-x")],
      geography("us", us),
    ],
    [
      ...(["global, without a list", {}, [invoke, profile("global.anthropic.claude-x")]] as const),
      `${geography("us", us)}, and list these in bedrockInferenceRegions`,
    ],
    [
      ...(["global, in India", { bedrockInferenceRegions: india }] as const),
      ...([
        [invoke, profile("global.anthropic.claude-x", "ap-south-1")],
        geography("in", india),
        "ap-south-1",
      ] as const),
    ],
    [
      ...(["a model that retains", {}, [invoke, model("anthropic.claude-fable-5")]] as const),
      "call another model, or name anthropic.claude-fable-5 in bedrockModelPatterns: AWS serves it only where it may keep prompts (docs/bedrock.md)",
    ],
    [
      ...([
        "mantle",
        {},
        ["bedrock-mantle:CreateInference", `arn:aws:bedrock-mantle:us-east-1:${account}:project/a`],
      ] as const),
      "set bedrockMantle (not beside bedrockGuardrailArn), or call the endpoint bedrock-runtime",
    ],
    [
      ...(["mantle's projects", {}, ["bedrock-mantle:CreateProject", "*"]] as const),
      "nothing makes this allowed: No prompt goes to Claude's other endpoints in AWS, where Bedrock's guardrails and profiles do not count, unless an option asks for one.",
    ],
    [
      "another geography",
      { bedrockInferenceRegions: us },
      at("eu.anthropic.claude-x", "us-east-1", "eu-west-1"),
      "bedrock:InvokeModel is not allowed in eu-west-1: begin the model's id with us., the prefix of the stack's Regions, in the place of eu.",
    ],
    [
      "a Region of the profile that is not listed",
      { bedrockInferenceRegions: ["ap-south-1"] },
      at("in.anthropic.claude-x", "ap-south-1", "ap-south-2"),
      "bedrock:InvokeModel is not allowed in ap-south-2: in. may send a prompt to ap-south-2 as well, which bedrockInferenceRegions does not list",
      "ap-south-1",
    ],
    [
      "tokens",
      {},
      ["bedrock:CountTokens", model("anthropic.claude-x")],
      "let the client not count tokens, or set bedrockCountTokens: true",
    ],
    [
      "an audit log outside of its prefix",
      {},
      ["s3:PutObject", "arn:aws:s3:::example-audit-logs/x", { "s3:ObjectCreationOperation": "true" }],
      "send If-None-Match: *; s3:PutObject is allowed only on arn:aws:s3:::example-documents/tenants/*, arn:aws:s3:::example-backups/*, arn:aws:s3:::example-audit-logs/application-logs/*",
    ],
    [
      "an audit log under it",
      {},
      [
        "s3:PutObject",
        "arn:aws:s3:::example-audit-logs/application-logs/x",
        { "s3:ObjectCreationOperation": "true" },
      ],
      "send If-None-Match: *",
    ],
  ];
  for (const [what, args, asked, advice, region = "us-east-1"] of rows)
    it(what, async () => {
      const standIn = { accountId: account, partition: "aws", region };
      const run = await runComponent(args, { standIn });
      expect(run.errors).to.deep.equal([]);
      const documents = documentsOf(run);
      const identity = ["s3", "kms", "bedrock"].map((one) =>
        documentOf(one, documents[`dev-${one}-access-policy`]),
      );
      const request = asking(...asked);
      const decide = (one: Request) => evaluate(one, { identity });
      expect(adviceOf(request, decide(request), decide)).to.equal(advice);
    });
});

describe("a deny that is not of this package", () => {
  const allow = { Effect: "Allow", Action: "*", Resource: "*" };
  const deny = { Effect: "Deny", Action: "s3:GetObject", Resource: "*" };
  const of = (...Statement: object[]): Document => documentOf("theirs", { Version: "2012-10-17", Statement });
  const rows: [what: string, policies: PolicySet, name: string, advice: string][] = [
    [
      "of the session's own policy",
      { identity: [of(allow)], session: [of(allow, deny)] },
      "the session's own policy",
      "change the session's own policy (Policy of AssumeRole), which denies it",
    ],
    [
      "of another policy",
      { identity: [of(allow, deny)] },
      "a statement without Sid",
      "ask whoever wrote theirs: a statement without Sid denies it",
    ],
    [
      "with a Sid",
      { identity: [of(allow, { ...deny, Sid: "Mine" })] },
      "Mine",
      "ask whoever wrote theirs: Mine denies it",
    ],
  ];
  for (const [what, policies, name, advice] of rows)
    it(what, () => {
      const request = asking("s3:GetObject", "arn:aws:s3:::b/k");
      const decide = (one: Request) => evaluate(one, policies);
      const evaluation = decide(request);
      expect([evaluation.by.map(nameOf), adviceOf(request, evaluation, decide)]).to.deep.equal([
        ...[[name], advice],
      ]);
    });
});

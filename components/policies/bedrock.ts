import type { ProviderScope, Scope } from "../inputs/scope";
import {
  denyBearerKeys,
  denyOtherEndpoints,
  denyOtherWaysToModels,
  denyRetainingModels,
} from "./bedrockDenies";
import { mantleArgs, mantleStatements } from "./bedrockMantle";
import type { Statement } from "./statement";

/** The args that this policy is made of. */
export const bedrockArgs = [
  ...(["bedrockInferenceRegions", "bedrockStreaming", "bedrockCountTokens"] as const),
  ...(["bedrockGuardrailArn", "bedrockEnforcedGuardrailArns"] as const),
  ...mantleArgs,
] as const;
export type BedrockScope = ProviderScope & Pick<Scope, (typeof bedrockArgs)[number]>;

/** All that runs a model, whether it is granted or not. */
const everyInvocation = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

/** Which models the backend may invoke, where, and with which guardrail. */
export function bedrockStatements(scope: BedrockScope): Statement[] {
  const { region, bedrockInferenceRegions: regions, bedrockGuardrailArn: guardrail } = scope;
  const { bedrockEnforcedGuardrailArns: enforced, bedrockMantle: mantle } = scope;
  const invoke = scope.bedrockStreaming ? everyInvocation : "bedrock:InvokeModel";
  return [
    {
      Sid: "InvokeClaude",
      Effect: "Allow",
      Action: invoke,
      Resource: modelsIn(scope, [region]),
      purpose: "By this statement the backend calls Anthropic's Claude models in this Region alone.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...(scope.bedrockCountTokens ? [countTokens(scope)] : []),
    ...(regions ? profileStatements(scope, invoke, regions) : []),
    ...(mantle ? mantleStatements(scope, mantle) : []),
    ...(guardrail ? guardrailStatements(scope, guardrail) : []),
    ...(enforced ? [applyEnforcedGuardrails(enforced)] : []),
    ...(regions || guardrail ? [denyOtherWaysToModels] : []),
    ...denyRetainingModels(scope),
    denyOtherEndpoints(Boolean(mantle)),
    denyBearerKeys,
  ];
}

/** Counting knows no profile: its only resource is a model. */
function countTokens(scope: BedrockScope): Statement {
  return {
    Sid: "CountTokens",
    Effect: "Allow",
    Action: "bedrock:CountTokens",
    Resource: modelsIn(scope, [scope.region]),
    purpose: "The backend counts the tokens of a prompt before it sends it; no model runs for that.",
    hipaa: ["164.308(a)(4)(ii)(B)"],
  };
}

/**
 * Where an account or its organisation enforces a guardrail, AWS applies it to every call, and refuses callers that may
 * not apply it.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-resource-based-policies.html
 */
function applyEnforcedGuardrails(guardrails: string[]): Statement {
  return {
    Sid: "ApplyEnforcedGuardrails",
    Effect: "Allow",
    Action: "bedrock:ApplyGuardrail",
    Resource: guardrails,
    purpose:
      "The guardrails that the account or its organisation enforces can be applied to the backend's calls.",
    hipaa: ["164.308(a)(4)(ii)(B)"],
  };
}

/**
 * A call through an inference profile is authorised for the profile, in the Region of the call, and for the model, in
 * each Region that the profile may send it to. A profile with a Region that is not listed is so refused by AWS.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
function profileStatements(scope: BedrockScope, invoke: Statement["Action"], regions: string[]): Statement[] {
  const { partition, accountId, region, bedrockModelPatterns: patterns } = scope;
  const elsewhere = regions.filter((where) => where !== region); // Here, models need no profile.
  // The profiles that AWS defines are named after a geography and a model, such as us.anthropic.claude-....
  const profiles = patterns.map(
    (pattern) => `arn:${partition}:bedrock:${region}:${accountId}:inference-profile/*.${pattern}`,
  );
  return [
    {
      Sid: "InvokeClaudeProfiles",
      Effect: "Allow",
      Action: invoke,
      Resource: profiles,
      purpose: "The backend calls current Claude models, which take calls through inference profiles only.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...(elsewhere.length > 0 ? [throughProfiles(scope, invoke, elsewhere, profiles)] : []),
    {
      Sid: "DenyGlobalProfiles",
      Effect: "Deny",
      Action: everyInvocation,
      Resource: `arn:${partition}:bedrock:*:*:inference-profile/global.*`,
      purpose: "No prompt goes to a profile that may send it to any Region of the world.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      // What AWS tells of a global profile's calls where a Region would stand.
      Sid: "DenyUnspecifiedRegion",
      Effect: "Deny",
      Action: everyInvocation,
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": "unspecified" } },
      purpose: "No prompt is processed where its Region is not known.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
  ];
}

/** The models of some Regions. A foundation model belongs to no account: that field of its ARN is empty. */
function modelsIn({ partition, bedrockModelPatterns: patterns }: BedrockScope, regions: string[]): string[] {
  return regions.flatMap((region) =>
    patterns.map((pattern) => `arn:${partition}:bedrock:${region}::foundation-model/${pattern}`),
  );
}

function throughProfiles(
  scope: BedrockScope,
  invoke: Statement["Action"],
  regions: string[],
  profiles: string[],
): Statement {
  return {
    Sid: "InvokeClaudeThroughProfiles",
    Effect: "Allow",
    Action: invoke,
    Resource: modelsIn(scope, regions),
    Condition: { ArnLike: { "bedrock:InferenceProfileArn": profiles } },
    purpose:
      "A profile may send a prompt to the listed Regions and to no other. Without a profile the backend calls no model there.",
    hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
  };
}

/**
 * A guardrail may have a profile of its own, with which it works in several Regions: it is applied only where each of them
 * is listed.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-profiles-permissions.html
 */
function guardrailStatements(scope: BedrockScope, guardrail: string): Statement[] {
  const { partition, accountId, bedrockInferenceRegions: regions = [] } = scope;
  const profiles = regions.map(
    (region) => `arn:${partition}:bedrock:${region}:${accountId}:guardrail-profile/*`,
  );
  const [arn = "", version] = guardrail.split(/(?<=guardrail\/[a-z0-9]+):/);
  return [
    {
      Sid: "ApplyGuardrail",
      Effect: "Allow",
      Action: "bedrock:ApplyGuardrail",
      Resource: regions.length === 0 ? arn : [arn, ...profiles],
      purpose:
        "The guardrail that every invocation carries can be applied, in the listed Regions and in no other.",
      hipaa: ["164.308(a)(4)(ii)(B)"],
    },
    {
      // A negated operator also matches a call without a guardrail.
      Sid: "DenyWithoutGuardrail",
      Effect: "Deny",
      Action: everyInvocation,
      // Models of AWS's, where calls through profiles and routers end as well, and those of accounts.
      Resource: [
        `arn:${partition}:bedrock:*::foundation-model/*`,
        ...["custom-model-deployment/*", "imported-model/*", "provisioned-model/*"].map(
          (own) => `arn:${partition}:bedrock:*:*:${own}`,
        ),
        `arn:${partition}:bedrock:*:*:marketplace/model-endpoint/all-access`, // All endpoints have this one.
      ],
      Condition: {
        StringNotLike: { "bedrock:GuardrailIdentifier": version ? guardrail : [arn, `${arn}:*`] },
      },
      purpose:
        "No call of InvokeModel or Converse goes past the guardrail, whatever else the role is granted.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
  ];
}

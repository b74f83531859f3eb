import { withheldFamilies } from "../inputs/models";
import type { Scope } from "../inputs/scope";
import { madeBy, madeByNone } from "./madeBy";
import { mantlePromises, onMantle } from "./mantle";
import type { Promised, Requests } from "./promised";
import { type Conditions, joined, sessionOf } from "./session";

const everyInvocation = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

/** What may be invoked, and with which guardrail. */
function invoked(scope: Scope, guarded: boolean): Requests[] {
  const { partition, region, accountId, bedrockModelPatterns: patterns, bedrockInferenceRegions } = scope;
  const { conditions: session } = sessionOf(scope);
  const Action = scope.bedrockStreaming ? everyInvocation : "bedrock:InvokeModel";
  const models = (regions: string[]) =>
    regions.flatMap((where) =>
      patterns.map((pattern) => `arn:${partition}:bedrock:${where}::foundation-model/${pattern}`),
    );
  const profiles = patterns.map(
    (pattern) => `arn:${partition}:bedrock:${region}:${accountId}:inference-profile/*.${pattern}`,
  );
  // What AWS tells of a global profile's calls where a Region would stand.
  const known: Conditions =
    bedrockInferenceRegions && guarded ? { StringNotEquals: { "aws:RequestedRegion": "unspecified" } } : {};
  const call = joined(session, known, guarded ? withGuardrail(scope) : {});
  const through: Conditions = { ArnLike: { "bedrock:InferenceProfileArn": profiles } };
  const elsewhere = (bedrockInferenceRegions ?? []).filter((where) => where !== region);
  return [
    { Action, Resource: models([region]), Condition: call },
    ...(bedrockInferenceRegions ? [{ Action, Resource: profiles, Condition: call }] : []),
    ...(elsewhere.length > 0
      ? [{ Action, Resource: models(elsewhere), Condition: joined(call, through) }]
      : []),
  ];
}

/** The statements that let models be called. */
function invoking({ region, bedrockInferenceRegions: regions }: Scope): string[] {
  if (!regions) return ["InvokeClaude"];
  const hasOthers = regions.some((where) => where !== region);
  return ["InvokeClaude", "InvokeClaudeProfiles", ...(hasOthers ? ["InvokeClaudeThroughProfiles"] : [])];
}

function withGuardrail({ bedrockGuardrailArn: guardrail }: Scope): Conditions {
  if (!guardrail) return {};
  const [arn, version] = guardrail.split(/(?<=guardrail\/[a-z0-9]+):/);
  return {
    StringLike: { "bedrock:GuardrailIdentifier": version ? guardrail : [arn ?? "", `${arn}:*`] },
  };
}

/** README's row about models, and what docs/bedrock.md adds. */
export function bedrockPromises(scope: Scope): Promised[] {
  const { partition, bedrockInferenceRegions: regions, bedrockGuardrailArn: guardrail } = scope;
  const of = "backend";
  const retaining = withheldFamilies(scope.bedrockModelPatterns).map(
    (family) => `arn:${partition}:bedrock:*::foundation-model/${family}*`,
  );
  const withheld: Requests[] = retaining.length > 0 ? [{ Action: "*", Resource: retaining }] : [];
  const own = ["custom-model-deployment", "imported-model", "provisioned-model"];
  return [
    {
      ...{ id: "invoke-models", of, answer: "allowed" },
      ...madeBy(...invoking(scope)),
      says: `call ${scope.bedrockModelPatterns.join(", ")} in this Region${
        regions ? ", and through inference profiles in the listed Regions" : ""
      }${scope.bedrockStreaming ? ", with the answer in one piece or as a stream" : ""}`,
      requests: invoked(scope, true),
      except: [
        ...withheld,
        // Where a profile's name begins with global, it may send a prompt anywhere.
        ...(regions
          ? [{ Action: "*", Resource: `arn:${partition}:bedrock:*:*:inference-profile/global.*` }]
          : []),
      ],
    },
    {
      ...{ id: "invoke-other-models", of, answer: "refused" },
      ...madeByNone,
      says: `call another model, ${
        regions
          ? "a model in a Region that is not listed, or one in another listed Region without a profile"
          : "or a model in another Region"
      }${scope.bedrockStreaming ? "" : ", or get an answer as a stream"}`,
      requests: [{ Action: "bedrock:Invoke*" }],
      except: invoked(scope, false),
    },
    ...(retaining.length > 0
      ? ([
          {
            ...{ id: "retaining-models", of, answer: "denied" },
            ...madeBy("DenyRetainingModels"),
            says: "use a model for which AWS may keep prompts (Fable, Mythos), unless bedrockModelPatterns names it",
            requests: [{ Action: "bedrock:*", Resource: retaining }],
          },
        ] satisfies Promised[])
      : []),
    {
      ...{ id: "other-endpoints", of, answer: "denied" },
      ...madeBy("DenyOtherEndpoints", "DenyBearerKeys"),
      says: `use the endpoint aws-external-anthropic${scope.bedrockMantle ? "" : " or bedrock-mantle"}, or call with a bearer key`,
      requests: [
        { Action: ["aws-external-anthropic:*", ...(scope.bedrockMantle ? [] : ["bedrock-mantle:*"])] },
        {
          Action: ["bedrock", "bedrock-mantle", "cloudwatch", "logs", "sagemaker"].map(
            (service) => `${service}:CallWithBearerToken`,
          ),
        },
      ],
    },
    ...(scope.bedrockMantle ? mantlePromises(scope) : []),
    ...(scope.bedrockCountTokens
      ? ([
          {
            ...{ id: "count-tokens", of, answer: "allowed" },
            ...madeBy("CountTokens"),
            says: "count the tokens of a prompt for the models of this Region",
            requests: countingTokens(scope).map((one) => ({
              ...one,
              Condition: sessionOf(scope).conditions,
            })),
            except: withheld,
          },
        ] satisfies Promised[])
      : []),
    ...enforcedPromises(scope, withheld),
    ...(regions || guardrail
      ? ([
          {
            ...{ id: "other-ways-to-models", of, answer: "denied" },
            ...madeBy("DenyOtherWaysToModels"),
            says: "use agents, flows, batches, evaluations, data automation, knowledge bases and tools of Bedrock, as IAM sees no guardrail and no Region there, or have prompts logged",
            requests: [{ Action: otherWays }],
          },
        ] satisfies Promised[])
      : []),
    ...(regions
      ? ([
          {
            ...{ id: "global-profiles", of, answer: "denied" },
            ...madeBy("DenyGlobalProfiles", "DenyUnspecifiedRegion"),
            says: "call through a profile that may send a prompt to any Region of the world, or call where AWS does not tell IAM the Region",
            requests: [
              {
                Action: everyInvocation,
                Resource: `arn:${partition}:bedrock:*:*:inference-profile/global.*`,
              },
              {
                Action: everyInvocation,
                Condition: { StringEquals: { "aws:RequestedRegion": "unspecified" } },
              },
            ],
          },
        ] satisfies Promised[])
      : []),
    ...(guardrail
      ? ([
          {
            ...{ id: "guardrail", of, answer: "denied" },
            ...madeBy("DenyWithoutGuardrail"),
            says: "call InvokeModel or Converse without the guardrail of bedrockGuardrailArn, streaming or not",
            requests: [
              {
                Action: everyInvocation,
                Resource: [
                  `arn:${partition}:bedrock:*::foundation-model/*`,
                  ...own.map((kind) => `arn:${partition}:bedrock:*:*:${kind}/*`),
                  `arn:${partition}:bedrock:*:*:marketplace/model-endpoint/all-access`,
                ],
              },
            ],
            except: [{ Action: "*", Condition: withGuardrail(scope) }],
          },
          {
            ...{ id: "apply-guardrail", of, answer: "allowed" },
            ...madeBy("ApplyGuardrail"),
            says: "apply the guardrail of bedrockGuardrailArn, which every call must name",
            requests: [
              {
                Action: "bedrock:ApplyGuardrail",
                Resource: guardrailsOf(scope),
                Condition: guardrailCall(scope),
              },
            ],
            // No ARN of a guardrail holds that of a model; a text could.
            except: withheld,
          },
        ] satisfies Promised[])
      : []),
  ];
}

const guardrailCall = (scope: Scope) => sessionOf(scope).conditions;

/** What others enforce: it is applied to the role's calls. */
function enforcedPromises(scope: Scope, withheld: Requests[]): Promised[] {
  const { bedrockEnforcedGuardrailArns: Resource } = scope;
  if (!Resource) return [];
  return [
    {
      ...{ id: "apply-enforced-guardrails", of: "backend", answer: "allowed" },
      says: "apply the guardrails that the account or its organisation enforces",
      requests: [{ Action: "bedrock:ApplyGuardrail", Resource, Condition: sessionOf(scope).conditions }],
      except: withheld,
      ...madeBy("ApplyEnforcedGuardrails"),
    },
  ];
}

function guardrailsOf({
  partition,
  accountId,
  bedrockGuardrailArn,
  bedrockInferenceRegions = [],
}: Scope): string[] {
  const [arn = ""] = bedrockGuardrailArn?.split(/(?<=guardrail\/[a-z0-9]+):/) ?? [];
  const profiles = bedrockInferenceRegions.map(
    (region) => `arn:${partition}:bedrock:${region}:${accountId}:guardrail-profile/*`,
  );
  return [arn, ...profiles];
}

function countingTokens({ partition, region, bedrockModelPatterns: patterns }: Scope): Requests[] {
  const Resource = patterns.map((one) => `arn:${partition}:bedrock:${region}::foundation-model/${one}`);
  return [{ Action: "bedrock:CountTokens", Resource }];
}

/** What runs a model, or sends a prompt where one may, beside a call of it, and what copies prompts to a log. */
const otherWays = [
  ...["InvokeAgent", "InvokeInlineAgent", "InvokeFlow", "StartFlowExecution", "InvokeTool", "InvokeBuilder"],
  ...["InvokeAutomatedReasoningPolicy", "StartAutomatedReasoningPolicyTestWorkflow", "Rerank"],
  ...["CreateModelInvocationJob", "CreateModelCustomizationJob", "CreateModelEvaluationJob"],
  ...["CreateEvaluationJob", "CreateAdvancedPromptOptimizationJob", "OptimizePrompt", "GenerateQuery"],
  ...["InvokeBlueprintOptimizationAsync", "InvokeBlueprintRecommendationAsync", "InvokeDataAutomation*"],
  ...["IngestKnowledgeBaseDocuments", "StartIngestionJob"],
  ...["Retrieve", "RetrieveAndGenerate", "AgenticRetrieveStream", "PutModelInvocationLoggingConfiguration"],
]
  .map((name) => `bedrock:${name}`)
  .concat("bedrock-agentcore:*", "bedrock-websearch:*");

export function mayUseModels(scope: Scope): Requests[] {
  const { bedrockEnforcedGuardrailArns: enforced } = scope;
  return [
    ...invoked(scope, false),
    ...(scope.bedrockCountTokens ? countingTokens(scope) : []),
    ...(scope.bedrockMantle ? onMantle(scope) : []),
    ...(enforced ? [{ Action: "bedrock:ApplyGuardrail", Resource: enforced }] : []),
    ...(scope.bedrockGuardrailArn
      ? [{ Action: "bedrock:ApplyGuardrail", Resource: guardrailsOf(scope) }]
      : []),
  ];
}

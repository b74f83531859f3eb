import { isWithheldOnMantle, withheldFamilies } from "../inputs/models";
import type { Scope } from "../inputs/scope";
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
  const hipaa: Promised["hipaa"] = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"];
  const retaining = withheldFamilies(scope.bedrockModelPatterns).map(
    (family) => `arn:${partition}:bedrock:*::foundation-model/${family}*`,
  );
  const withheld: Requests[] = retaining.length > 0 ? [{ Action: "*", Resource: retaining }] : [];
  const own = ["custom-model-deployment", "imported-model", "provisioned-model"];
  return [
    {
      ...{ id: "invoke-models", of, answer: "allowed", hipaa },
      says: `call ${scope.bedrockModelPatterns.join(", ")} in this Region${
        regions ? ", and through inference profiles in the listed Regions" : ""
      }`,
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
      ...{ id: "invoke-other-models", of, answer: "refused", hipaa },
      says: `call another model, or one in another Region${scope.bedrockStreaming ? "" : ", or stream an answer"}`,
      requests: [{ Action: "bedrock:Invoke*" }],
      except: invoked(scope, false),
    },
    ...(retaining.length > 0
      ? ([
          {
            ...{ id: "retaining-models", of, answer: "denied", hipaa },
            says: "use a model for which AWS may keep prompts (Fable, Mythos), unless it is named",
            requests: [{ Action: "bedrock:*", Resource: retaining }],
          },
        ] satisfies Promised[])
      : []),
    {
      ...{ id: "other-endpoints", of, answer: "denied", hipaa },
      says: `use the endpoint aws-external-anthropic${scope.bedrockMantle ? "" : " or bedrock-mantle"}, or a bearer key`,
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
            ...{ id: "count-tokens", of, answer: "allowed", hipaa },
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
            ...{ id: "other-ways-to-models", of, answer: "denied", hipaa },
            says: "use agents, flows, batches and tools, which know no guardrail and no Region",
            requests: [
              {
                Action: [
                  ...["InvokeAgent", "InvokeInlineAgent", "InvokeFlow", "CreateModelInvocationJob", "Rerank"],
                  ...[
                    "RetrieveAndGenerate",
                    "Retrieve",
                    "GenerateQuery",
                    "OptimizePrompt",
                    "StartFlowExecution",
                  ],
                ]
                  .map((name) => `bedrock:${name}`)
                  .concat("bedrock-agentcore:*"),
              },
            ],
          },
        ] satisfies Promised[])
      : []),
    ...(regions
      ? ([
          {
            ...{ id: "global-profiles", of, answer: "denied", hipaa },
            says: "call through a profile that may send a prompt to any Region of the world, or where the Region is not known",
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
            ...{ id: "guardrail", of, answer: "denied", hipaa },
            says: "call InvokeModel or Converse without the guardrail, streaming or not",
            requests: [
              {
                Action: everyInvocation,
                Resource: [
                  `arn:${partition}:bedrock:*::foundation-model/*`,
                  ...own.map((kind) => `arn:${partition}:bedrock:*:*:${kind}/*`),
                ],
              },
            ],
            except: [{ Action: "*", Condition: withGuardrail(scope) }],
          },
          {
            ...{ id: "apply-guardrail", of, answer: "allowed", hipaa },
            says: "apply the guardrail that every call carries",
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
      hipaa: ["164.308(a)(4)(ii)(B)"],
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

const inference = ["bedrock-mantle:CreateInference", "bedrock-mantle:CountTokens"];

function onMantle(scope: Scope): Requests[] {
  const { partition, region, accountId, bedrockMantle, bedrockModelPatterns: patterns } = scope;
  return [
    {
      Action: inference,
      Resource:
        bedrockMantle?.projectArns ?? `arn:${partition}:bedrock-mantle:${region}:${accountId}:project/*`,
      Condition: joined(sessionOf(scope).conditions, {
        StringLike: { "bedrock-mantle:Model": patterns },
        StringEquals: { "aws:RequestedRegion": region },
      }),
    },
  ];
}

function mantlePromises(scope: Scope): Promised[] {
  const isWithheld = isWithheldOnMantle(scope.bedrockModelPatterns);
  const of = "backend";
  const hipaa: Promised["hipaa"] = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"];
  return [
    {
      ...{ id: "invoke-on-mantle", of, answer: "allowed", hipaa },
      says: "call these models on the endpoint bedrock-mantle of this Region, in every project or in those that are named",
      requests: onMantle(scope),
      ...(isWithheld && { except: [{ Action: "*", Condition: isWithheld }] }),
    },
    {
      ...{ id: "mantle-otherwise", of, answer: "refused", hipaa },
      says: "do anything else on the endpoint bedrock-mantle",
      requests: [{ Action: "bedrock-mantle:*" }],
      except: onMantle(scope),
    },
    {
      ...{ id: "mantle-elsewhere", of, answer: "denied", hipaa },
      says: "use the endpoint bedrock-mantle of another Region, or use it for a model for which AWS may keep prompts",
      requests: [
        {
          Action: "bedrock-mantle:*",
          Condition: { StringNotEquals: { "aws:RequestedRegion": scope.region } },
        },
        ...(isWithheld ? [{ Action: inference, Condition: isWithheld }] : []),
      ],
    },
  ];
}

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

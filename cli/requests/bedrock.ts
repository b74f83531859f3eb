import { geographies, regionsOfProfile } from "../../components/inputs/models";
import { type Check, type Context, type Place, present, UnknownOperation } from "./check";

export const bedrockPage = (name: string) => {
  const space = runtime.has(name) ? "runtime" : "bedrock";
  return `https://docs.aws.amazon.com/bedrock/latest/APIReference/API_${space === "runtime" ? "runtime_" : ""}${name}.html`;
};

/** A call of Bedrock. */
export interface BedrockRequest {
  /** A model's ID, or the ARN or ID of an inference profile or whatever else runs one. */
  modelId?: string;
  guardrailId?: string;
  guardrailVersion?: string;
  serviceTier?: string;
}

type Row = [name: string, method: string, path: RegExp, action: string];

/** Operations of the runtime. Converse asks the same as InvokeModel: https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-call.html */
const onModels: Row[] = [
  ["InvokeModel", "POST", /^\/model\/([^/]+)\/invoke$/, "bedrock:InvokeModel"],
  ["Converse", "POST", /^\/model\/([^/]+)\/converse$/, "bedrock:InvokeModel"],
  [
    ...(["InvokeModelWithResponseStream", "POST"] as const),
    ...([
      /^\/model\/([^/]+)\/invoke-with-response-stream$/,
      "bedrock:InvokeModelWithResponseStream",
    ] as const),
  ],
  ["ConverseStream", "POST", /^\/model\/([^/]+)\/converse-stream$/, "bedrock:InvokeModelWithResponseStream"],
  ["CountTokens", "POST", /^\/model\/([^/]+)\/count-tokens$/, "bedrock:CountTokens"],
];
const runtime = new Set([...onModels.map(([name]) => name), "ApplyGuardrail"]);

/** What clients ask the control plane for on the way. They are about no model in particular, or one that is listed. */
const others: Row[] = [
  ["ApplyGuardrail", "POST", /^\/guardrail\/([^/]+)\/version\/[^/]+\/apply$/, "bedrock:ApplyGuardrail"],
  ["ListFoundationModels", "GET", /^\/foundation-models$/, "bedrock:ListFoundationModels"],
  ["GetFoundationModel", "GET", /^\/foundation-models\/(.+)$/, "bedrock:GetFoundationModel"],
  ["ListInferenceProfiles", "GET", /^\/inference-profiles$/, "bedrock:ListInferenceProfiles"],
  ["GetInferenceProfile", "GET", /^\/inference-profiles\/(.+)$/, "bedrock:GetInferenceProfile"],
  ["CreateModelInvocationJob", "POST", /^\/model-invocation-job$/, "bedrock:CreateModelInvocationJob"],
  ["StartAsyncInvoke", "POST", /^\/async-invoke$/, "bedrock:InvokeModel"],
];

export interface BedrockOperation {
  name: string;
  action: string;
  /** What the path names, such as a model. */
  named: string;
}

export function bedrockOperationOf(method: string, path: string): BedrockOperation {
  for (const [name, its, pattern, action] of [...onModels, ...others]) {
    const [, named = ""] = (its === method && pattern.exec(path)) || [undefined];
    if (its === method && pattern.test(path)) return { name, action, named: decodeURIComponent(named) };
  }
  throw new UnknownOperation(`Bedrock: ${method} ${path} is no operation that is known here.`);
}

/** The operation of a name, as CloudTrail has it. */
export function bedrockOperationNamed(name: string): BedrockOperation | undefined {
  const row = [...onModels, ...others].find(([one]) => one === name);
  return row && { name, action: row[3], named: "" };
}

export function bedrockChecks(operation: BedrockOperation, request: BedrockRequest, place: Place): Check[] {
  const { action } = operation;
  const guardrail = guardrailOf(request, place);
  const context = present({
    "bedrock:GuardrailIdentifier": guardrail,
    "bedrock:ServiceTier": request.serviceTier,
  });
  const applied = guardrail?.replace(/(guardrail\/[a-z0-9]+):.+$/, "$1");
  return [
    ...modelChecks(action, request.modelId ?? operation.named, context, place),
    ...(applied ? [{ action: "bedrock:ApplyGuardrail", resource: applied, context: {} }] : []),
  ];
}

/**
 * A profile of AWS's, by its ARN or its id: geography, provider and model, such as us.anthropic.claude-x. Names of models
 * have dots too, before a number.
 */
function profileOf(id: string): string | undefined {
  const [, named] = /^arn:.*:inference-profile\/(.*)$/.exec(id) ?? [];
  return named ?? (/^[^.:/]+\.[^.:/]+\.[a-z]/i.test(id) ? id : undefined);
}

/** A profile whose Regions no table here has: it is not guessed where it may send a prompt to. */
export class UnknownProfile extends UnknownOperation {
  constructor(profile: string) {
    const known = [...Object.keys(geographies), "global"].map((name) => `${name}.`).join(", ");
    super(
      `Bedrock: which Regions the profile ${profile} may send a prompt to is not known here: call one that begins with ${known}.`,
    );
  }
}

/** A call through a profile is asked for the profile, and for the model in each Region that the profile may choose. */
function modelChecks(action: string, id: string, context: Context, place: Place): Check[] {
  const { partition, region, accountId } = place;
  const model = (where: string, name: string) =>
    `arn:${partition}:bedrock:${where}::foundation-model/${name}`;
  const one = (resource: string, more: Context = {}): Check => ({
    action,
    resource,
    context: { ...context, ...more },
  });
  if (action === "bedrock:ApplyGuardrail") return [one(guardrailOf({ guardrailId: id }, place) ?? "*")];
  if (!id) return [one("*")];
  const profile = profileOf(id);
  if (profile === undefined) return [one(id.startsWith("arn:") ? id : model(region, id))];
  const arn = id.startsWith("arn:")
    ? id
    : `arn:${partition}:bedrock:${region}:${accountId}:inference-profile/${id}`;
  const [geography = "", ...rest] = profile.split(".");
  const through = { "bedrock:InferenceProfileArn": arn };
  const name = rest.join(".");
  if (geography === "global") {
    // The model where the call is made, and one without a Region:
    // https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
    const anywhere = { ...through, "aws:RequestedRegion": "unspecified" };
    return [one(arn), one(model(region, name), through), one(model("", name), anywhere)];
  }
  const regions = regionsOfProfile(geography, region);
  if (regions.length === 0) throw new UnknownProfile(profile);
  return [
    one(arn),
    ...regions.map((where) => one(model(where, name), { ...through, "aws:RequestedRegion": where })),
  ];
}

const isGuardrail = /^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:\d{12}:guardrail\/)?[a-z0-9]+$/;
const isVersion = /^([1-9]\d{0,7}|DRAFT)$/;

/**
 * Why Bedrock takes a guardrail as it is sent for none; undefined where it takes it.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export function guardrailFault({ guardrailId, guardrailVersion }: BedrockRequest): string | undefined {
  if (!guardrailId) return undefined;
  if (!isGuardrail.test(guardrailId))
    return `guardrailIdentifier is ${guardrailId}: send the guardrail's ID, or its ARN without a version.`;
  if (guardrailVersion && isVersion.test(guardrailVersion)) return undefined;
  const what = guardrailVersion ? `is ${guardrailVersion}` : "is missing";
  return `guardrailVersion ${what}: send a number, such as 3, or DRAFT beside guardrailIdentifier.`;
}

/** As conditions have it: the version is a part of it, and the draft has none. */
function guardrailOf({ guardrailId, guardrailVersion }: BedrockRequest, place: Place): string | undefined {
  if (!guardrailId) return undefined;
  const { partition, region, accountId } = place;
  const arn = guardrailId.startsWith("arn:")
    ? guardrailId
    : `arn:${partition}:bedrock:${region}:${accountId}:guardrail/${guardrailId}`;
  return guardrailVersion && guardrailVersion !== "DRAFT" ? `${arn}:${guardrailVersion}` : arn;
}

import { geographyOf, regionsOfGeography } from "../../components/inputs/models";
import type { Statement } from "../policy/document";
import type { Request } from "../policy/request";

type Way = (request: Request, statement: Statement) => string | undefined;

/** The Region in which a model was called. A call through a profile is asked for elsewhere, too. */
export function callingRegion({ resource, context }: Request): string {
  const [, , , region = ""] = String(context["bedrock:InferenceProfileArn"] ?? resource).split(":");
  return region;
}

/** What to call in the place of a profile that may send a prompt anywhere. */
export function ofOneGeography(request: Request): string {
  const region = callingRegion(request);
  const geography = geographyOf(region);
  if (!geography)
    return `call a model of another Region: none of one geography is known that ${region} has profiles of`;
  const [, model = "anthropic.claude-..."] = /\/(?:global\.)?(anthropic\..+)$/.exec(request.resource) ?? [];
  return `call a profile of one geography, such as ${geography}.${model}, whose Regions are ${regionsOfGeography(region).join(", ")}`;
}

const inModelPatterns: Way = ({ resource, context }) => {
  const model = context["bedrock-mantle:Model"] ?? resource.split("/").at(-1);
  return `call another model, or name ${model} in bedrockModelPatterns: AWS serves it only where it may keep prompts (docs/bedrock.md)`;
};

/** Of the other endpoints an option opens one, for these actions. */
const onMantle =
  (option: string): Way =>
  ({ action }, { action: { patterns } }) =>
    /^bedrock-mantle:(CreateInference|CountTokens)$/i.test(action) && patterns.includes("bedrock-mantle:*")
      ? option
      : undefined;

const sign: Way = () => "sign the request as the role, without a bearer key (unset AWS_BEARER_TOKEN_BEDROCK)";

/** What makes a deny of this package not hold that its conditions do not tell: another call, or the option that moves it. */
const ways: Record<string, Way> = {
  ...{ DenyGlobalProfiles: ofOneGeography, DenyUnspecifiedRegion: ofOneGeography },
  ...{ DenyRetainingModels: inModelPatterns, DenyRetainingModelsOnMantle: inModelPatterns },
  DenyOtherEndpoints: onMantle(
    "set bedrockMantle (not beside bedrockGuardrailArn), or call the endpoint bedrock-runtime",
  ),
  DenyOtherEndpointsToRoles: onMantle("set bedrockMantle: true of the organisation's HipaaIamGuardrails"),
  ...{ DenyBearerKeys: sign, DenyModelKeys: sign },
  DenyProvisioningKeys: () =>
    'let the role that provisions keys make and tag them, or set tenantKeyProvisioning: "application"',
  DenyUsingKeys: () => "use keys as the backend's role: this one makes them",
  DenyDeletingKeptObjects: () =>
    "let a lifecycle rule of the bucket remove it: nobody deletes from the buckets of keptBucketArns",
  DenyOtherRegions: ({ context }) =>
    `call a Region of allowedRegions, or add ${context["aws:RequestedRegion"] ?? "this one"} there`,
};

/** Undefined where nothing but the conditions of a statement tells. */
export function wayAround(request: Request, statement: Statement): string | undefined {
  return Object.hasOwn(ways, statement.sid) ? ways[statement.sid]?.(request, statement) : undefined;
}

import { fieldsOf } from "../plan/fields";
import {
  type BedrockOperation,
  type BedrockRequest,
  bedrockChecks,
  bedrockOperationOf,
  bedrockPage,
  guardrailFault,
} from "../requests/bedrock";
import { present } from "../requests/check";
import { malformed, Refused, unknown } from "./errors";
import type { Incoming } from "./incoming";
import { parsed } from "./members";
import { answerOfModel, type Made } from "./models";
import type { Asked, Sandbox } from "./services";

type Params = Record<string, unknown>;

export function bedrockAsked({ model }: Sandbox, incoming: Incoming, body: Buffer): Asked {
  const { method, path } = incoming;
  const operation = bedrockOperationOf(method, path);
  const params = parsed(body, "bedrock");
  const request: BedrockRequest = {
    modelId: operation.action === "bedrock:ApplyGuardrail" ? undefined : operation.named,
    ...besidesPrompt(operation, params, incoming.headers),
  };
  const place = { ...model.place, region: incoming.region || model.place.region };
  return {
    ...{ operation: operation.name, page: bedrockPage(operation.name) },
    checks: bedrockChecks(operation, request, place),
    answer: async () => {
      const leads = /:(application-inference-profile|(default-)?prompt-router)\//.test(operation.named);
      if (leads)
        throw new Refused(
          unknown(
            "bedrock",
            `${operation.named} is allowed, and to which models and Regions it leads is not known here.`,
          ),
        );
      const made = modelled(operation, params);
      if (!made)
        throw new Refused(
          unknown("bedrock", `${operation.name} is allowed, and has no answer in the sandbox.`),
        );
      return made;
    },
  };
}

const inHeaders = {
  guardrailId: "x-amzn-bedrock-guardrailidentifier",
  guardrailVersion: "x-amzn-bedrock-guardrailversion",
  serviceTier: "x-amzn-bedrock-service-tier",
};

/**
 * What goes with a prompt: InvokeModel has it in headers, Converse in the body. Bedrock does not look in the other
 * place; what stands there was meant to count, so it is refused.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
function besidesPrompt({ name }: BedrockOperation, params: Params, headers: Incoming["headers"]) {
  const isInvoke = name.startsWith("InvokeModel");
  const isConverse = name.startsWith("Converse");
  const header = Object.values(inHeaders).find((one) => headers[one] !== undefined);
  const member = ["guardrailConfig", "serviceTier"].find((one) => params[one] !== undefined);
  const [inPlace, elsewhere, there] = isInvoke
    ? ["headers", member, "body"]
    : [isConverse ? "body (guardrailConfig, serviceTier)" : undefined, header, "headers"];
  if (elsewhere !== undefined) {
    const reads = inPlace ? `reads it in the ${inPlace} only: send it there` : "takes none: leave it out";
    throw new Refused(malformed("bedrock", `${elsewhere} is in the ${there}, and ${name} ${reads}.`));
  }
  const { guardrailIdentifier, guardrailVersion } = fieldsOf(params.guardrailConfig);
  const { type } = fieldsOf(params.serviceTier);
  if (type !== undefined && typeof type !== "string")
    throw new Refused(malformed("bedrock", "serviceTier has no text as its type: send one such as flex."));
  const sent: BedrockRequest = isInvoke
    ? Object.fromEntries(Object.entries(inHeaders).map(([key, one]) => [key, headers[one]]))
    : isConverse
      ? present({
          ...{ guardrailId: guardrailIdentifier, guardrailVersion },
          serviceTier: type,
        })
      : {};
  const fault = guardrailFault(sent);
  if (fault !== undefined) throw new Refused(malformed("bedrock", fault));
  return sent;
}

function modelled({ name, named }: BedrockOperation, params: Params): Made | undefined {
  try {
    return answerOfModel(name, named, params);
  } catch (error) {
    // Its tools are none, or lead to themselves.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new Refused(malformed("bedrock", `The body is not what ${name} takes: ${error.message}.`));
  }
}

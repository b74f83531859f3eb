import type { IncomingMessage } from "node:http";
import { type BedrockRequest, bedrockChecks, bedrockOperationOf, bedrockPage } from "../requests/bedrock";
import type { Check } from "../requests/check";
import { keyIdOf, kmsChecks, kmsPage } from "../requests/kms";
import { secretsManagerChecks, secretsManagerPage } from "../requests/secretsManager";
import { needsNothing, stsChecks, stsPage } from "../requests/sts";
import type { Backend } from "./backend";
import type { Judge } from "./decide";
import { Refused, unknown } from "./errors";
import type { Incoming } from "./incoming";
import { isAlias, type Keys, noAlias } from "./keys";
import type { Model } from "./model";
import { answerOfModel, type Made } from "./models";
import type { Session, Sessions } from "./sessions";
import { assume, assumptionOf, identityOf, refusalOf } from "./sts";

/** What a request asks for, and how it is answered once that is allowed. */
export interface Asked {
  operation: string;
  /** What AWS says of the operation. */
  page: string;
  checks: Check[];
  /** The answer: made here, or that of the API behind, which is passed on as it comes. */
  answer(): Promise<Made | IncomingMessage>;
}

export interface Sandbox {
  model: Model;
  backend: Backend;
  keys: Keys;
  judge: Judge;
  sessions: Sessions;
}

type Params = Record<string, unknown>;

/** Of KMS and Secrets Manager, whatever the API behind says. */
const json = { "content-type": "application/x-amz-json-1.1" };

function parsed(body: Buffer): Params {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw new Refused({ code: "SerializationException", message: "The body is not JSON.", status: 400 });
  }
}

/** Operations that change what conditions ask of keys and secrets. */
const changes = /^(Create|Update|Delete|Put|Tag|Untag|Enable|Disable|Schedule|Cancel|Replicate|Restore)/;

export async function kmsAsked(sandbox: Sandbox, incoming: Incoming, body: Buffer): Promise<Asked> {
  const { keys, backend, model } = sandbox;
  const target = incoming.headers["x-amz-target"] ?? "";
  const operation = target.replace(/^TrentService\./, "");
  const params = withKeyOfCiphertext(operation, parsed(body), backend);
  const region = incoming.region || model.place.region;
  const ids = [keyIdOf(params), params.DestinationKeyId, params.TargetKeyId, params.AliasName];
  const found = new Map<string, Awaited<ReturnType<Keys["key"]>>>();
  for (const id of ids) if (typeof id === "string") found.set(id, await keys.key(id, region));
  const place = { ...model.place, region };
  const made = operation === "CreateAlias" ? params.AliasName : undefined;
  const missing = [...found].find(([id, key]) => !key && id !== made && isAlias(id))?.[0];
  // Which key's policies to ask is not known then: AWS says so first.
  if (missing !== undefined) throw new Refused(noAlias(missing, place));
  const checks = kmsChecks(operation, params, (id) => found.get(id), place);
  return {
    ...{ operation, page: kmsPage(operation), checks },
    answer: async () => {
      const { status, text } = await backend.call("kms", region, target, body);
      if (changes.test(operation)) keys.forget();
      return { status, headers: json, body: text };
    },
  };
}

/** AWS knows the key of a ciphertext. So does moto: the ciphertext begins with its ID. */
function withKeyOfCiphertext(operation: string, params: Params, backend: Backend): Params {
  const field = { Decrypt: "KeyId", ReEncrypt: "SourceKeyId" }[operation];
  if (!field || params[field] !== undefined || typeof params.CiphertextBlob !== "string") return params;
  const [id] =
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(
      Buffer.from(params.CiphertextBlob, "base64").toString("latin1"),
    ) ?? [];
  if (!id) {
    const message = `This is no ciphertext of the sandbox's keys: which key decrypts it is not known. Give ${field}.`;
    throw new Refused({ code: "InvalidCiphertextException", message, status: 400 });
  }
  return { ...params, [field]: backend.translated(id, "out") };
}

export async function secretsManagerAsked(
  sandbox: Sandbox,
  incoming: Incoming,
  body: Buffer,
): Promise<Asked> {
  const { keys, backend, model } = sandbox;
  const target = incoming.headers["x-amz-target"] ?? "";
  const operation = target.replace(/^secretsmanager\./, "");
  const params = parsed(body);
  const region = incoming.region || model.place.region;
  const ids = [params.SecretId, ...[params.SecretIdList ?? []].flat()].filter((id) => typeof id === "string");
  const found = new Map<string, Awaited<ReturnType<Keys["secret"]>>>();
  for (const id of ids) found.set(id, await keys.secret(id, region));
  const checks = secretsManagerChecks(operation, params, (id) => found.get(id), { ...model.place, region });
  return {
    ...{ operation, page: secretsManagerPage(operation), checks },
    answer: async () => {
      const { status, text } = await backend.call("secretsmanager", region, target, body);
      if (changes.test(operation)) keys.forget();
      return { status, headers: json, body: text };
    },
  };
}

export function stsAsked(
  { model, sessions }: Sandbox,
  { query }: Incoming,
  body: Buffer,
  caller: Session,
): Asked {
  const form = new URLSearchParams(body.length > 0 ? body.toString() : query);
  const operation = form.get("Action") ?? "";
  const asked = assumptionOf(form);
  const checks = stsChecks(operation, asked);
  const role = model.roles.find(({ arn }) => arn === asked.RoleArn);
  return {
    ...{ operation, page: stsPage(operation), checks },
    answer: async () => {
      if (needsNothing.includes(operation)) return identityOf(caller);
      const fault = refusalOf(asked, caller, role);
      if (fault || !role) throw new Refused(fault ?? unknown("sts", "There is no such role."));
      return assume(asked, caller, role, sessions)[0];
    },
  };
}

export function bedrockAsked({ model }: Sandbox, incoming: Incoming, body: Buffer): Asked {
  const { method, path, headers } = incoming;
  const operation = bedrockOperationOf(method, path);
  const params = parsed(body);
  const guardrail = (params.guardrailConfig ?? {}) as {
    guardrailIdentifier?: string;
    guardrailVersion?: string;
  };
  const request: BedrockRequest = {
    modelId: operation.action === "bedrock:ApplyGuardrail" ? undefined : operation.named,
    guardrailId: headers["x-amzn-bedrock-guardrailidentifier"] ?? guardrail.guardrailIdentifier,
    guardrailVersion: headers["x-amzn-bedrock-guardrailversion"] ?? guardrail.guardrailVersion,
    serviceTier: headers["x-amzn-bedrock-service-tier"],
  };
  const place = { ...model.place, region: incoming.region || model.place.region };
  return {
    ...{ operation: operation.name, page: bedrockPage(operation.name) },
    checks: bedrockChecks(operation, request, place),
    answer: async () => {
      const made = answerOfModel(operation.name, operation.named, params);
      if (!made)
        throw new Refused(
          unknown("bedrock", `${operation.name} is allowed, and has no answer in the sandbox.`),
        );
      return made;
    },
  };
}

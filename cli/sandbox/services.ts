import type { IncomingMessage } from "node:http";
import type { Check } from "../requests/check";
import { keyIdOf, kmsChecks, kmsPage, puttingAgain } from "../requests/kms";
import { secretsManagerChecks, secretsManagerPage } from "../requests/secretsManager";
import { needsNothing, stsChecks, stsPage } from "../requests/sts";
import type { Backend } from "./backend";
import type { Judge } from "./decide";
import { malformed, Refused, unknown } from "./errors";
import type { Incoming } from "./incoming";
import { isAlias, type Keys, noAlias } from "./keys";
import { parsed } from "./members";
import type { Model } from "./model";
import type { Made } from "./models";
import type { Session, Sessions } from "./sessions";
import { assume, assumptionOf, identityOf, refusalOf } from "./sts";
import { pairsOf, twiceIn } from "./unclear";
import type { Uploads } from "./uploads";

/** What a request asks for, and how it is answered once that is allowed. */
export interface Asked {
  operation: string;
  /** What AWS says of the operation. */
  page: string;
  checks: Check[];
  /** What to change where one is not passed, and the policies do not tell. */
  advice?: string;
  /** The answer: made here, or that of the API behind, which is passed on as it comes. */
  answer(): Promise<Made | IncomingMessage>;
}

export interface Sandbox {
  model: Model;
  backend: Backend;
  keys: Keys;
  judge: Judge;
  sessions: Sessions;
  uploads: Uploads;
}

type Params = Record<string, unknown>;

/** Of KMS and Secrets Manager, whatever the API behind says. */
const json = { "content-type": "application/x-amz-json-1.1" };

/** What was judged, written anew. */
const written = (params: Params) => Buffer.from(JSON.stringify(params));

/** Operations that change what conditions ask of keys and secrets. */
const changes = /^(Create|Update|Delete|Put|Tag|Untag|Enable|Disable|Schedule|Cancel|Replicate|Restore)/;

export async function kmsAsked(
  sandbox: Sandbox,
  incoming: Incoming,
  body: Buffer,
  session: Session,
): Promise<Asked> {
  const { keys, backend, model } = sandbox;
  const target = incoming.headers["x-amz-target"] ?? "";
  const operation = target.replace(/^TrentService\./, "");
  const sent = parsed(body, "kms");
  const decrypting = keyOfCiphertext(operation, sent, backend);
  const params = { ...decrypting, ...sent };
  const region = incoming.region || model.place.region;
  const ids = [
    keyIdOf(params),
    ...Object.values(decrypting),
    params.DestinationKeyId,
    params.TargetKeyId,
    params.AliasName,
  ];
  const found = new Map<string, Awaited<ReturnType<Keys["key"]>>>();
  for (const id of ids) if (typeof id === "string") found.set(id, await keys.key(id, region));
  const place = { ...model.place, region };
  const made = operation === "CreateAlias" ? params.AliasName : undefined;
  const missing = [...found].find(([id, key]) => !key && id !== made && isAlias(id))?.[0];
  // Which key's policies to ask is not known then: AWS says so first.
  if (missing !== undefined) throw new Refused(noAlias(missing, place));
  for (const [field, id] of Object.entries(decrypting)) {
    const [named, own] = [found.get(String(params[field])), found.get(id)];
    if (own && named?.arn !== own.arn) throw new Refused(incorrectKey); // moto decrypts with whatever key it was.
  }
  const checks = kmsChecks(operation, params, (id) => found.get(id), place);
  return {
    ...{ operation, page: kmsPage(operation), checks },
    answer: async () => {
      const again = puttingAgain(operation, sent, checks, place);
      if (again) requireWayIn(sandbox, sent, again, session, region);
      const { status, text } = await backend.call("kms", region, `TrentService.${operation}`, written(sent));
      if (changes.test(operation)) keys.forget();
      return { status, headers: json, body: text };
    },
  };
}

/** Who gives a key its policy must be let in to give it another: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
function requireWayIn({ judge }: Sandbox, params: Params, check: Check, session: Session, region: string) {
  const { Policy, BypassPolicyLockoutSafetyCheck } = params;
  if (typeof Policy !== "string" || BypassPolicyLockoutSafetyCheck === true) return;
  const message = judge.lockedOutBy(Policy, check, session, region);
  if (message === undefined) return;
  throw new Refused({ code: "MalformedPolicyDocumentException", message, status: 400 });
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
const incorrectKey = {
  code: "IncorrectKeyException",
  message: "The key ID in the request does not identify a CMK that can perform this operation.",
  status: 400,
};

/** AWS knows the key of a ciphertext. So does moto: the ciphertext begins with its ID. */
function keyOfCiphertext(operation: string, params: Params, backend: Backend): Record<string, string> {
  const field = { Decrypt: "KeyId", ReEncrypt: "SourceKeyId" }[operation];
  if (!field || typeof params.CiphertextBlob !== "string") return {};
  const [id] =
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(
      Buffer.from(params.CiphertextBlob, "base64").toString("latin1"),
    ) ?? [];
  if (id) return { [field]: backend.translated(id, "out") };
  if (params[field] !== undefined) return {};
  const message = `This is no ciphertext of the sandbox's keys: which key decrypts it is not known. Give ${field}.`;
  throw new Refused({ code: "InvalidCiphertextException", message, status: 400 });
}

export async function secretsManagerAsked(
  sandbox: Sandbox,
  incoming: Incoming,
  body: Buffer,
): Promise<Asked> {
  const { keys, backend, model } = sandbox;
  const target = incoming.headers["x-amz-target"] ?? "";
  const operation = target.replace(/^secretsmanager\./, "");
  const params = parsed(body, "secretsmanager");
  const region = incoming.region || model.place.region;
  const ids = [params.SecretId, ...[params.SecretIdList ?? []].flat()].filter((id) => typeof id === "string");
  const found = new Map<string, Awaited<ReturnType<Keys["secret"]>>>();
  for (const id of ids) found.set(id, await keys.secret(id, region));
  const used = new Map<string, Awaited<ReturnType<Keys["key"]>>>();
  for (const id of [params.KmsKeyId, ...[...found.values()].map((secret) => secret?.key)])
    if (typeof id === "string" && id !== "") used.set(id, await keys.key(id, region));
  const place = { ...model.place, region };
  const secretOf = (id: string) => found.get(id);
  const keyOf = (id: string) => used.get(id);
  const checks = secretsManagerChecks(operation, params, secretOf, keyOf, place);
  return {
    ...{ operation, page: secretsManagerPage(operation), checks },
    answer: async () => {
      const { status, text } = await backend.call(
        "secretsmanager",
        region,
        `secretsmanager.${operation}`,
        written(params),
      );
      if (changes.test(operation)) keys.forget();
      return { status, headers: json, body: text };
    },
  };
}

/** Nobody's second parser reads it, but AWS's does. */
function formOf(body: Buffer, query: Incoming["query"]): URLSearchParams {
  const pairs = body.length > 0 ? pairsOf(body.toString()) : Object.entries(query);
  const twice = pairs && twiceIn(pairs.map(([name]) => name));
  if (pairs && twice === undefined) return new URLSearchParams(pairs);
  const why = pairs ? `${twice} is there more than once: send it once` : "it is not in per cent encoding";
  throw new Refused(malformed("sts", `The form cannot be read: ${why}.`));
}

export function stsAsked(
  { model, sessions }: Sandbox,
  { query }: Incoming,
  body: Buffer,
  caller: Session,
): Asked {
  const form = formOf(body, query);
  const operation = form.get("Action") ?? "";
  const asked = assumptionOf(form);
  const checks = stsChecks(operation, asked);
  const role = model.roles.find(({ arn }) => arn === asked.RoleArn);
  return {
    ...{ operation, page: stsPage(operation), checks },
    ...(!role && {
      advice: `the stack has no role ${asked.RoleArn}: assume ${model.roles.map(({ arn }) => arn).join(" or ")}`,
    }),
    answer: async () => {
      if (needsNothing.includes(operation)) return identityOf(caller);
      const fault = refusalOf(asked, caller, role);
      if (fault || !role) throw new Refused(fault ?? unknown("sts", "There is no such role."));
      return assume(asked, caller, role, sessions)[0];
    },
  };
}

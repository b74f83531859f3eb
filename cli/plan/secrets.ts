import { isEnvelope } from "./envelope";
import { UsageError } from "./errors";
import { type Fields, isMap, isObject, withTexts } from "./fields";
import { hidden, hiddenWith, replacing } from "./masking";
import type { ResourceState } from "./resources";

/** Stands for what an export without --show-secrets does not tell. */
export const unreadable = hiddenWith(", encrypted in the state");

/** What is done with an export's envelope: its JSON is read, or there is nothing to read. */
interface Reading {
  read(plaintext: string): unknown;
  unreadable(sealed: Fields): unknown;
}

/** A value without its envelopes. A program's have the value itself. */
export function opened(value: unknown, reading: Reading = { read, unreadable: () => unreadable }): unknown {
  const open = (one: unknown) => opened(one, reading);
  if (isEnvelope(value)) {
    if ("value" in value) return open(value.value);
    return typeof value.plaintext === "string"
      ? open(reading.read(value.plaintext))
      : reading.unreadable(value);
  }
  if (Array.isArray(value)) return value.map(open);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, open(field)]));
}

/** What the parser says of a text that is no JSON holds the text. */
function read(plaintext: string): unknown {
  try {
    return JSON.parse(plaintext);
  } catch {
    throw new UsageError(
      "--state: the plaintext of a secret is not JSON. Give what `pulumi stack export --show-secrets` prints.",
    );
  }
}

/** Whether there is an envelope in a value. */
export function isSecret(value: unknown): boolean {
  return isEnvelope(value) || (isObject(value) && Object.values(value).some(isSecret));
}

/**
 * All texts in envelopes of what resources are made from. Documents are no secret as a whole: what is secret in them is
 * elsewhere too. Tags are not shown, and one secret among them may have all in its envelope.
 */
export function sealedInputs(resources: ResourceState[]): string[] {
  const found = resources.flatMap(({ type, inputs }) => {
    const { tags, tagsAll, ...others } = inputs;
    return sealedTexts(type.startsWith("aws:") ? others : inputs);
  });
  return [...new Set(found)].filter((text) => text !== unreadable && !isDocument(text));
}

/** All texts in envelopes. */
export function sealedTexts(value: unknown): string[] {
  if (isEnvelope(value)) return texts(opened(value));
  return isObject(value) ? Object.values(value).flatMap(sealedTexts) : [];
}

function texts(value: unknown): string[] {
  if (isMap(value) && ("Statement" in value || "Effect" in value)) {
    const { Version, Effect, Action, NotAction, ...others } = value;
    return Object.values(others)
      .flatMap(texts)
      .filter((text) => !ofIam.test(text));
  }
  if (isObject(value)) return Object.values(value).flatMap(texts);
  return value === undefined || value === null || typeof value === "boolean" ? [] : [String(value)];
}

/** What other policies have, too: it would be hidden there. */
const ofIam = /^(\*|true|false|[\w.-]+\.amazonaws\.com)$/;

function isDocument(text: string): boolean {
  return text.trimStart().startsWith("{");
}

/** What is told of a secret where a part of it is: an ARN's account and resource go into policies on their own. */
function partsOf(secret: string, known: string[]): string[] {
  const [arn, , , , account = "", ...resource] = secret.split(":");
  if (arn !== "arn") return [secret];
  const name = resource.join(":");
  const parts = [account, name, name.replace(/^[\w-]+[/:]/, "")];
  return [secret, ...parts.filter((part) => !known.includes(part))];
}

/** A text, and as it is within JSON. */
function inJson(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1)];
}

/**
 * Puts "(secret)" in place of each secret, in every text and key of a value; with numbers, where two must not become one.
 * What is known besides is left in ARNs.
 */
export function masker(secrets: string[], known: string[], numbered = false): <T>(value: T) => T {
  const all = new Set(secrets.flatMap((secret) => partsOf(secret, known)).flatMap(inJson));
  const parts = [...all].filter((part) => part !== "");
  const told = (part: string) => (numbered ? hiddenWith(` ${parts.indexOf(part) + 1}`) : hidden);
  const mask = replacing(parts, "whole text", told);
  return (value) => withTexts(value, mask, mask);
}

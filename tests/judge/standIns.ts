import type { PolicyDocument } from "../support/component";
import type { Context } from "./judge";

/**
 * Condition keys that the evaluator does not know, as their names have a variable behind a colon, each with a key of the
 * same type for the same actions that stands for it in policies and requests alike. No policy here has that itself.
 */
const standIns: Record<string, string> = {
  "kms:EncryptionContext:SecretARN": "kms:RecipientAttestation:PCR0",
};

export function withStandIns(context: Context): Context {
  const entries = Object.entries(context).map(([key, value]) => [standIns[key] ?? key, value]);
  return Object.fromEntries(entries);
}

const known = new WeakMap<PolicyDocument, PolicyDocument>();

export function documentWithStandIns(document: PolicyDocument): PolicyDocument {
  const found = known.get(document) ?? replaced(document);
  known.set(document, found);
  return found;
}

function replaced(document: PolicyDocument): PolicyDocument {
  const text = JSON.stringify(document);
  if (Object.values(standIns).some((key) => text.includes(key))) {
    throw new Error("A policy has a key that stands for another here.");
  }
  const used = Object.entries(standIns).filter(([key]) => text.includes(key));
  if (used.length === 0) return document;
  return JSON.parse(used.reduce((text, [key, standIn]) => text.replaceAll(key, standIn), text));
}

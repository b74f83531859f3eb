import type { PolicyDocument } from "../support/component";
import type { Context } from "./judge";

/**
 * Condition keys that the evaluator does not know, as their names have a variable behind a colon or are an issuer's own,
 * each with a key of the same type for the same actions that stands for it in policies and requests alike. No policy here
 * has that itself.
 */
const standIns: [key: RegExp, standIn: string][] = [
  [/kms:EncryptionContext:SecretARN/, "kms:RecipientAttestation:PCR0"],
  [/[\w.-]+\.[\w-]+(\/[\w./-]+)?:aud/, "accounts.google.com:aud"],
  [/[\w.-]+\.[\w-]+(\/[\w./-]+)?:sub/, "accounts.google.com:sub"],
];

export function withStandIns(context: Context): Context {
  const entries = Object.entries(context).map(([key, value]) => [standInOf(key), value]);
  return Object.fromEntries(entries);
}

function standInOf(key: string): string {
  const found = standIns.find(([form]) => new RegExp(`^${form.source}$`).test(key));
  return found ? found[1] : key;
}

const known = new WeakMap<PolicyDocument, PolicyDocument>();

export function documentWithStandIns(document: PolicyDocument): PolicyDocument {
  const found = known.get(document) ?? replaced(document);
  known.set(document, found);
  return found;
}

function replaced(document: PolicyDocument): PolicyDocument {
  const text = JSON.stringify(document);
  if (standIns.some(([, standIn]) => text.includes(`"${standIn}":`))) {
    throw new Error("A policy has a key that stands for another here.");
  }
  const used = standIns.filter(([form]) => new RegExp(`"${form.source}":`).test(text));
  if (used.length === 0) return document;
  return JSON.parse(
    used.reduce(
      (text, [form, standIn]) => text.replace(new RegExp(`"${form.source}":`, "g"), `"${standIn}":`),
      text,
    ),
  );
}

import type { PolicyDocument } from "../../cli/access/request";

/**
 * Condition keys that the evaluator does not know, as their names have a variable behind a colon or are an issuer's own,
 * each with a key of the same type for the same actions that stands for it in policies and requests alike. No policy here
 * has that itself.
 */
const secret = { key: /^kms:EncryptionContext:SecretARN$/, standIn: "kms:RecipientAttestation:PCR0" };
const token = { key: /^([\w.-]+\.[\w-]+(?:\/[\w./-]+)?):(aud|sub)$/, standIn: "accounts.google.com" };
const taken = [secret.standIn, `${token.standIn}:aud`, `${token.standIn}:sub`];

type Values = string | string[] | undefined;

/** A key and its values. What one issuer tells is never what another does: the issuer goes into the values. */
function standInOf(key: string, values: Values): [string, Values] {
  if (secret.key.test(key)) return [secret.standIn, values];
  const [, issuer, claim] = token.key.exec(key) ?? [];
  if (!issuer) return [key, values];
  const told = Array.isArray(values) ? values.map((value) => `${issuer} ${value}`) : `${issuer} ${values}`;
  return [`${token.standIn}:${claim}`, told];
}

export function withStandIns<T extends Record<string, string | string[]>>(context: T): T {
  return mapped(context) as T;
}

function mapped(values: Record<string, Values>): Record<string, Values> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => standInOf(key, value)));
}

const known = new WeakMap<PolicyDocument, PolicyDocument>();

export function documentWithStandIns(document: PolicyDocument): PolicyDocument {
  const found = known.get(document) ?? replaced(document);
  known.set(document, found);
  return found;
}

function replaced(document: PolicyDocument): PolicyDocument {
  const Statement = document.Statement.map((statement) => {
    const conditions = Object.entries((statement.Condition ?? {}) as Record<string, Record<string, Values>>);
    if (conditions.length === 0) return statement;
    const given = conditions.flatMap(([, keys]) => Object.keys(keys));
    if (given.some((key) => taken.includes(key))) {
      throw new Error("A policy has a key that stands for another here.");
    }
    const Condition = conditions.map(([operator, keys]) => [
      operator,
      // Whether a key is there is all that Null asks, and its values are true or false.
      operator === "Null"
        ? Object.fromEntries(Object.entries(keys).map(([key, value]) => [standInOf(key, "")[0], value]))
        : mapped(keys),
    ]);
    return { ...statement, Condition: Object.fromEntries(Condition) };
  });
  return { ...document, Statement };
}

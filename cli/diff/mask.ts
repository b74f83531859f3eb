import { hasSecret, isEnvelope } from "../plan/envelope";
import { fieldsOf, isObject } from "../plan/fields";
import { replacing } from "../plan/masking";
import { elements } from "../policy/document";
import type { Change, Permission } from "./change";
import { opened } from "./json";
import { rolesIn } from "./runsAs";
import { untold } from "./untold";

/** What tells nothing, whatever document it is of. */
const plain = new Set(["", "*", "true", "false"]);
/** Other names in a policy are no words of IAM. */
const known = [...elements, "Statement", "Version", "Id"];

/** Texts that stand in what is secret of resources and nowhere else. Tags are not shown. */
export function onlySealed(items: unknown[]): string[] {
  const [secret, clear] = [new Set<string>(), new Set<string>(plain)];
  for (const item of items) {
    const { type, inputs, outputs, secrets } = fieldsOf(item);
    // A plan says which of the inputs are secret.
    const named = Array.isArray(secrets) ? secrets : [];
    for (const [key, value] of Object.entries(fieldsOf(inputs))) {
      const isTag = /^tags/.test(key) && String(type).startsWith("aws:");
      if (isTag) continue;
      collect(value, named.includes(key), secret, clear);
      // Roles are told out of texts of any form.
      if (!named.includes(key) && !hasSecret(value)) continue;
      for (const [, role] of rolesIn({ [key]: openedOrNothing(value) })) collect(role, true, secret, clear);
    }
    // Those of a plan have no envelopes.
    if (!Array.isArray(secrets)) collect(outputs, false, new Set(), clear);
  }
  return [...secret].filter((text) => !clear.has(text));
}

/** Puts the texts of a value where they belong. */
function collect(value: unknown, isSecret: boolean, secret: Set<string>, clear: Set<string>): void {
  const within = isSecret || isEnvelope(value);
  if (isEnvelope(value)) {
    const content = openedOrNothing(value);
    if (!isEnvelope(content)) collect(content, true, secret, clear);
  } else if (isObject(value)) {
    const isPolicy = within && ("Statement" in value || "Effect" in value);
    for (const [key, one] of Object.entries(value)) {
      if (isPolicy && !known.includes(key)) secret.add(key);
      const [, tag] = /^aws:\w+Tag\/(.+)$/.exec(key) ?? [];
      if (tag !== undefined && !within) clear.add(tag); // A condition asks for the tag of this name.
      collect(isPolicy ? untold(key, one) : one, within, secret, clear);
    }
  } else if (value !== undefined && value !== null) {
    const text = String(value);
    const document = documentIn(text);
    if (document) collect(document, within, secret, clear);
    else (within ? secret : clear).add(text);
    const [, issuer] = /^arn:[\w-]+:iam::\d{12}:oidc-provider\/(.+)$/.exec(text) ?? [];
    if (issuer && !within) clear.add(issuer); // Condition keys of its tokens begin with it.
  }
}

/** What is no JSON is refused where it is read. */
function openedOrNothing(value: unknown): unknown {
  try {
    return opened(value);
  } catch {
    return undefined;
  }
}

function documentIn(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Puts "(secret)" in place of secrets in what is put together of them. */
export const maskOf = (secrets: string[] = []) => replacing(secrets, "word");

/** A change without secrets. Its ID stays. */
export function masked(secrets: string[]): (change: Change) => Change {
  const mask = maskOf(secrets);
  const hide = ({ actions, resources, principals, conditions }: Permission): Permission => ({
    actions: different(actions.map(mask)),
    resources: different(resources.map(mask)),
    principals: different(principals.map(mask)),
    conditions: different(conditions.map(mask)),
  });
  return (change) => ({
    ...change,
    of: mask(change.of),
    statements: change.statements.map(mask),
    access: change.access.map(hide),
    beside: change.beside.map(hide),
    ...(change.note !== undefined && { note: mask(change.note) }),
  });
}

const different = (texts: string[]) => [...new Set(texts)];

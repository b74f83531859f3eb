import { isMap } from "./fields";

/** A part of a document or of an input as words tell it: `statement 1 has no Resource`. */
type Flaw = string | undefined;

/** Of these a policy says which of their resources it speaks of, whoever it speaks of. */
const alwaysNamed = /^aws:(s3\/bucketPolicy|kms\/(key|keyPolicy|externalKey|replicaKey|replicaExternalKey)):/;

/** A policy document, as an object or in JSON. Undefined: it is something else. */
export function documentIn(value: unknown): Record<string, unknown> | undefined {
  const read = typeof value === "string" ? parsed(value) : value;
  return isMap(read) && Object.hasOwn(read, "Statement") ? read : undefined;
}

function parsed(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Why AWS would refuse a document, as far as a value that was lost on the way may be the cause. */
export function malformed({ Statement }: Record<string, unknown>, type: string): Flaw {
  const statements = [Statement].flat();
  return first(statements, (one, at) => flawOf(one, `statement ${at + 1}`, alwaysNamed.test(type)));
}

function flawOf(statement: unknown, where: string, isNamed: boolean): Flaw {
  if (!isMap(statement)) return `${where} is empty`;
  const has = (name: string) => statement[name] !== undefined || statement[`Not${name}`] !== undefined;
  if (statement.Effect === undefined) return `${where} has no Effect`;
  if (!has("Action")) return `${where} has no Action`;
  if (!has("Resource") && (isNamed || !has("Principal"))) return `${where} has no Resource and no Principal`;
  return first(Object.entries(statement), ([name, value]) => {
    const part = `${name} of ${where}`;
    if (name === "Condition") return membersOf(value, part, (keys, one) => membersOf(keys, one, emptyIn));
    if (/^(Not)?Principal$/.test(name) && isMap(value)) return membersOf(value, part, emptyIn);
    return emptyIn(value, part);
  });
}

/** Each member of an object. `Condition: {}` alone is as good as none. */
function membersOf(value: unknown, where: string, flaw: (one: unknown, where: string) => Flaw): Flaw {
  if (!isMap(value)) return emptyIn(value, where);
  if (Object.keys(value).length === 0)
    return where.startsWith("Condition of") ? undefined : `${where} is empty`;
  return first(Object.entries(value), ([key, one]) => flaw(one, `${key} in ${where}`));
}

function emptyIn(value: unknown, where: string): Flaw {
  if (value === null || (Array.isArray(value) && value.length === 0)) return `${where} is empty`;
  return Array.isArray(value) && value.includes(null) ? `${where} has an empty member` : undefined;
}

/** What JavaScript makes of a value that is not there, as a part of a text: `arn:aws:s3:::undefined/*`. */
const lost = /(?<![A-Za-z0-9])undefined(?![A-Za-z0-9])|\[object \w+\]|(?<![^:/,])(null|NaN)(?![^:/,])/;

/** A text within a value that holds the rest of a value which was lost. */
export function lostText(value: unknown, where: string): Flaw {
  if (typeof value === "string") {
    const document = documentIn(value);
    if (document) return lostText(document, where);
    const [found] = lost.exec(value) ?? [];
    return found && `${where} holds the text "${found}"`;
  }
  if (Array.isArray(value)) return first(value, (one) => lostText(one, where));
  if (!isMap(value)) return undefined;
  return first(Object.entries(value), ([key, one]) => lostText(key, where) ?? lostText(one, where));
}

export function first<T>(all: T[], flaw: (one: T, at: number) => Flaw): Flaw {
  for (const [at, one] of all.entries()) {
    const found = flaw(one, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

import { hasSecret, isEnvelope, revealed } from "./envelope";
import { isMap } from "./fields";
import { hidden } from "./masking";
import { type Attributes, digestOf } from "./standIns";

/** What tells resources of one type and one Pulumi name apart. */
export interface Identified {
  type: string;
  /** As they are sent, with the envelopes of secrets: of a secret name a few digits are told. */
  sent: Attributes;
  /** Of one that is imported. */
  id?: string | undefined;
}

/** In words what names a resource, and a digest of what else may say which one it is. */
export function identityOf({ type, sent, id }: Identified, isKnown: (text: string) => boolean): string[] {
  const isName = (key: string) => hasSecret(sent[key]) && naming.test(key);
  const names = Object.entries(revealed(sent).value).filter(([key]) => isName(key));
  const isAws = type.startsWith("aws:");
  const isWord = (key: string, value: unknown): value is string =>
    naming.test(key) && typeof value === "string" && /^[\w./+=@:-]{1,100}$/.test(value) && isKnown(value);
  const given = Object.entries(sent)
    .map(([key, value]) => [key, marked(value, isKnown)] as const)
    .filter(([key, value]) => !isName(key) && value !== hidden && value !== undefined && !isTag.test(key))
    // The AWS provider has its region beside; another's resources may hang on anything that they are given.
    .filter(([key, value]) => !isAws || (typeof value === "string" ? isOwn(key) : asked.test(key)));
  const words = given.flatMap(([key, value]) => (isWord(key, value) ? [`${key} ${value}`] : []));
  const others = given.filter(([key, value]) => !isWord(key, value)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...words,
    ...names.map(([key, value]) => `${key} secret ${digestOf(value)}`),
    ...(others.length > 0 ? [`inputs ${digestOf(others)}`] : []),
  ];
}

/**
 * A digest of what a program says of a resource that it reads: the engine has that of some of what the resource has. Its
 * Region stands beside.
 */
export function saidOf({ type, sent }: Identified, isKnown: (text: string) => boolean): string[] {
  const said = Object.entries(sent)
    .filter(([key]) => !(type.startsWith("aws:") && key === "region"))
    .map(([key, value]) => [key, marked(value, isKnown)]);
  return said.length > 0
    ? [`state ${digestOf(said.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))}`]
    : [];
}

/**
 * A value without what is secret. Of a secret text that holds what is not known here, such as encrypted config, the rest is
 * told: what is secret in it is not there.
 */
function marked(value: unknown, isKnown: (text: string) => boolean, isSealed = false): unknown {
  if (isEnvelope(value)) return marked(value.value, isKnown, true);
  if (Array.isArray(value)) return value.map((one) => marked(one, isKnown, isSealed));
  if (isMap(value)) {
    const fields = Object.entries(value).map(([key, one]) => [key, marked(one, isKnown, isSealed)] as const);
    return isSealed ? fields.map(([, one]) => one) : Object.fromEntries(fields);
  }
  return isSealed && !(typeof value === "string" && !isKnown(value)) ? hidden : value;
}

const isOwn = (key: string) => key !== "region" && !aside.test(key);
const naming = /^(bucket|\w*(name|prefix|identifier))$/i;
const isTag = /^tags(All)?$/;
/** Lists and maps of AWS that say what somebody else makes. */
const asked = /^(\w*parameters?|triggers)$/i;
/** Inputs that change what a resource of AWS is like, and not which one it is. */
const aside = new RegExp(
  `^(${[
    ...[
      "tags(All)?",
      "description",
      "comment",
      "\\w*polic(y|ies)\\w*",
      "policy",
      "definition",
      "\\w*(password|token|secret)",
      "value",
    ],
    ...[
      "secret(String|Binary)",
      "username",
      "\\w*(class|type|version|window|mode|status|spec|size)",
      "engine",
    ],
    ...[
      "handler",
      "runtime",
      "\\w*image\\w*",
      "code\\w*",
      "sourceCode\\w*",
      "s3(Key|ObjectVersion)",
      "\\w*(parameter|subnet|option)GroupName",
    ],
  ].join("|")})$`,
  "i",
);

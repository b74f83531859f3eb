import { type Attributes, digestOf } from "./standIns";

/** What tells resources of one type and one Pulumi name apart. */
export interface Identified {
  type: string;
  /** As they are asked for. */
  inputs: Attributes;
  /** Whether an input is secret: of a name a few digits are told, and nothing of all else. */
  isHidden(key: string): boolean;
  /** Of one that is imported. */
  id?: string | undefined;
}

/** In words what names a resource, and a digest of what else may say which one it is. */
export function identityOf(
  { type, inputs: all, id, isHidden }: Identified,
  isKnown: (text: string) => boolean,
): string[] {
  const inputs = Object.fromEntries(Object.entries(all).filter(([key]) => !isHidden(key)));
  const hidden = Object.entries(all).filter(([key]) => isHidden(key) && naming.test(key));
  const isAws = type.startsWith("aws:");
  const isWord = (key: string, value: unknown): value is string =>
    naming.test(key) && typeof value === "string" && /^[\w./+=@:-]{1,100}$/.test(value) && isKnown(value);
  // The AWS provider has its region beside; another's resources may hang on anything that they are given.
  const given = Object.entries(inputs).filter(([key, value]) =>
    isAws
      ? key !== "region" && typeof value === "string" && !aside.test(key)
      : !isTag.test(key) && !["number", "boolean", "undefined"].includes(typeof value),
  );
  const words = given.flatMap(([key, value]) => (isWord(key, value) ? [`${key} ${value}`] : []));
  const others = given.filter(([key, value]) => !isWord(key, value)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...words,
    ...hidden.map(([key, value]) => `${key} secret ${digestOf(value)}`),
    ...(others.length > 0 ? [`inputs ${digestOf(others)}`] : []),
  ];
}

const naming = /^(bucket|\w*(name|prefix|identifier))$/i;
const isTag = /^tags(All)?$/;
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
      "\\w*password",
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
      "\\w*(parameter|subnet|option)GroupName",
    ],
  ].join("|")})$`,
  "i",
);

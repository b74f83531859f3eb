import { type Attributes, accountSource, digestOf, type StandIn } from "./standIns";

/** What tells resources of one type and one Pulumi name apart. */
export interface Identified {
  type: string;
  /** As they are asked for; what is secret is left out. */
  inputs: Attributes;
  /** Of one that is imported. */
  id?: string | undefined;
}

/** In words what names a resource, and a digest of what else may say which one it is. */
export function identityOf({ type, inputs, id }: Identified, isKnown: (text: string) => boolean): string[] {
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
    ...(others.length > 0 ? [`inputs ${digestOf(others)}`] : []),
  ];
}

/** The Region, and what else than that and a known account says where something is: the provider's profile, say. */
export function whereOf(type: string, { region }: StandIn, provider: Attributes): string[] {
  if (!type.startsWith("aws:")) {
    const given = Object.entries(provider).filter(([key]) => key !== "version");
    return given.length > 0 ? [`provider ${digestOf(given)}`] : [];
  }
  const account = accountSource(provider);
  return [...(regionless.test(type) ? [] : [`region ${region}`]), ...(account ? [account] : [])];
}

export const regionless = /^aws:(iam|organizations|rolesanywhere)\//;

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

import { isMap } from "../plan/fields";
import { malformed, Refused, type Service } from "./errors";
import { twiceIn } from "./unclear";

type Params = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isTextMap = (value: unknown) => isMap(value) && Object.values(value).every(isText);

/** What members that are judged have to be: a list in the place of a text would be judged as one, and served as another. */
const shapes: [names: RegExp, is: (value: unknown) => boolean, what: string][] = [
  [
    /^(KeyId|(Source|Destination|Target)KeyId|AliasName|CiphertextBlob|SecretId|Name|KmsKeyId|Version(Id|Stage))$/,
    isText,
    "a string",
  ],
  [/^((Source|Destination)?EncryptionAlgorithm|(Signing|Mac)Algorithm|MessageType)$/, isText, "a string"],
  [/^(KeySpec|CustomerMasterKeySpec|KeyPairSpec|KeyUsage|Origin|Policy)$/, isText, "a string"],
  [/^(GranteePrincipal|RetiringPrincipal|ReplicaRegion|PrimaryRegion)$/, isText, "a string"],
  [/^(roleArn|trustAnchorArn|profileArn|roleSessionName|guardrail(Identifier|Version))$/, isText, "a string"],
  [/^(TagKeys|Operations|SecretIdList|GrantTokens)$/, isTexts, "a list of strings"],
  [/^(Source|Destination)?EncryptionContext$/, isTextMap, "a map of strings"],
  [/^(BypassPolicyLockoutSafetyCheck|MultiRegion)$/, (value) => typeof value === "boolean", "true or false"],
  [/^(PendingWindowInDays|durationSeconds)$/, (value) => typeof value === "number", "a number"],
  [/^(guardrailConfig|serviceTier)$/, isMap, "an object"],
];

/** How a service writes tags, and what it calls a key that is there twice. */
const tagged: Partial<Record<Service, [key: string, value: string, twice: string]>> = {
  kms: ["TagKey", "TagValue", "TagException"],
  secretsmanager: ["Key", "Value", "InvalidParameterException"],
};

/** The members of a body of JSON, but for those that are null. What can be read in two ways is refused. */
export function parsed(body: Buffer, service: Service): Params {
  const members = body.length === 0 ? {} : jsonIn(body);
  if (!isMap(members)) throw unreadable("The body is no JSON object in UTF-8.");
  const given = membersOf(members);
  if (isMap(given.guardrailConfig)) membersOf(given.guardrailConfig);
  if (given.Tags !== undefined) requireTags(given.Tags, service);
  return given;
}

const unreadable = (message: string) => new Refused({ code: "SerializationException", message, status: 400 });

function membersOf(members: Params): Params {
  const given = Object.entries(members).filter(([, value]) => value !== null);
  for (const [name, value] of given) {
    const [, is, what] = shapes.find(([names]) => names.test(name)) ?? [];
    if (is && !is(value)) throw unreadable(`${name} is ${JSON.stringify(value)}: send ${what}.`);
  }
  return Object.fromEntries(given);
}

/** Of a key that is there twice, IAM would be asked for one value, and another stored. */
function requireTags(tags: unknown, service: Service): void {
  const [key, value, code] = tagged[service] ?? [];
  if (key === undefined || value === undefined) return;
  const isTag = (one: unknown): one is Record<string, string> =>
    isMap(one) && isText(one[key]) && isText(one[value]);
  if (!Array.isArray(tags) || !tags.every(isTag))
    throw unreadable(
      `Tags is ${JSON.stringify(tags)}: send a list of objects with ${key} and ${value}, both strings.`,
    );
  const keys = tags.map((one) => one[key] ?? "");
  const reserved = service === "kms" && keys.find((one) => /^aws:/i.test(one));
  if (reserved)
    throw new Refused(malformed(service, `The tag key ${reserved} begins with aws:, which AWS keeps.`, code));
  refuseTwice(keys, (message) => malformed(service, message, code));
}

/** Keys of tags, of which conditions do not tell upper from lower case. */
export function refuseTwice(keys: string[], fault: (message: string) => ReturnType<typeof malformed>): void {
  const twice = twiceIn(keys.map((key) => key.toLowerCase()));
  if (twice === undefined) return;
  const same = keys.filter((key) => key.toLowerCase() === twice);
  throw new Refused(
    fault(`Duplicate tag keys: ${same.join(", ")}. Send each once, in upper or in lower case.`),
  );
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

import type { Fault } from "../faults";
import { componentTagKeys } from "../names";
import { isTagText, tagCharacters } from "../rules";
import { tenantTagKey } from "../scope";
import { isEmpty, isGood, type Known, list, type Provider, show } from "./known";

/** What must hold for the keys of tags. */
export function tagFaults({ values }: Known): Fault[] {
  if (!isGood(values, "tags")) return [];
  const given = Object.keys(values.tags as object);
  const keys = new Set<string>([...given, ...componentTagKeys]);
  const perTag = given.flatMap((key) => {
    const propertyPath = `tags[${JSON.stringify(key)}]`;
    const twin = [...keys].find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
    const reasons = [
      !isTagKey(key) &&
        `the key ${show(key)} is not accepted. Give 1 to 128 ${tagCharacters} that do not start with aws:.`,
      lostTagKeys.includes(key) &&
        `the key ${show(key)} is not accepted, as Pulumi's SDK cannot carry it. Give another key.`,
      twin &&
        `the key differs from ${show(twin)} only in case, which IAM takes for the same. Give one of them.`,
    ];
    return reasons.filter((reason) => typeof reason === "string").map((reason) => ({ propertyPath, reason }));
  });
  if (keys.size <= 50) return perTag;
  const room = 50 - componentTagKeys.length;
  const reason =
    `${given.length} tags make ${keys.size} with the component's own ${list(componentTagKeys, "and")}, ` +
    `and IAM takes 50. Give at most ${room} other tags.`;
  return [...perTag, { propertyPath: "tags", reason }];
}

const isSame = (key: string, other: string) => key.toLowerCase() === other.toLowerCase();

/** Tags as they are known. Who adds them may leave a value out. */
export type Tags = Record<string, unknown>;

/** What a service takes for the text of a tag. */
const services = {
  IAM: { characters: tagCharacters, isText: isTagText },
  "AWS Organizations": {
    characters: "characters",
    isText: (text: unknown): text is string => typeof text === "string",
  },
};

/** The faults of tags that others add to the component's own. The tag of tenants, on the role, counts as that of its sessions. */
export function addedTagFaults(own: string[], added: Tags, by: string, tenantTag?: string): Fault[] {
  const others = Object.keys(added).filter((key) => !own.includes(key));
  const all = [...own, ...others];
  const reasons = others.flatMap((key) => {
    const twin = all.find((other) => other !== key && isSame(key, other));
    return [
      twin &&
        `${show(key)} of ${by} differs from ${show(twin)} only in case, which IAM takes for the same. ` +
          "Take it out there.",
      tenantTag &&
        isSame(key, tenantTag) &&
        `${show(key)} of ${by} would count as the tag of the role's sessions, which tenantIsolation goes by. ` +
          "Take it out there.",
    ];
  });
  const faults = reasons.flatMap((reason) => (reason ? [{ propertyPath: "tags", reason }] : []));
  return [...faults, ...untakenTags(own, added, by, "IAM")];
}

/** The faults of tags that others add, if a service does not take them, or not so many together with the component's own. */
export function untakenTags(own: string[], added: Tags, by: string, service: keyof typeof services): Fault[] {
  const { characters, isText } = services[service];
  const others = Object.keys(added).filter((key) => !own.includes(key));
  const count = own.length + others.length;
  const reasons = [
    ...others
      .filter((key) => !isTagKey(key, isText))
      .map(
        (key) =>
          `the key ${show(key)} of ${by} is not accepted. Give 1 to 128 ${characters} that do not start with aws:.`,
      ),
    // What somebody else gives one of the component's own tags is not the component's any more.
    ...Object.entries(added)
      .filter(([, value]) => !isEmpty(value) && !(isText(value) && value.length <= 256))
      .map(([key]) => `the value of ${show(key)} of ${by} is not accepted. Give at most 256 ${characters}.`),
    ...(count > 50
      ? [
          `${others.length} tags of ${by} make ${count} with the component's own, and ${service} takes 50. Give fewer.`,
        ]
      : []),
  ];
  return reasons.map((reason) => ({ propertyPath: "tags", reason }));
}

/** By whom tags are added. A provider puts its own on all that it makes. */
export const addedBy = { provider: "the provider's defaultTags", program: "a transformation" };

export function defaultTagFaults({ values }: Known, { defaultTags = {} }: Provider): Fault[] {
  const { tags, tenantIsolation } = values;
  const given = isGood(values, "tags") ? Object.keys(tags as object) : [];
  const own = [...new Set([...given, ...componentTagKeys])];
  const tenantTag = isGood(values, "tenantIsolation") ? tenantTagKey(tenantIsolation as object) : undefined;
  const others = Object.entries(defaultTags).filter(([key]) => !own.includes(key)); // The component's own win.
  return addedTagFaults(own, Object.fromEntries(others), addedBy.provider, tenantTag);
}

/** IAM takes these, but in the SDK's hands the first gets lost and the second fails with an error of its own. */
const lostTagKeys = ["__proto__", "toString"];

function isTagKey(key: string, isText: (text: unknown) => boolean = isTagText): boolean {
  return key.length >= 1 && key.length <= 128 && isText(key) && !/^aws:/i.test(key);
}

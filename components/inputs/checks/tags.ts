import type { Fault } from "../faults";
import { componentTagKeys } from "../names";
import { isTagText, tagCharacters } from "../rules";
import { isGood, type Known, list, show } from "./known";

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

/** IAM takes these, but in the SDK's hands the first gets lost and the second fails with an error of its own. */
const lostTagKeys = ["__proto__", "toString"];

function isTagKey(key: string): boolean {
  return key.length >= 1 && key.length <= 128 && isTagText(key) && !/^aws:/i.test(key);
}

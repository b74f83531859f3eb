import type { Fault } from "../faults";
import { componentTagKeys } from "../names";
import { isGood, type Known, later, list, show, shown } from "./known";

export function tagFaults(known: Known): Fault[] {
  const { values } = known;
  if (!isGood(values, "tags")) return [];
  const tags = Object.entries(values.tags as Record<string, unknown>);
  const keys = new Set<string>([...tags.map(([key]) => key), ...componentTagKeys]);
  const perTag = tags.flatMap(([key, value]) => {
    const propertyPath = `tags[${JSON.stringify(key)}]`;
    const twin = [...keys].find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
    const reasons = [
      !isTagText(key, 1, 128) &&
        `the key ${show(key)} is not accepted. Give 1 to 128 ${tagCharacters} that do not start with aws:.`,
      lostTagKeys.includes(key) &&
        `the key ${show(key)} is not accepted, as Pulumi's SDK cannot carry it. Give another key.`,
      twin &&
        `the key differs from ${show(twin)} only in case, which IAM takes for the same. Give one of them.`,
      value !== later &&
        !isTagText(value, 0, 256) &&
        `${shown("tags", value, known)} is not accepted. Give a string of at most 256 ${tagCharacters}.`,
    ];
    return reasons.filter((reason) => typeof reason === "string").map((reason) => ({ propertyPath, reason }));
  });
  if (keys.size <= 50) return perTag;
  const room = 50 - componentTagKeys.length;
  const reason =
    `${tags.length} tags make ${keys.size} with the component's own ${list(componentTagKeys, "and")}, ` +
    `and IAM takes 50. Give at most ${room} other tags.`;
  return [...perTag, { propertyPath: "tags", reason }];
}

/** IAM takes these, but in the SDK's hands the first gets lost and the second fails with an error of its own. */
const lostTagKeys = ["__proto__", "toString"];

const tagCharacters = "letters, digits, spaces or _.:/=+-@";

function isTagText(text: unknown, least: number, most: number): boolean {
  return (
    typeof text === "string" &&
    text.length >= least &&
    text.length <= most &&
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text) &&
    !(least > 0 && /^aws:/i.test(text))
  );
}

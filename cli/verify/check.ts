import { namesExternalId } from "../policy/externalId";
import { NotSeen } from "./aws";
import { hashOf, slowHashOf } from "./slowly";

export const areas = {
  roles: "Roles and policies",
  promises: "Promises, asked of AWS's own evaluator",
  buckets: "Buckets",
  keys: "Keys",
  use: "Last use",
  validation: "Access Analyzer",
} as const;
export type Area = keyof typeof areas;

/**
 * - agrees: it was looked at, and is as it should be
 * - differs: it was looked at, and is not
 * - told: a fact for the reader, neither right nor wrong
 * - not judged: nothing here can tell
 * - not seen: a call was refused, or answered in part
 */
export type Result = "agrees" | "differs" | "told" | "not judged" | "not seen";

/** One thing that was looked at. */
export interface Check {
  area: Area;
  /** The role, bucket, key or sentence. */
  of: string;
  result: Result;
  /** In a sentence. */
  what: string;
  details: string[];
  /** Roles, buckets or keys, where one line is said of many. */
  subjects?: string[];
  /** Names just this difference, for the file of accepted ones; undefined where nothing differs. */
  id?: string;
  /** Why somebody accepts the difference. */
  accepted?: string;
}

/** What of a check is not said each time. */
export type Finding = Pick<Check, "result" | "what"> & { details?: string[]; exactly?: string };

/** With this each id of a difference begins: so an accepted one tells what to look at, although it is gone. */
export const subjectOf = (area: Area, of: string) => hashOf([area, of]).slice(0, 8);

/** `exactly` is all that says how far a difference goes, where the sentence does not say it. */
export function check(area: Area, of: string, { result, what, details = [], exactly }: Finding): Check {
  const isDifference = result === "differs";
  if (!isDifference) return { area, of, result, what, details };
  const parts = [area, of, what, exactly ?? details];
  // Statements word for word may have an external ID.
  const exact = namesExternalId(exactly ?? "") ? slowHashOf(of, parts) : hashOf(parts);
  const id = `${subjectOf(area, of)}${exact.slice(0, 24)}`;
  return { area, of, result, what, details, id };
}

export const agrees = (what: string, details?: string[]): Finding => ({ result: "agrees", what, details });
export const differs = (what: string, details?: string[]): Finding => ({ result: "differs", what, details });
export const told = (what: string, details?: string[]): Finding => ({ result: "told", what, details });

/** A finding where there is something to list. */
export const some = (finding: typeof told, what: string, details: string[]) =>
  details.length > 0 ? [finding(what, details)] : [];

const nouns: Record<Area, string> = {
  ...{ roles: "roles", promises: "roles", buckets: "buckets", keys: "keys" },
  ...{ use: "roles", validation: "documents" },
};

/** What a check is about, each by its name. */
export const subjectsOf = ({ of, subjects = [of] }: Check) => subjects;

/** A call that is refused for hundreds of keys, or of requests, is told once. */
export function together(checks: Check[]): Check[] {
  const unseen = new Map<string, Check[]>();
  for (const one of checks.filter(({ result }) => result === "not seen")) {
    const key = JSON.stringify([one.area, one.what]);
    unseen.set(key, [...(unseen.get(key) ?? []), one]);
  }
  const told = [...unseen.values()].flatMap((same) => {
    const [first, ...more] = [...new Map(same.map((one) => [one.of, one])).values()];
    if (!first || more.length === 0) return first ? [first] : [];
    const details = [first, ...more].map(({ of }) => of);
    return [{ ...first, of: `${details.length} ${nouns[first.area]}`, details, subjects: details }];
  });
  return [...checks.filter(({ result }) => result !== "not seen"), ...told];
}

/** What a look finds, or that it was refused. */
export async function looked(
  area: Area,
  of: string,
  look: () => Promise<Finding | Finding[]>,
): Promise<Check[]> {
  try {
    return [await look()].flat().map((finding) => check(area, of, finding));
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
    return [check(area, of, { result: "not seen", what: `could not look: ${error.message}` })];
  }
}

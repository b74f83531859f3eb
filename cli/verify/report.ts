import type { Accepted } from "../diff/allow";
import { printable } from "../diff/report";
import type { Result } from "../plan/command";
import { type Area, areas, type Check, subjectOf, subjectsOf } from "./check";
import type { Wish } from "./wish";

/** What was looked at, where, when and by whom. */
export interface Verification {
  project: string;
  stack: string;
  source: string;
  account: string;
  /** ARN of who looked. */
  caller: string;
  region: string;
  /** ISO 8601. */
  date: string;
  notes: string[];
  checks: Check[];
  /** Whether nothing differs but what is accepted, and all was seen that was to be. */
  agrees: boolean;
  /** Accepted differences that are not there. */
  stale: Accepted[];
  /** Accepted differences of what this run did not look at, or did not see wholly. */
  unseen: Accepted[];
}

export function verdictOf(checks: Check[], accepted: Accepted[], partial: boolean) {
  const all = checks.map((one): Check => {
    const entry = accepted.find(({ id }) => one.id !== undefined && one.id === id);
    return entry ? { ...one, accepted: entry.reason } : one;
  });
  const open = all.filter(
    ({ result, accepted }) => (result === "differs" && !accepted) || (result === "not seen" && !partial),
  );
  const gone = accepted.filter(({ id }) => !checks.some((one) => one.id === id));
  const seen = seenIn(checks);
  const isStale = ({ id }: Accepted) => seen.get(id.slice(0, 8)) === true;
  return {
    ...{ checks: all, agrees: open.length === 0 },
    ...{ stale: gone.filter(isStale), unseen: gone.filter((one) => !isStale(one)) },
  };
}

/** By the beginning of an id, whether all was seen of what it is about: of what was not, nobody knows whether it differs. */
function seenIn(checks: Check[]): Map<string, boolean> {
  const seen = new Map<string, boolean>();
  for (const one of checks) {
    const isSeen = one.result !== "not seen" && one.result !== "not judged";
    for (const of of subjectsOf(one)) {
      const subject = subjectOf(one.area, of);
      seen.set(subject, isSeen && seen.get(subject) !== false);
    }
  }
  return seen;
}

const marks: Record<Check["result"], string> = {
  agrees: "agrees   ",
  differs: "DIFFERS  ",
  told: "         ",
  "not judged": "not asked",
  "not seen": "NOT SEEN ",
};

export function report(verification: Verification, { json, out }: Pick<Wish, "json" | "out">): Result {
  const exitCode = verification.agrees ? 0 : 3;
  if (json) return { stdout: `${JSON.stringify(verification, undefined, 2)}\n`, stderr: "", exitCode };
  const { account, caller, region, stack, source, date, notes, checks } = verification;
  const { stale, unseen } = verification;
  const sections = (Object.keys(areas) as Area[]).flatMap((area) => sectionOf(area, checks));
  const lines = [
    `Stack ${stack} (${source}) against account ${account}, Region ${region}, on ${date}.`,
    `Looked by ${caller}. AWS was read, and nothing was changed.`,
    ...notes,
    ...sections,
    "",
    ...stale.map(({ id, reason }) => `Accepted and not there any more: ${id} (${reason})`),
    ...unseen.map(({ id, reason }) => `Accepted and not looked at in this run: ${id} (${reason})`),
    summary(checks),
    ...(out === undefined ? [] : [`Written to ${out}. Open ${out}/verified.html.`]),
  ];
  return { stdout: `${lines.map(printable).join("\n")}\n`, stderr: "", exitCode };
}

function sectionOf(area: Area, checks: Check[]): string[] {
  const found = checks.filter((one) => one.area === area);
  if (found.length === 0) return [];
  const subjects = [...new Set(found.map(({ of }) => of))];
  return [
    ...["", areas[area]],
    ...subjects.flatMap((of) => [`  ${of}`, ...found.filter((one) => one.of === of).flatMap(linesOf)]),
  ];
}

function linesOf({ result, what, details, id, accepted }: Check): string[] {
  // Of what agrees, and of what a refused call hides, the sentence is enough on a terminal; --json and --out have each.
  const shown = result === "agrees" || result === "not seen" ? [] : details;
  return [
    `    ${marks[result]}  ${what}`,
    ...shown.map((detail) => `                 ${detail}`),
    ...(accepted ? [`                 accepted: ${accepted}`] : id ? [`                 id ${id}`] : []),
  ];
}

export function summary(checks: Check[]): string {
  const count = (of: (check: Check) => boolean) => checks.filter(of).length;
  const open = count(({ result, accepted }) => result === "differs" && !accepted);
  const agreed = count(({ result }) => result === "agrees");
  const accepted = count((one) => one.accepted !== undefined);
  const parts = [
    agreed === 1 ? "1 check agrees" : `${agreed} checks agree`,
    open === 0 ? "nothing differs" : `${open} differ${open === 1 ? "s" : ""}`,
    ...(accepted > 0 ? [`${accepted} ${accepted === 1 ? "is" : "are"} accepted`] : []),
    ...(count(({ result }) => result === "not seen") > 0
      ? [`${count(({ result }) => result === "not seen")} could not be seen`]
      : []),
  ];
  return `${parts.join(", ")}.`;
}

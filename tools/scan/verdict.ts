import { textTable } from "../table";

/** Something that a scanner says of a document. */
export interface Finding {
  scanner: string;
  /** The scanner's own name of it. */
  finding: string;
  document: string;
  /** The statement, where the scanner tells. */
  sid: string;
}

/** A finding that is left as it is, and why. */
export interface Accepted extends Finding {
  reason: string;
}

export interface Verdict extends Finding {
  verdict: "accepted" | "NOT ACCEPTED" | "STALE";
  reason: string;
}

/** Holds what was found against what is accepted. Neither a new finding nor a reason for none passes. */
export function verdicts(found: Finding[], accepted: Accepted[]): Verdict[] {
  const told = found.map((finding): Verdict => {
    const reason = accepted.find((each) => isSame(each, finding))?.reason;
    return reason
      ? { ...finding, verdict: "accepted", reason }
      : {
          ...finding,
          verdict: "NOT ACCEPTED",
          reason: "mend it, or give a reason in tools/scan/accepted.ts",
        };
  });
  const stale = accepted
    .filter((each) => !found.some((finding) => isSame(each, finding)))
    .map((each): Verdict => ({ ...each, verdict: "STALE", reason: "no longer found: take it out" }));
  return [...told, ...stale];
}

function isSame(one: Finding, other: Finding): boolean {
  return (["scanner", "finding", "document", "sid"] as const).every((key) => one[key] === other[key]);
}

/** The verdicts as a table of text. */
export function table(rows: Verdict[]): string {
  const columns = ["scanner", "finding", "document", "sid", "verdict", "reason"] as const;
  return textTable([[...columns], ...rows.map((row) => columns.map((column) => row[column]))]);
}

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { UsageError } from "../plan/errors";
import { fieldsOf } from "../plan/fields";
import type { Change } from "./change";

/** A growth that somebody has accepted. */
export interface Accepted {
  /** As the comparison prints it. */
  id: string;
  reason: string;
}

/** What is left of changes once accepted growth is taken out. */
export interface Verdict {
  /** Growth that nobody accepted. */
  grown: Change[];
  accepted: { change: Change; reason: string }[];
  /** What grew nothing. */
  others: Change[];
  /** Entries that match nothing. */
  stale: Accepted[];
}

const accepts =
  "Give a list, in YAML or JSON, of entries with id and reason, such as\n- id: 0123...\n  reason: why";

/** Reads a file of accepted growth. */
export function readAccepted(file: string, option = "--allow"): Accepted[] {
  const refuse = (why: string) => new UsageError(`${option}: "${file}": ${why}. ${accepts}`);
  const entries = (() => {
    try {
      return parse(readFileSync(file, "utf8").replace(/^\uFEFF/, "")) as unknown;
    } catch (error) {
      throw refuse((error as Error).message);
    }
  })();
  if (entries === null) return []; // A file of comments.
  if (!Array.isArray(entries)) throw refuse("it is no list");
  const all = entries.map((entry, at): Accepted => {
    const { id, reason, ...others } = fieldsOf(entry);
    const which = `entry ${at + 1}`;
    if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id)) throw refuse(`${which} has no id of a growth`);
    if (typeof reason !== "string" || reason.trim() === "") throw refuse(`${which} has no reason`);
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw refuse(`${which} has "${unknown}", which nothing reads`);
    return { id, reason: reason.trim() };
  });
  const twin = all.find(({ id }, at) => all.findIndex((other) => other.id === id) !== at);
  if (twin) throw refuse(`${twin.id} stands twice`);
  return all;
}

export function verdictOn(changes: Change[], allowed: Accepted[]): Verdict {
  const entryFor = (change: Change) => allowed.find(({ id }) => change.grew && id === change.id);
  return {
    grown: changes.filter((change) => change.grew && !entryFor(change)),
    accepted: changes.flatMap((change) => {
      const entry = entryFor(change);
      return entry ? [{ change, reason: entry.reason }] : [];
    }),
    others: changes.filter(({ grew }) => !grew),
    stale: allowed.filter(({ id }) => !changes.some((change) => change.id === id)),
  };
}

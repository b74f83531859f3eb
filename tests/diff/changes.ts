import { type Access, roleOf } from "../../cli/diff/access";
import type { Change } from "../../cli/diff/change";
import { compare } from "../../cli/diff/compare";
import { documentOf } from "../../cli/policy/document";

/** What a role of one policy gains or loses by another in its place. */
export function changesBetween(
  old: unknown,
  now: unknown,
  kind: "policies" | "trust" = "policies",
): Change[] {
  return compare(accessWith(old, kind), accessWith(now, kind));
}

export function accessWith(document: unknown, kind: "policies" | "trust" = "policies"): Access {
  const role = { ...roleOf("backend"), [kind]: [documentOf("document", document)] };
  return { roles: [role], policies: [], others: new Map(), attached: true };
}

export type Answer = "growth" | "no growth" | "no change";

export function answerOn(changes: Change[]): Answer {
  if (changes.some(({ grew }) => grew)) return "growth";
  return changes.length > 0 ? "no growth" : "no change";
}

/** Each as "KIND of WHAT", for tables. */
export function kindsOf(changes: Change[]): string[] {
  return changes.map(({ what }) => what);
}

import { createHash } from "node:crypto";
import type { Part } from "../policy/document";
import type { Box } from "./boxes";
import { inWords, shown, signOf } from "./conditions";
import type { Witness } from "./proof";
import { reasonsOf } from "./reasons";

/** One thing that is other than it was. */
export interface Change {
  /** The role or policy. */
  of: string;
  what: string;
  /** Access grew, or it cannot be shown that it did not. */
  grew: boolean;
  /** Names just this growth, for the file of accepted growth; undefined where nothing grew. */
  id?: string;
  /** Sids of the statements. */
  statements: string[];
  /** What was gained or lost. */
  access: Permission[];
  /** What of the other side is about the same: before for what was gained, now for what was lost. */
  beside: Permission[];
  /** More in words. */
  note?: string;
  /** Of growth a request that shows it. */
  witness?: Witness;
  /** Why there is none. */
  unshown?: string;
}

/** Every one of the actions, on every one of the resources, for every one of the principals, on any of the conditions. */
export interface Permission {
  actions: string[];
  resources: string[];
  principals: string[];
  conditions: string[];
}

/** A change that is told in words alone. */
export function noted(of: string, what: string, grew: boolean, note: string, exactly = note): Change {
  const id = grew ? { id: idOf([of, what, exactly]) } : {};
  return { of, what, grew, ...id, statements: [], access: [], beside: [], note };
}

/** A change of some boxes. Of what grew, `extent` is all that says how far. */
export function changeOf(
  of: string,
  what: string,
  boxes: Box[],
  beside: Box[],
  extent?: [string, Box[]],
): Change {
  const id = extent && {
    id: idOf([of, extent[0], ...[boxes, extent[1]].map((all) => all.map(shownSign).sort())]),
  };
  const statements = [...new Set(boxes.map(({ sid }) => sid))].filter((sid) => sid !== "");
  const [access, other] = [permissionsOf(boxes), permissionsOf(beside)];
  const looksSame = JSON.stringify(access) === JSON.stringify(other);
  const grew = extent !== undefined;
  const reasons = reasonsOf(boxes, beside, { isDeny: what.startsWith("deny"), grew }, looksSame);
  return {
    ...{ of, what, grew, ...id, statements, access, beside: other },
    ...(reasons.length > 0 && { note: reasons.join("; ") }),
  };
}

/** So long that nobody finds another growth of the same name. */
function idOf(growth: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(growth)).digest("hex").slice(0, 32);
}

/** A box's sign without what must not be printed: who sees the ID could try values. */
function shownSign({ action, resource, principal, variables, constraints }: Box): string {
  const parts = [action, resource, principal].map(({ not, patterns }) => [not, ...patterns]);
  return JSON.stringify([...parts, variables, ...constraints.map((one) => signOf(shown(one))).sort()]);
}

/** Boxes put together again where they differ in one thing alone. */
function permissionsOf(boxes: Box[]): Permission[] {
  const single = boxes.map(
    ({ action, resource, principal, constraints }): Permission => ({
      actions: [partInWords(action)],
      resources: [partInWords(resource)],
      principals: [partInWords(principal)],
      conditions: [constraints.map(inWords).sort().join(" and ")],
    }),
  );
  const fields = ["actions", "resources", "principals", "conditions"] as const;
  return fields.reduce(joined, single);
}

function partInWords({ not, patterns }: Part): string {
  return not ? `all but ${patterns.join(", ")}` : patterns.join(", ");
}

function joined(permissions: Permission[], field: keyof Permission): Permission[] {
  const alike = groupsOf(permissions, (one) => JSON.stringify({ ...one, [field]: [] }));
  return alike.map(([first, ...others]) => {
    const all = [first, ...others].flatMap((one) => one[field]);
    return { ...first, [field]: [...new Set(all)].sort() };
  });
}

/** The items with the same key together, in the order in which they come. */
export function groupsOf<T>(items: T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

import { type Found, kinds } from "./services";
import { namesOf, type Snapshot } from "./snapshot";

/** Something that AWS has and nobody filed, or that is filed and gone. */
export interface Difference {
  service: string;
  kind: string;
  name: string;
}

/** What is new at AWS. */
export function unfiled(found: Found, snapshot: Snapshot): Difference[] {
  const others = (
    [
      ["prefixes", "service"],
      ["clients", "client"],
      ["bearers", "bearer"],
    ] as const
  ).flatMap(([which, kind]) =>
    without(found[which], namesOf(snapshot[which])).map((name) => ({
      ...{ service: name.split(":")[0] ?? name, kind, name },
    })),
  );
  const members = Object.entries(found.services).flatMap(([service, row]) =>
    kinds.flatMap((kind) =>
      without(row[kind], filedNames(snapshot, service, kind)).map((name) => ({ service, kind, name })),
    ),
  );
  return [...others, ...members];
}

/** What AWS has no more. It does no harm, and the snapshot is shorter without. */
export function gone(found: Found, snapshot: Snapshot): Difference[] {
  return Object.entries(snapshot.services).flatMap(([service, filed]) =>
    (["actions", "conditionKeys", "resourceTypes"] as const).flatMap((kind) =>
      without(namesOf(filed[kind]), found.services[service]?.[kind] ?? []).map((name) => ({
        ...{ service, kind, name },
      })),
    ),
  );
}

function filedNames(snapshot: Snapshot, service: string, kind: (typeof kinds)[number]): string[] {
  const filed = snapshot.services[service];
  if (!filed) return [];
  if (kind !== "operations") return namesOf(filed[kind]);
  const { asksFor, noActionYet } = filed.operations;
  return [...namesOf(filed.actions), ...Object.values(asksFor).flat(), ...Object.values(noActionYet).flat()];
}

const without = (names: string[], known: string[]) => {
  const set = new Set(known);
  return names.filter((name) => !set.has(name));
};

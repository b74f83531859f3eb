import { type Rule, rules } from "../../components/inputs/rules";

/** A way into args: names, and places in lists. */
export type Path = (string | number)[];

/** The places in args that may hold an Output. */
export function placesOfOutputs(args: object, members: Record<string, Rule | undefined> = rules): Path[] {
  return Object.entries(args).flatMap(([name, value]) => placesIn(value, members[name], [name]));
}

function placesIn(value: unknown, rule: Rule | undefined, path: Path): Path[] {
  if (!rule) throw new Error(`There is no rule for ${path.join(".")}.`);
  if (Array.isArray(value)) return value.flatMap((member, at) => placesIn(member, rule.each, [...path, at]));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, member]) =>
      placesIn(member, rule.each ?? rule.members?.[name], [...path, name]),
    );
  }
  return rule.plain ? [] : [path];
}

/** Args with what `change` makes of the value at each of the places. */
export function changed<T extends object>(args: T, places: Path[], change: (value: unknown) => unknown): T {
  const copy = structuredClone(args);
  for (const path of places) {
    const parent = path.slice(0, -1).reduce((at: never, name) => at[name], copy as never) as Record<
      string,
      unknown
    >;
    const name = String(path.at(-1));
    parent[name] = change(parent[name]);
  }
  return copy;
}

import * as pulumi from "@pulumi/pulumi";

/** What of a value has members that count: those of a list or map, or those of a map by their names. */
interface Shape {
  each?: Shape;
  members?: Record<string, Shape>;
}

/** An object whose members are its values: a list, an Output, a Map or a Date has others. */
export const isMap = (value: unknown): value is object =>
  Object.prototype.toString.call(value) === "[object Object]" && !pulumi.Output.isInstance(value);

/** What an object has by TypeScript's rules: its own members, getters too, and those of its classes and prototypes. */
export function membersOf(value: unknown): Record<string, unknown> {
  if (!isMap(value)) return {};
  const names = new Set(Object.getOwnPropertyNames(value));
  for (let from = Object.getPrototypeOf(value); !isRoot(from); from = Object.getPrototypeOf(from)) {
    for (const name of Object.getOwnPropertyNames(from)) if (name !== "constructor") names.add(name);
  }
  return Object.fromEntries([...names].map((name) => [name, value[name as keyof typeof value]]));
}

const isRoot = (prototype: object | null) => prototype === null || Object.hasOwn(prototype, "isPrototypeOf");

/**
 * A plain copy of what is given, in which each member is read once: what is checked is what is used. The SDK reads own members
 * alone, so what an args class narrows by a getter would pass every check as left out. A hole in a list is undefined.
 */
export function readOnce(value: unknown, shape: Shape | undefined): unknown {
  const { each, members } = shape ?? {};
  if (Array.isArray(value) && each) {
    return Array.from({ length: value.length }, (_, index) => readOnce(value[index], each));
  }
  if (!isMap(value) || !(each || members)) return value;
  const shapeOf = (name: string) =>
    each ?? (members && Object.hasOwn(members, name) ? members[name] : undefined);
  const entries = Object.entries(membersOf(value));
  return Object.fromEntries(entries.map(([name, member]) => [name, readOnce(member, shapeOf(name))]));
}

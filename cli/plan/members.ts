import { isCalledByProgram } from "./args";
import { asking } from "./asking";
import { digestOf } from "./standIns";

/** What asks of a list which members it has. */
const deciders = [
  ...["filter", "find", "findIndex", "findLast", "findLastIndex", "some", "every", "includes", "indexOf"],
  ...["lastIndexOf", "reduce", "reduceRight", "sort", "toSorted"],
];
export const decides = (method: string) => deciders.includes(method);

/** What takes members by their place among the others. */
const placing = ["at", "entries", "keys", "pop", "splice", "toSpliced", "with", "copyWithin", "fill"];
/** What keeps each member where it is. */
const keeping = ["map", "concat", "slice"];

const lists = new WeakSet<object>();
export const isMembers = (value: object) => lists.has(value);

/** How the origins of two members that stand for all of a list end: of the first, and of all others. */
export const [firstOf, restOf] = ["[0]", "[1 and so on]"] as const;

/** The list or the map that a member is of. */
export const listOf = (origin: string) => origin.replace(/(\[(0|1 and so on)\]|, a (key|value)).*$/, "");

/** Notes what the program asks of members outside of any callback of `apply`. */
export type Tell = (members: unknown[], how: string) => void;

/**
 * The members that stand for those of a list, or of a map, that is not known: as many as are given at first stand for
 * themselves, and the last for all others. Who goes through all of them makes something of each. Who takes some by what they
 * are, or by their place, or stops on the way, decides by what nobody knows here, and that is noted.
 */
export function membersOf(given: unknown[], alone: number, tell: Tell): unknown[] {
  const note = (how: string) => {
    const inside = asking.getStore();
    if (inside) inside.lists.push(...given);
    else tell(given, how);
  };
  const get = (list: unknown[], key: string | symbol): unknown => {
    const name = String(key);
    if (key === "toJSON") return () => list;
    if (key === Symbol.iterator || key === "values") return () => gone(list, alone, note);
    // The SDK and this command read members themselves, for the program.
    if ((key === "length" || Number(name) >= alone) && isCalledByProgram(get)) note(name);
    const own: unknown = Reflect.get(list, key);
    // A member may be a function, too.
    if (typeof own !== "function" || key === "constructor" || Object.hasOwn(list, key)) return own;
    return function called(...args: unknown[]) {
      if (asksByMethod(name, args) && isCalledByProgram(called, true))
        note(`${name} #${digestOf(args.map(String))}`);
      const made: unknown = own.apply(list, args);
      const isKept = keeping.includes(name) && !(name === "slice" && args[0]);
      return Array.isArray(made) ? membersOf(made, isKept ? alone : 0, tell) : made;
    };
  };
  const ownKeys = (list: unknown[]) => {
    if (isCalledByProgram(ownKeys)) note("length");
    return Reflect.ownKeys(list);
  };
  const members = new Proxy(given, { get, ownKeys });
  lists.add(members);
  return members;
}

function asksByMethod(method: string, [first, second]: unknown[]): boolean {
  if (method === "slice") return (Number(first ?? 0) !== 0 && Number(first) !== 1) || second !== undefined;
  return decides(method) || placing.includes(method) || (typeof first === "function" && takesPlace(first));
}

/** Whether a callback takes more than the member: what comes second is its place. */
const takesPlace = (make: object) =>
  Number(Reflect.get(make, "length")) > 1 || /^[^=>{]*\.\.\.|\barguments\b/.test(String(make));

/** Who stops before the end takes as many as were asked for; the first that stand for themselves are just these. */
function gone(list: unknown[], alone: number, note: (how: string) => void): object {
  const own = list[Symbol.iterator]();
  let taken = 0;
  const next = () => {
    taken++;
    return own.next();
  };
  const ended = () => {
    if (taken > alone) note(`its first ${taken}`);
    return { done: true, value: undefined };
  };
  const iterator = { next, return: ended, [Symbol.iterator]: () => iterator };
  return iterator;
}

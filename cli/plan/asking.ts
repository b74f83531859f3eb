import { AsyncLocalStorage } from "node:async_hooks";
import { isCalledByPackage } from "./args";

/** What a callback of the program asks for while it runs. */
export interface Asked {
  /** What it is told of config, or of the stack: its code decides by it as by a variable. */
  told: unknown[];
  /** Lists of which it asks which members are there, by a member of each: it decides by what is not known. */
  lists: unknown[];
}

export const asking = new AsyncLocalStorage<Asked>();

/** What asks of a list which members it has. All else makes something of each, of their order or of one by its number. */
const deciders = [
  ...["filter", "find", "findIndex", "findLast", "findLastIndex", "some", "every", "includes", "indexOf"],
  ...["lastIndexOf", "reduce", "reduceRight", "sort", "toSorted"],
] as const;
export const decides = (method: string) => (deciders as readonly string[]).includes(method);

/** The members that stand for those of a list that is not known. What `map` makes of them is such a list, too. */
export class Members extends Array<unknown> {}

for (const method of deciders) {
  const own = Array.prototype[method] as (...args: unknown[]) => unknown;
  const asked = function (this: Members, ...args: unknown[]): unknown {
    const lists = asking.getStore()?.lists;
    if (lists && !isCalledByPackage(asked)) lists.push(...this);
    return own.apply(this, args);
  };
  Object.defineProperty(Members.prototype, method, { value: asked, configurable: true, writable: true });
}

import { AsyncLocalStorage } from "node:async_hooks";

/** What a callback of the program asks for while it runs. */
export interface Asked {
  /** What it is told of config, or of the stack: its code decides by it as by a variable. */
  told: unknown[];
  /** Lists of which it asks which members are there, by a member of each: it decides by what is not known. */
  lists: unknown[];
}

export const asking = new AsyncLocalStorage<Asked>();

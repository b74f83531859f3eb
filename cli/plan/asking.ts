import { AsyncLocalStorage } from "node:async_hooks";

/** What a callback of the program asks for while it runs. */
export interface Asked {
  /** What it is told of config, or of the stack: its code decides by it as by a variable. */
  told: unknown[];
}

export const asking = new AsyncLocalStorage<Asked>();

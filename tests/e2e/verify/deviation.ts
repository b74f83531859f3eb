import type { Area } from "../../../cli/verify/check";
import type { VerifiedApi } from "./api";
import type { Deployed } from "./deployed";

/** Something that somebody did by hand, and what is said of it. */
export interface Deviation {
  what: string;
  /** Returns what takes it back. */
  make(deployed: Deployed, api: VerifiedApi): Promise<() => Promise<void>>;
  /** Of each difference a part of its words; of promises there may be one for each request, of others so many. */
  said: (readonly [area: Area, words: RegExp, times?: number])[];
  /** What the state has besides, as if the program asked for it. */
  state?(text: string): string;
  /** What is told besides, and is no difference. */
  told?: RegExp;
  /** A part of what is told of the first difference. */
  details?: RegExp;
}

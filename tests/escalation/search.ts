import type { PolicyDocument } from "../../cli/access/request";
import type { Site } from "../../cli/access/site";
import type { Judge } from "../judge/memo";
import { smallAccount, type Thing } from "./account";
import { movesOn, requestFor } from "./moves";

/** Something that the role can do, and the moves that come before. */
export interface Reached {
  thing: Thing;
  path: string[];
  move: string;
  action: string;
  /** What there is then. */
  next: Thing[];
}

export interface Search {
  /** States of things that the role can bring about, the beginning among them. */
  states: number;
  /** Moves that the judge decided. */
  decided: number;
  reached: Reached[];
}

/** What a search starts from, where it is not what the component makes and the small account. */
export interface Circumstances {
  identity?: PolicyDocument[];
  things?: Thing[];
  serviceControl?: PolicyDocument;
}

/**
 * Every move that the policies allow, to a fixed point. A move changes one thing and is decided by that thing alone, so
 * what can be reached in the account is what can be reached from each thing, and no combination is left out. Shortest
 * paths come first.
 */
export async function search(
  site: Site,
  { serviceControl, ...start }: Circumstances,
  judge: Judge,
): Promise<Search> {
  const { identity = site.policies.backend, things = smallAccount(site) } = start;
  const queue = things.map((thing) => ({ thing, path: [] as string[] }));
  const seen = new Set(queue.map(({ thing }) => JSON.stringify(thing)));
  const reached: Reached[] = [];
  let decided = 0;
  for (const { thing, path } of queue) {
    for (const move of await movesOn(site, thing)) {
      const { resourcePolicy: resource } = move;
      const policies = { identity, ...(resource && { resource }), ...(serviceControl && { serviceControl }) };
      const { decision } = await judge(requestFor(site, move), policies);
      decided++;
      if (decision !== "allow") continue;
      reached.push({ thing, path, move: move.name, action: move.action, next: move.next });
      for (const next of move.next) {
        const state = JSON.stringify(next);
        if (seen.has(state)) continue;
        seen.add(state);
        queue.push({ thing: next, path: [...path, move.name] });
      }
    }
  }
  return { states: queue.length, decided, reached };
}

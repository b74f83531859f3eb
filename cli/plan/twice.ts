import { UsageError } from "./errors";
import { isMap, jsonIn } from "./fields";
import { insteadDeploy } from "./insteadDeploy";
import type { RegisteredResource, ResourceState } from "./resources";
import { outputsOf, type Run } from "./run";
import { digestOf } from "./standIns";
import type { Unknowns } from "./unknowns";

/** A run of a program, and what stood for unknown values in it. */
export interface Ran {
  run: Run;
  unknowns: Unknowns;
}

/**
 * Tells what a program makes of values that are not known: what is other in a second run, in which others stand for these.
 * Whatever it did with them, a part, a length, a hash or a choice, is no value that AWS would see. The first run comes back
 * with an unknown value in the place of each.
 */
export class Twice {
  constructor(
    private readonly first: Ran,
    private readonly second: Ran,
    /** Hides what is secret. */
    private readonly hide: <T>(value: T) => T,
  ) {}

  compared(): Run {
    const { run } = this.first;
    const resources = this.settled(run.resources, this.second.run.resources);
    return {
      ...{ ...run, resources, states: this.settled(run.states, this.second.run.states) },
      outputs: outputsOf(resources),
      reads: this.told(run.reads, this.second.run.reads),
      warnings: this.told(run.warnings, this.second.run.warnings),
    };
  }

  private settled<T extends RegisteredResource | ResourceState>(mine: T[], others: T[]): T[] {
    const { pairs, alone } = pairsOf(mine, this.second.unknowns.first(others));
    if (alone.length > 0) {
      const names = alone.map(({ type, urn }) => `${urn.split("::").at(-1)} (${type})`).join(", ");
      const message = `In another run the program makes or reads other resources: ${names}. Chance decides that, or what is not known offline: ${this.seen}. Give the value with --config. ${insteadDeploy}`;
      throw new UsageError(this.first.unknowns.shown(this.hide(message), this.hide));
    }
    return pairs.map(([one, other]) => this.both(one, other) as T);
  }

  /** All that it may be made of. */
  private get seen(): string {
    const { seen } = this.first.run;
    const others = seen.length > few ? [`${seen.length - few} more #${digestOf(seen)}`] : [];
    return [...seen.slice(0, few), ...others].join(" or ");
  }

  /** Lines in any order. What is said in one run alone is said. */
  private told(mine: string[], others: string[]): string[] {
    const said = this.second.unknowns.first(others);
    const left = said.filter((line) => !mine.includes(line));
    const told = mine.map((line) => (said.includes(line) ? line : this.both(line, left.shift() ?? line)));
    return [...told.map(String), ...left];
  }

  private both(mine: unknown, other: unknown): unknown {
    if (Object.is(mine, other)) return mine;
    if (typeof mine === "string" && typeof other === "string") return this.text(mine, other);
    if (Array.isArray(mine) && Array.isArray(other)) {
      return mine.length === other.length ? this.list(mine, other) : [this.unknown(mine, other)];
    }
    if (isMap(mine) && isMap(other)) return this.map(mine, other);
    return this.unknown(mine, other);
  }

  /** What AWS and its provider sort may stand in another order in each run. What is other in each stands in the same. */
  private list(mine: unknown[], other: unknown[]): unknown[] {
    const textOf = (value: unknown) => JSON.stringify([value]);
    const left = other.map((value) => ({ value, text: textOf(value) }));
    const taken = (at: number) => left.splice(at, 1)[0];
    const twins = mine.map((one) => {
      const at = left.findIndex(({ text }) => text === textOf(one));
      return at < 0 ? undefined : taken(at);
    });
    return mine.map((one, at) => (twins[at] ? one : this.both(one, taken(0)?.value)));
  }

  /** Keys that are other in each run stand in the same order. */
  private map(mine: Record<string, unknown>, other: Record<string, unknown>): object {
    const [a, b] = [Object.keys(mine), Object.keys(other)];
    const others = b.filter((key) => !(key in mine));
    const alone = a.filter((key) => !(key in other));
    const entries = a.map((key) => {
      const twin = key in other ? key : others[alone.indexOf(key)];
      if (twin === undefined) return [key, this.unknown(mine[key], undefined)];
      return [this.both(key, twin), this.both(mine[key], other[twin])];
    });
    const more = others.slice(alone.length);
    return Object.fromEntries([...entries, ...more.map((key) => [key, this.unknown(undefined, other[key])])]);
  }

  /** A text in JSON by its fields; of any other, what stands between where both begin and end in the same way. */
  private text(mine: string, other: string): string {
    const [a, b] = [jsonIn(mine), jsonIn(other)];
    if (a && b) return JSON.stringify(this.both(a, b));
    const [own, others] = [this.first.unknowns.partsOf(mine), this.first.unknowns.partsOf(other)];
    const most = Math.min(own.length, others.length);
    let [start, end] = [0, 0];
    while (start < most && own[start] === others[start]) start++;
    while (end < most - start && own.at(-1 - end) === others.at(-1 - end)) end++;
    // What is secret in a text is found in the whole of it alone.
    if (this.hide(mine) !== mine) [start, end] = [0, 0];
    const between = (parts: string[]) => parts.slice(start, parts.length - end).join("");
    if (this.partOf(between(own), between(others)).length === 0) {
      // By chance letters of both may be the same: then the whole word is not known.
      while (start > 0 && isOfWord(own[start - 1])) start--;
      while (end > 0 && isOfWord(own.at(-end))) end--;
    }
    const made = this.unknown(between(own), between(others));
    return [...own.slice(0, start), made, ...own.slice(own.length - end)].join("");
  }

  /** The origins of which two texts are the same part, if they are few. */
  private partOf(mine: unknown, other: unknown): string[] {
    if (typeof mine !== "string" || typeof other !== "string") return [];
    if (Math.min(mine.length, other.length) < shortest) return [];
    const others = this.second.unknowns.originsWith(other);
    const both = this.first.unknowns.originsWith(mine).filter((origin) => others.includes(origin));
    return both.length > few ? [] : both;
  }

  /** What else is made of the same values has another digest. Of what is secret there is none. */
  private unknown(mine: unknown, other: unknown): string {
    const parts = this.partOf(mine, other);
    if (parts.length > 0) return this.first.unknowns.of(`part of ${parts.join(" or ")} [${digestOf(mine)}]`);
    const text = JSON.stringify([typeof mine === "object" ? mine : String(mine)]);
    const told = JSON.stringify(this.hide(JSON.parse(text))) === text ? digestOf(text) : "a secret";
    return this.first.unknowns.of(`made of ${this.seen}, or by chance [${told}]`);
  }
}

/** Shorter texts are parts of many. */
const shortest = 4;
const few = 4;
const isOfWord = (part: string | undefined) => part?.length === 1 && /[\p{L}\p{N}]/u.test(part);

/** The same resources of two runs, by URN: names that are other in each run come in the same order. */
function pairsOf<T extends { urn: string; type: string }>(mine: T[], others: T[]) {
  const left = [...others];
  const taken = (is: (one: T) => boolean) => {
    const at = left.findIndex(is);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const same = new Map(mine.map((one) => [one, taken(({ urn }) => urn === one.urn)]));
  const found = mine.map((one) => [one, same.get(one) ?? taken(({ type }) => type === one.type)] as const);
  const pairs = found.filter((pair): pair is [T, T] => pair[1] !== undefined);
  return { pairs, alone: [...found.flatMap(([one, other]) => (other ? [] : [one])), ...left] };
}

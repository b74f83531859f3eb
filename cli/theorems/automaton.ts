import type { Glob, Token } from "../policy/glob";

/** A pattern without variables. Of one in any case ASCII letters of both cases are the same. */
export interface Pattern {
  glob: Glob;
  anyCase: boolean;
}

/** Too much to work through: nothing is said then. */
export class Undecided extends Error {}

/**
 * Several patterns read at once. A state is the sorted list of all places in all patterns that the characters so far can
 * have led to; a place that leads nowhere is not in it, so states stay few.
 */
export class Automaton {
  private readonly tokens: (Token | undefined)[] = [];
  private readonly anyCase: boolean[] = [];
  private readonly patternOf: number[] = [];
  private readonly starts: number[] = [];
  /** By the number of a place behind the last token of a pattern, that pattern. */
  private readonly ends = new Map<number, number>();

  constructor(patterns: Pattern[]) {
    for (const [index, { glob, anyCase }] of patterns.entries()) {
      this.starts.push(this.tokens.length);
      for (const token of [...glob, undefined]) {
        this.tokens.push(token);
        this.anyCase.push(anyCase);
        this.patternOf.push(index);
      }
      this.ends.set(this.tokens.length - 1, index);
    }
  }

  get start(): number[] {
    return this.withSkips(this.starts);
  }

  /** The characters that a state tells apart; all others are alike to it. */
  named(state: readonly number[]): Set<string> {
    const characters = new Set<string>();
    for (const place of state) {
      const token = this.tokens[place];
      if (token?.is === "character") {
        characters.add(token.text);
        if (this.anyCase[place]) for (const one of casesOf(token.text)) characters.add(one);
      } else if (token && token.is !== "variable" && token.within) characters.add(":");
    }
    return characters;
  }

  step(state: readonly number[], character: string): number[] {
    const reached: number[] = [];
    for (const place of state) {
      const token = this.tokens[place];
      if (!token) continue;
      if (token.is === "character") {
        const same = this.anyCase[place] ? casesOf(token.text).includes(character) : token.text === character;
        if (same) reached.push(place + 1);
      } else if (token.is !== "variable" && !(token.within && character === ":")) {
        reached.push(token.is === "any" ? place : place + 1);
      }
    }
    return this.withSkips(reached);
  }

  walk(state: readonly number[], text: string): number[] {
    let now = [...state];
    for (const character of text) now = this.step(now, character);
    return now;
  }

  /** The patterns that match what led here, as bits. */
  accepted(state: readonly number[]): bigint {
    let bits = 0n;
    for (const place of state) {
      const pattern = this.ends.get(place);
      if (pattern !== undefined) bits |= 1n << BigInt(pattern);
    }
    return bits;
  }

  /**
   * With the places behind a `*`, which may match nothing. Of one pattern those before a `*` that is reached go: whatever
   * they lead to, the `*` does too.
   */
  private withSkips(places: number[]): number[] {
    const all: number[] = [];
    for (let place of places) {
      all.push(place);
      while (this.tokens[place]?.is === "any") all.push(++place);
    }
    all.sort((a, b) => b - a);
    const kept: number[] = [];
    let passed = -1;
    for (const place of all) {
      const pattern = this.patternOf[place] ?? 0;
      if (pattern === passed || place === kept.at(-1)) continue;
      kept.push(place);
      const token = this.tokens[place];
      if (token?.is === "any" && !token.within) passed = pattern;
    }
    return kept.reverse();
  }
}

const casesOf = (letter: string): string[] =>
  /[a-z]/i.test(letter) ? [letter.toLowerCase(), letter.toUpperCase()] : [letter];

/** For characters that no pattern names, those that read best first. */
const letters = [..."xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_.~!#=@&%^"];

/** A character that is none of some. */
export function otherThan(named: ReadonlySet<string>): string {
  const found = letters.find((one) => !named.has(one));
  if (found !== undefined) return found;
  for (let code = 0xa1; ; code++) if (!named.has(String.fromCharCode(code))) return String.fromCharCode(code);
}

/** Texts that the patterns cannot tell apart, by the shortest of them. */
export interface TextClass {
  text: string;
  /** The patterns that match it. */
  matched: bigint;
}

const limit = 100_000;

/** All classes of texts that the patterns tell apart, of those texts that some of the forms matches. */
export function classesOf(patterns: Pattern[], forms: Pattern[]): TextClass[] {
  const automaton = new Automaton([...patterns, ...forms]);
  const ofForms = ((1n << BigInt(forms.length)) - 1n) << BigInt(patterns.length);
  const ofPatterns = (1n << BigInt(patterns.length)) - 1n;
  const classes = new Map<bigint, TextClass>();
  const seen = new Set<string>();
  const open: [state: number[], text: string][] = [[automaton.start, ""]];
  for (let next = 0; next < open.length; next++) {
    const [state, text] = open[next] ?? [[], ""];
    const accepted = automaton.accepted(state);
    const matched = accepted & ofPatterns;
    if ((accepted & ofForms) !== 0n && !classes.has(matched)) classes.set(matched, { text, matched });
    const named = automaton.named(state);
    for (const character of [otherThan(named), ...[...named].sort()]) {
      const reached = automaton.step(state, character);
      const name = reached.join();
      if (reached.length === 0 || seen.has(name)) continue;
      if (seen.add(name).size > limit) throw new Undecided("the patterns tell too many texts apart");
      open.push([reached, text + character]);
    }
  }
  return [...classes.values()];
}

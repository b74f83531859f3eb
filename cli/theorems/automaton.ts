import type { Statement } from "../policy/document";
import type { Glob, Token } from "../policy/glob";

/** A pattern without variables. Of one in any case ASCII letters of both cases are the same. */
export interface Pattern {
  glob: Glob;
  anyCase: boolean;
}

/** Too much to work through: nothing is said then. */
export class Undecided extends Error {
  /** The statements that it comes of, where it is known. */
  statements: readonly Statement[] = [];
}

/** What is made, or the statements with the refusal to make it. */
export function naming<T>(statements: () => Statement[], make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Undecided && error.statements.length === 0) error.statements = statements();
    throw error;
  }
}

/**
 * Several lists of patterns read at once. A state is the sorted list of all places in all patterns that the characters so
 * far can have led to; a place that leads nowhere is not in it, nor one of a list of which all that follows is matched
 * already, so states stay few.
 */
export class Automaton {
  private readonly tokens: (Token | undefined)[] = [];
  private readonly anyCase: boolean[] = [];
  private readonly patternOf: number[] = [];
  private readonly listOf: number[] = [];
  private readonly starts: number[] = [];
  /** Of a place the last that is reached with it, as a `*` may match nothing. */
  private readonly furthest: number[] = [];
  /** Whether a place is a `*` that goes over colons, and whether it is the last of its pattern. */
  private readonly isStar: boolean[] = [];
  private readonly isEverything: boolean[] = [];
  /** By list its first place from which whatever follows is matched. */
  private readonly everythingOf = new Map<number, number>();
  private firstOfLast = 0;

  constructor(lists: Pattern[][]) {
    for (const [list, patterns] of lists.entries()) {
      this.firstOfLast = this.tokens.length;
      for (const { glob, anyCase } of patterns) {
        const pattern = this.starts.length;
        this.starts.push(this.tokens.length);
        for (const token of [...glob, undefined]) {
          this.tokens.push(token);
          this.anyCase.push(anyCase);
          this.patternOf.push(pattern);
          this.listOf.push(list);
        }
      }
    }
    for (const [place, token] of this.tokens.entries()) {
      const list = this.listOf[place] ?? 0;
      const isStar = token?.is === "any" && !token.within;
      const isEverything = isStar && this.tokens[place + 1] === undefined;
      this.isStar.push(isStar);
      this.isEverything.push(isEverything);
      if (isEverything && !this.everythingOf.has(list)) this.everythingOf.set(list, place);
      let last = place;
      while (this.tokens[last]?.is === "any") last++;
      this.furthest.push(last);
    }
    if (this.tokens.length > 0xffff) throw new Undecided("the patterns have more than 65,535 characters");
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
        if (this.anyCase[place]) for (const one of casesOf(token.text)) characters.add(one);
        else characters.add(token.text);
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
        const same =
          token.text === character || (this.anyCase[place] && casesOf(token.text).includes(character));
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

  /** The lists of which a pattern matches what led here, as bits. */
  accepted(state: readonly number[]): bigint {
    let bits = 0n;
    for (const place of state) {
      if (this.tokens[place] === undefined) bits |= 1n << BigInt(this.listOf[place] ?? 0);
    }
    return bits;
  }

  /** Whether a pattern of the last list can match what led here, or more. */
  isOpenToLast(state: readonly number[]): boolean {
    return (state.at(-1) ?? -1) >= this.firstOfLast;
  }

  /**
   * With the places behind a `*`, which may match nothing. Of one pattern those before a `*` that is reached go: whatever
   * they lead to, the `*` does too. Of one list all others go where one of its patterns matches whatever follows. Places
   * come in order, and are left in order.
   */
  private withSkips(places: readonly number[]): number[] {
    const kept: number[] = [];
    let last = this.tokens.length;
    let passed = -1;
    let done = -1;
    for (let at = places.length - 1; at >= 0; at--) {
      const from = places[at] ?? 0;
      let place = Math.min(this.furthest[from] ?? from, last - 1);
      for (; place >= from; place--) {
        last = place;
        const list = this.listOf[place] ?? 0;
        if (list === done || this.patternOf[place] === passed) continue;
        if (this.isEverything[place]) {
          done = list;
          while (kept.length > 0 && this.listOf[kept[kept.length - 1] ?? 0] === list) kept.pop();
          // Whichever pattern it is of, the state is the same.
          const first = this.everythingOf.get(list) ?? place;
          kept.push(first + 1, first);
        } else {
          if (this.isStar[place]) passed = this.patternOf[place] ?? 0;
          kept.push(place);
        }
      }
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
  /** The lists of which a pattern matches it. */
  matched: bigint;
}

const limit = 100_000;

/** All classes of texts that the lists tell apart, of those texts that some of the forms matches. */
function classesOf(lists: Pattern[][], forms: Pattern[]): TextClass[] {
  const automaton = new Automaton([...lists, forms]);
  const ofForms = 1n << BigInt(lists.length);
  const classes = new Map<bigint, TextClass>();
  const seen = new Set<string>();
  const open: [state: number[], text: string][] = [[automaton.start, ""]];
  for (let next = 0; next < open.length; next++) {
    const [state, text] = open[next] ?? [[], ""];
    const accepted = automaton.accepted(state);
    const matched = accepted & ~ofForms;
    if ((accepted & ofForms) !== 0n && !classes.has(matched)) classes.set(matched, { text, matched });
    const named = automaton.named(state);
    for (const character of [otherThan(named), ...[...named].sort()]) {
      const reached = automaton.step(state, character);
      if (!automaton.isOpenToLast(reached)) continue; // No form has such texts.
      const name = String.fromCharCode(...reached);
      if (seen.has(name)) continue;
      if (seen.add(name).size > limit) throw new Undecided("the patterns tell too many texts apart");
      open.push([reached, text + character]);
    }
  }
  return [...classes.values()];
}

const remembered = new Map<string, TextClass[]>();
const rememberedLimit = 200;

/** The same, once for lists that come again: with other values of variables, other readings, another question. */
export function rememberedClassesOf(lists: Pattern[][], forms: Pattern[]): TextClass[] {
  const name = JSON.stringify([...lists, forms].map((list) => list.map(nameOf)));
  const found = remembered.get(name) ?? classesOf(lists, forms);
  if (remembered.size >= rememberedLimit) remembered.clear();
  remembered.set(name, found);
  return found;
}

/** A mark begins each wildcard, and the mark itself is written twice. */
function nameOf({ glob, anyCase }: Pattern): string {
  const known = names.get(glob) ?? glob.map(markOf).join("");
  names.set(glob, known);
  return `${anyCase}${known}`;
}
const names = new WeakMap<Glob, string>();
const mark = "\u0001";
const markOf = (token: Token) =>
  token.is === "any" || token.is === "one"
    ? `${mark}${token.is === "any" ? "*" : "?"}${token.within ? ":" : "."}`
    : token.text.replaceAll(mark, `${mark}${mark}`);

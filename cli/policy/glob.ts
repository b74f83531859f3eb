import { lowerCase } from "./scalars";

/** A part of a pattern: a character, a variable such as `${aws:username}`, or a wildcard. */
export type Token =
  | { is: "character"; text: string }
  | { is: "variable"; text: string }
  /** `within`: it stops at a colon. */
  | { is: "one"; within?: boolean }
  | { is: "any"; within: boolean };
export type Glob = readonly Token[];

export interface Reading {
  /** Whether `*` and `?` are wildcards. */
  wildcards: boolean;
  /** Whether `${...}` is a variable, as in documents of version 2012-10-17. */
  variables: boolean;
}

/**
 * A variable where wildcards are read. Those in its value may count as such, so it can stand for more than the value.
 */
const patternOf = (variable: string) => `pattern ${variable}`;

/** What is not known offline stands as its origin in words: as with a variable, it may be any text, the same in both. */
const unknown = /unknown\([^()]*\)/;
const parts = {
  withVariables: new RegExp(`${unknown.source}|\\$\\{[^}]*\\}|[\\s\\S]`, "gu"),
  without: new RegExp(`${unknown.source}|[\\s\\S]`, "gu"),
};

/** Reads a pattern. `${*}`, `${?}` and `${$}` stand for the character itself. */
export function globOf(text: string, { wildcards, variables }: Reading): Glob {
  const found = text.match(variables ? parts.withVariables : parts.without) ?? [];
  return found.map((part): Token => {
    if (/^\$\{[*?$]\}$/.test(part)) return { is: "character", text: part.charAt(2) };
    if (part.startsWith("${") || part.length > 2)
      return { is: "variable", text: wildcards ? patternOf(part) : part };
    if (wildcards && part === "*") return { is: "any", within: false };
    if (wildcards && part === "?") return { is: "one" };
    return { is: "character", text: part };
  });
}

export const hasVariable = (glob: Glob) => glob.some(({ is }) => is === "variable");

/** The same pattern with each `*` that is followed by other than a colon stopping at colons. */
export function withinSegments(glob: Glob): Glob {
  return glob.map((token, at) => {
    const next = glob[at + 1];
    const isLast = next === undefined || (next.is === "character" && next.text === ":");
    return token.is === "any" ? { ...token, within: !isLast } : token;
  });
}

/**
 * The pattern of an operator for ARNs, which looks at each of the six fields for itself: a wildcard in one of the first
 * five is none for a colon. Undefined where there are not as many fields.
 */
export function withinFields(glob: Glob): Glob | undefined {
  let colons = 0;
  const fields = glob.map((token): Token => {
    if (token.is === "character" && token.text === ":") colons++;
    return (token.is === "any" || token.is === "one") && colons < 5 ? { ...token, within: true } : token;
  });
  return colons < 5 ? undefined : fields;
}

const sources = new WeakMap<Glob, RegExp>();
const inLowerCase = new WeakMap<Glob, Glob>();

/** Whether a pattern without variables matches a text. `anyCase` takes ASCII letters of both cases for the same. */
export function matches(glob: Glob, text: string, anyCase = false): boolean {
  if (anyCase) return matches(lowered(glob), lowerCase(text));
  const found = sources.get(glob) ?? new RegExp(`^${glob.map(sourceOf).join("")}$`, "u");
  sources.set(glob, found);
  return found.test(text);
}

function lowered(glob: Glob): Glob {
  const found =
    inLowerCase.get(glob) ??
    glob.map((token) => (token.is === "character" ? { ...token, text: lowerCase(token.text) } : token));
  inLowerCase.set(glob, found);
  return found;
}

function sourceOf(token: Token): string {
  if (token.is === "variable") throw new Error(`${token.text} is not resolved.`);
  if (token.is === "character") return token.text.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  return `${token.within ? "[^:]" : "[\\s\\S]"}${token.is === "any" ? "*" : ""}`;
}

/** Stands for every character that the outer pattern does not name. */
const other = "other";
/** Beyond it no answer is waited for: it counts as not contained. */
const limit = 5_000;

/**
 * Whether the outer pattern matches all that the inner one does. A variable may be any text, the same in both: nothing
 * but itself and `*` is sure to match it.
 *
 * The inner pattern is walked one character at a time, together with all places in the outer one that the characters so
 * far can have led to.
 */
export function contains(outer: Glob, inner: Glob): boolean {
  const named = outer.flatMap((token) => (token.is === "character" ? token.text : []));
  const characters = [...new Set([...named, ":", other])];
  const seen = new Set<string>();
  const open: [at: number, places: number[]][] = [[0, withSkips(outer, [0])]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [at, places] = next;
    const state = `${at} ${places}`;
    if (seen.has(state)) continue;
    if (seen.add(state).size > limit || places.length === 0) return false;
    const token = inner[at];
    if (!token) {
      if (!places.includes(outer.length)) return false;
    } else if (token.is === "any") {
      open.push([at + 1, places]);
      for (const character of characters) {
        if (!(token.within && character === ":")) open.push([at, step(outer, places, character, false)]);
      }
    } else {
      const texts = token.is === "one" ? characters : [token.text];
      for (const text of texts) open.push([at + 1, step(outer, places, text, token.is === "variable")]);
    }
  }
  return true;
}

function step(glob: Glob, places: number[], text: string, isVariable: boolean): number[] {
  const reached = places.flatMap((place) => {
    const token = glob[place];
    if (token?.is === "any") return token.within && (isVariable || text === ":") ? [] : [place];
    if (token?.is === "one") return isVariable || isLong(text) ? [] : [place + 1];
    if (isVariable && token?.is === "variable" && token.text === patternOf(text)) return [place + 1];
    return token?.text === text && (token.is === "variable") === isVariable ? [place + 1] : [];
  });
  return withSkips(glob, reached);
}

/** Whether a character may count as several, depending on who counts. */
const isLong = (character: string) => (character.codePointAt(0) ?? 0) > 127;

/** With the places behind a `*`, which may match nothing. */
function withSkips(glob: Glob, places: number[]): number[] {
  const all = new Set<number>();
  for (let place of places) {
    all.add(place);
    while (glob[place]?.is === "any") all.add(++place);
  }
  return [...all].sort((a, b) => a - b);
}

/** Whether some text may match both. A variable may be any text. */
export function overlap(one: Glob, other: Glob): boolean {
  const isAny = (token: Token | undefined) => token?.is === "any" || token?.is === "variable";
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [i, j] = next;
    const place = i * (other.length + 1) + j;
    if (seen.has(place)) continue;
    seen.add(place);
    const [a, b] = [one[i], other[j]];
    if (!a && !b) return true;
    if (isAny(a)) open.push([i + 1, j]);
    if (isAny(b)) open.push([i, j + 1]);
    if (!a || !b) continue;
    if (isAny(a)) open.push([i, j + 1]);
    else if (isAny(b)) open.push([i + 1, j]);
    else if (a.is === "one" || b.is === "one" || ("text" in a && "text" in b && a.text === b.text)) {
      open.push([i + 1, j + 1]);
    }
  }
  return false;
}

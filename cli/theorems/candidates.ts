import type { Statement } from "../policy/document";
import type { Glob } from "../policy/glob";
import { conditionOf, type Reading, resourceGlob } from "../policy/holds";
import { substituted, variableOf, variablesIn } from "../policy/variables";
import { Automaton, otherThan, type Pattern, Undecided } from "./automaton";
import { readIn, refuseUnreadVariable } from "./unread";

/**
 * The values of a key that variables stand for, as many as are needed: two that lead every pattern around them to the same
 * place are exchangeable. The one that is taken has a character that no pattern names, wherever it can, so that no part of
 * a text looks like it by chance; where it cannot, it must be the only one.
 */
export function candidatesFor(
  key: string,
  statements: Statement[],
  reading: Reading,
  fixed: ReadonlyMap<string, string | undefined>,
): (string | undefined)[] {
  refuseUnreadVariable(key, statements.flatMap(conditionsOf));
  const automata = placesOf(key, statements, reading, fixed).flatMap((place) => startsOf(place, key));
  const named = new Set([...fixed.values()].flatMap((value = "") => [...value]));
  for (const one of statements) for (const character of charactersOf(one)) named.add(character);
  const marker = otherThan(named);
  return [undefined, ...textsThatDiffer(automata, marker, key)];
}

const conditionsOf = (statement: Statement) =>
  readIn(statement).map((one) => conditionOf(one, statement.variables));

/** Those of what a statement compares with. */
function charactersOf(statement: Statement): Set<string> {
  const found =
    characters.get(statement) ?? new Set(JSON.stringify([statement.resource, statement.conditions]));
  characters.set(statement, found);
  return found;
}
const characters = new WeakMap<Statement, Set<string>>();

/** Where a variable stands: what comes before it in its pattern, and the lists of patterns without it that are beside it. */
interface Place {
  before: Glob[];
  constants: Pattern[][];
}

function placesOf(
  key: string,
  statements: Statement[],
  reading: Reading,
  fixed: ReadonlyMap<string, string | undefined>,
): Place[] {
  const dimensions = new Map<string, Pattern[][]>();
  const add = (name: string, list: Pattern[]) =>
    dimensions.set(name, [...(dimensions.get(name) ?? []), list]);
  for (const { resource, conditions, variables } of statements) {
    const globs = resource.patterns.map((pattern) => resourceGlob(pattern, variables, reading));
    add(
      "a resource",
      globs.map((glob) => ({ glob, anyCase: false })),
    );
    for (const one of conditions) {
      const condition = conditionOf(one, variables);
      add(
        condition.key,
        condition.wanted.flatMap((wanted) => (wanted.is === "text" ? [wanted] : [])),
      );
    }
  }
  return [...dimensions].flatMap(([name, lists]) => {
    const partly = lists.map((list) =>
      list.flatMap(({ glob, anyCase }) => {
        const left = withKnown(glob, fixed);
        return left ? [{ glob: left, anyCase }] : [];
      }),
    );
    const known = partly.flat();
    const constants = partly.map((list) => list.filter(({ glob }) => variablesIn(glob).length === 0));
    const withKey = known.filter(({ glob }) => variablesIn(glob).some((one) => one.key === key));
    const own = name === key ? [[] as Glob] : [];
    const before = withKey.map(({ glob }) => glob.slice(0, placeOf(glob, key)));
    refuseUnaligned(
      name,
      key,
      withKey.map(({ glob }) => glob),
      before,
    );
    const different = new Map([...own, ...before].map((glob) => [JSON.stringify(glob), glob]));
    return different.size === 0 ? [] : [{ before: [...different.values()], constants }];
  });
}

const placeOf = (glob: Glob, key: string) =>
  glob.findIndex((token) => token.is === "variable" && variableOf(token).key === key);

/** The pattern with those variables as text that are fixed; undefined where one stands for nothing. */
function withKnown(glob: Glob, fixed: ReadonlyMap<string, string | undefined>): Glob | undefined {
  const parts = glob.map((token): Glob | undefined =>
    token.is === "variable" && fixed.has(variableOf(token).key)
      ? substituted([token], (key) => fixed.get(key))
      : [token],
  );
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Where one text could hold the value in two places that overlap, nothing is said. */
function refuseUnaligned(name: string, key: string, globs: Glob[], before: Glob[]): void {
  const different = [...new Map(globs.map((glob) => [JSON.stringify(glob), glob])).values()];
  if (different.length <= 1) return;
  const refuse = (why: string) => new Undecided(`\${${key}} stands in several patterns of ${name} ${why}`);
  const isTwice = (glob: Glob) => variablesIn(glob).filter((one) => one.key === key).length > 1;
  if (different.some(isTwice)) throw refuse("and twice in one");
  const texts = before.map((glob) => {
    if (glob.some(({ is }) => is !== "character")) throw refuse("behind a wildcard or another variable");
    return glob.map((token) => ("text" in token ? token.text : "")).join("");
  });
  const isBadly = (one: string) => texts.some((other) => other !== one && other.startsWith(one));
  if (texts.some(isBadly)) throw refuse("of which one begins like another");
}

interface Start {
  automaton: Automaton;
  state: number[];
}

const reachLimit = 60;

/** The states in which the value begins. */
function startsOf({ before, constants }: Place, key: string): Start[] {
  const automaton = new Automaton(constants);
  return before.flatMap((glob) => {
    let states = [automaton.start];
    for (const token of glob) {
      if (token.is === "character") states = states.map((state) => automaton.step(state, token.text));
      else states = reachedBy(automaton, states, token.is === "any" || token.is === "variable", key);
    }
    return states.map((state) => ({ automaton, state }));
  });
}

/** After one character, or after any number. */
function reachedBy(automaton: Automaton, states: number[][], many: boolean, key: string): number[][] {
  const found = new Map(many ? states.map((state) => [state.join(), state]) : []);
  const open = [...states];
  for (let state = open.pop(); state; state = open.pop()) {
    const named = automaton.named(state);
    for (const character of [otherThan(named), ...named]) {
      const next = automaton.step(state, character);
      if (found.has(next.join())) continue;
      found.set(next.join(), next);
      if (found.size > reachLimit)
        throw new Undecided(`\${${key}} stands behind a wildcard in too many ways`);
      if (many) open.push(next);
    }
  }
  return [...found.values()];
}

const limit = 5000;

/** A text for each state of all automata together that texts lead to. */
function textsThatDiffer(starts: Start[], marker: string, key: string): string[] {
  const first = starts.map(({ state }) => state);
  const nameOf = (states: number[][], marked: boolean) => `${marked} ${states.join("|")}`;
  const seen = new Map<string, { text: string; marked: boolean; ways: number; states: number[][] }>();
  const open = [{ text: "", marked: false, ways: 1, states: first }];
  seen.set(nameOf(first, false), open[0] as (typeof open)[number]);
  for (const { text, marked, states } of open) {
    const named = new Set(states.flatMap((state, at) => [...(starts[at]?.automaton.named(state) ?? [])]));
    for (const character of [marker, ...[...named].sort()]) {
      const next = states.map((state, at) => starts[at]?.automaton.step(state, character) ?? []);
      const isMarked = marked || character === marker;
      const name = nameOf(next, isMarked);
      const known = seen.get(name);
      if (known) {
        known.ways++;
        continue;
      }
      const found = { text: text + character, marked: isMarked, ways: 1, states: next };
      if (seen.set(name, found).size > limit) throw new Undecided(`\${${key}} has too many kinds of value`);
      open.push(found);
    }
  }
  return [...seen.values()].flatMap(({ text, marked, ways, states }) => {
    if (marked) return [text];
    if (seen.has(nameOf(states, true))) return [];
    if (ways > 1) throw new Undecided(`the values of \${${key}} cannot be told apart`);
    return [text];
  });
}

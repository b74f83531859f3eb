import fc from "fast-check";
import type { PolicyDocument } from "../../cli/access/request";
import { documentOf, type Statement, Unreadable } from "../../cli/policy/document";
import { Undecided } from "../../cli/theorems/automaton";
import { all, any, inside, named, not } from "../../cli/theorems/claim";
import { decide, type Witness } from "../../cli/theorems/decide";
import { answerOn, changesBetween } from "./changes";

export interface Counts {
  edits: number;
  "growth, and shown": number;
  "growth, and proven to be none": number;
  "no growth, and proven": number;
  undecided: number;
}

export const none = (): Counts => ({
  edits: 0,
  "growth, and shown": 0,
  "growth, and proven to be none": 0,
  "no growth, and proven": 0,
  undecided: 0,
});

/** Holds what the gate says of an edit against the engine. What it says to be no growth, and is, is returned. */
export function unsound(original: unknown, edited: unknown, counts: Counts): Witness | undefined {
  const answer = answerOn(changesBetween(original, edited));
  counts.edits++;
  try {
    const witness = growthOf(original, edited);
    if (answer === "growth") counts[witness ? "growth, and shown" : "growth, and proven to be none"]++;
    else if (!witness) counts["no growth, and proven"]++;
    return answer === "growth" ? undefined : witness;
  } catch (error) {
    if (!(error instanceof Undecided) && !(error instanceof Unreadable)) throw error;
    counts.undecided++;
    return undefined;
  }
}

/** A request that is granted and was not, or is no longer denied, grants and denies each for themselves. */
export function growthOf(original: unknown, edited: unknown): Witness | undefined {
  const [old, now] = [original, edited].map((one) => documentOf("document", one));
  if (!old || !now || old.fault || now.fault) throw new Unreadable("a document cannot be read");
  const statements = [...old.statements, ...now.statements];
  const isNamed = statements.some(({ principal }) => principal.not || principal.patterns.join() !== "*");
  const one = (statement: Statement) =>
    isNamed ? named(statement, ["self", "role", "everybody", "account"]) : inside(statement);
  const of = ({ statements }: typeof old, effect: Statement["effect"]) =>
    any(...statements.filter((each) => each.effect === effect).map(one));
  return decide([
    all(of(now, "Allow"), not(of(old, "Allow"))),
    all(of(old, "Deny"), not(of(now, "Deny"))),
  ]).find((witness) => witness !== undefined);
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
const variable = "${aws:username}";
const operators = [
  ...["StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIgnoreCase", "ArnLike"],
  ...["StringEqualsIfExists", "StringNotLikeIfExists", "Null", "Bool", "ForAllValues:StringEquals"],
  "ForAnyValue:StringLike",
];

/** A document of which some things are changed at random: texts cut, widened or exchanged, parts dropped or put in twice. */
export function editedAtRandom(document: PolicyDocument, texts: string[]): fc.Arbitrary<unknown> {
  const edit = fc.record({ at: fc.nat(), how: fc.nat(9), what: fc.nat() });
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const copy = structuredClone(document) as { Statement: unknown };
    for (const one of edits) editOnce(copy.Statement, one, texts);
    return copy;
  });
}

type Parent = Record<string, unknown>;

/** Every place in a value: what holds it, and its key there. */
function placesIn(value: unknown): [Parent, string][] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Parent;
  return Object.keys(parent).flatMap((key) => [[parent, key] as [Parent, string], ...placesIn(parent[key])]);
}

function editOnce(
  statements: unknown,
  { at, how, what }: { at: number; how: number; what: number },
  texts: string[],
): void {
  const places = placesIn(statements);
  const [parent, key] = places[at % Math.max(1, places.length)] ?? [];
  if (!parent || key === undefined) return;
  const value = parent[key];
  const pick = <T>(items: readonly T[]): T => items[what % items.length] as T;
  if (typeof value === "string" && key !== "Effect" && key !== "Sid") {
    const cut = what % (value.length + 1);
    const ways = [
      () => `${value.slice(0, cut)}*`,
      () => value.slice(0, cut) + pick(["*", "?", ":", "/", variable, "a"]) + value.slice(cut),
      () => value.slice(0, cut) + value.slice(cut + 1),
      () => pick(texts),
    ];
    parent[key] = ways[how % ways.length]?.();
  } else if (key === "Effect") parent[key] = value === "Allow" ? "Deny" : "Allow";
  else if (Array.isArray(parent))
    how % 2 ? parent.splice(Number(key), 1) : parent.push(structuredClone(value));
  else if (key in { Action: 0, Resource: 0 } && how % 3 === 0) rename(parent, key, `Not${key}`);
  else if (operators.includes(key)) rename(parent, key, pick(operators));
  else if (!(key in { Action: 0, Resource: 0, Principal: 0 })) delete parent[key];
}

function rename(parent: Parent, from: string, to: string): void {
  if (to in parent) return;
  parent[to] = parent[from];
  delete parent[from];
}

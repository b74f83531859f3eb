import type { Glob, Token } from "../../policy/glob";
import { type Variable, variableOf } from "../../policy/variables";
import { Undecided } from "../automaton";

/** Terms of SMT-LIB 2.6 for texts and patterns (theory of strings). */

export const and = (terms: string[]) => joined("and", "true", terms);
export const or = (terms: string[]) => joined("or", "false", terms);
export const not = (term: string) =>
  term === "true" ? "false" : term === "false" ? "true" : `(not ${term})`;

function joined(operator: "and" | "or", neutral: string, terms: string[]): string {
  const absorbing = neutral === "true" ? "false" : "true";
  if (terms.includes(absorbing)) return absorbing;
  const rest = [...new Set(terms)].filter((term) => term !== neutral);
  if (rest.length === 0) return neutral;
  return rest.length === 1 ? (rest[0] ?? neutral) : `(${operator} ${rest.join(" ")})`;
}

/** A text in quotes. A backslash would begin an escape. */
function literal(text: string): string {
  const escaped = [...text].map((one) => {
    if (one === '"') return '""';
    return /[ -~]/.test(one) && one !== "\\" ? one : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return `"${escaped.join("")}"`;
}

/** A name in bars, in which it may have any other character. */
export const symbol = (...parts: (string | number)[]) => `|${parts.join(" ").replace(/[|\\\n\r]/g, "_")}|`;

/** What a variable's key has: whether there is a value, and which. */
export type ValueOf = (key: string) => { has: string; text: string };

/** That a text matches a pattern, whose variables stand for the values of keys. */
export function matching(text: string, glob: Glob, anyCase: boolean, ofKey: ValueOf): string {
  const variables = glob.flatMap((token) => (token.is === "variable" ? [variableOf(token)] : []));
  if (variables.length === 0) return inPattern(text, glob, anyCase);
  const { parts, known } = partsOf(glob, variables, ofKey);
  if (anyCase) throw new Undecided("a variable is compared in any case");
  const isLiteral = parts.map(
    (part) => typeof part === "string" || part.every(({ is }) => is === "character"),
  );
  const texts = parts.map((part) => (typeof part === "string" ? part : textOf(part)));
  const sum = (from: number, to?: number) => concatenated(texts.slice(from, to));
  const lastWild = isLiteral.lastIndexOf(false);
  const firstWild = isLiteral.indexOf(false);
  if (firstWild === -1) return and([...known, `(= ${text} ${sum(0)})`]);
  if (firstWild === parts.length - 1) {
    const before = sum(0, -1);
    const rest = `(str.substr ${text} (str.len ${before}) (str.len ${text}))`;
    return and([...known, `(str.prefixof ${before} ${text})`, inPattern(rest, parts.at(-1) as Glob, false)]);
  }
  if (lastWild === 0) {
    const after = sum(1);
    const rest = `(str.substr ${text} 0 (- (str.len ${text}) (str.len ${after})))`;
    return and([...known, `(str.suffixof ${after} ${text})`, inPattern(rest, parts[0] as Glob, false)]);
  }
  throw new Undecided("a variable stands between wildcards");
}

/** A pattern's parts: terms where variables stand, and what is between them; and that the variables stand for something. */
function partsOf(glob: Glob, variables: Variable[], ofKey: ValueOf) {
  const parts: (string | Glob)[] = [];
  let run: Token[] = [];
  for (const token of glob) {
    if (token.is !== "variable") run.push(token);
    else {
      const { key, otherwise } = variableOf(token);
      const { has, text } = ofKey(key);
      const value = otherwise === undefined ? text : `(ite ${has} ${text} ${literal(otherwise)})`;
      parts.push(run, value);
      run = [];
    }
  }
  parts.push(run);
  const known = variables.flatMap(({ key, otherwise }) => (otherwise === undefined ? [ofKey(key).has] : []));
  return { parts: parts.filter((part) => part.length > 0), known };
}

const textOf = (glob: Glob) => literal(glob.map((token) => ("text" in token ? token.text : "")).join(""));
const concatenated = (terms: string[]) =>
  terms.length === 1 ? (terms[0] ?? '""') : `(str.++ ${terms.join(" ")})`;

function inPattern(text: string, glob: Glob, anyCase: boolean): string {
  if (glob.length === 1 && glob[0]?.is === "any" && !glob[0].within) return "true";
  const hasCases = anyCase && glob.some((token) => token.is === "character" && /[a-z]/i.test(token.text));
  if (!hasCases && glob.every(({ is }) => is === "character")) return `(= ${text} ${textOf(glob)})`;
  return `(str.in_re ${text} ${expressionOf(glob, anyCase)})`;
}

const noColon = '(re.union (re.range "\\u{0}" "9") (re.range ";" "\\u{2ffff}"))';

function expressionOf(glob: Glob, anyCase: boolean): string {
  const terms: string[] = [];
  let run = "";
  const flush = () => {
    if (run) terms.push(`(str.to_re ${literal(run)})`);
    run = "";
  };
  for (const token of glob) {
    if (token.is === "character" && !(anyCase && /[a-z]/i.test(token.text))) {
      run += token.text;
      continue;
    }
    flush();
    if (token.is === "character") {
      const cases = [token.text.toLowerCase(), token.text.toUpperCase()].map(
        (one) => `(str.to_re ${literal(one)})`,
      );
      terms.push(`(re.union ${cases.join(" ")})`);
    } else if (token.is === "any") terms.push(token.within ? `(re.* ${noColon})` : "re.all");
    else if (token.is === "one") terms.push(token.within ? noColon : "re.allchar");
  }
  flush();
  return terms.length === 1 ? (terms[0] ?? "") : `(re.++ ${terms.join(" ")})`;
}

import type { Glob, Token } from "./glob";
import { lowerCase } from "./scalars";

/** A policy variable: the condition key, and the text that stands where the request does not have it. */
export interface Variable {
  key: string;
  otherwise: string | undefined;
}

/** What a variable's token says, such as `${aws:PrincipalTag/team, 'none'}`. What is not known offline is its own key. */
export function variableOf({ text }: Extract<Token, { is: "variable" }>): Variable {
  const [, key = text, otherwise] = /\$\{\s*([^},]*?)\s*(?:,\s*'([^']*)'\s*)?\}$/.exec(text) ?? [];
  return { key: lowerCase(key), otherwise };
}

export function variablesIn(glob: Glob): Variable[] {
  return glob.flatMap((token) => (token.is === "variable" ? variableOf(token) : []));
}

/** The pattern with variables as the characters that they stand for; undefined where one stands for nothing. */
export function substituted(glob: Glob, standsFor: (key: string) => string | undefined): Glob | undefined {
  const tokens: Token[] = [];
  for (const token of glob) {
    if (token.is !== "variable") {
      tokens.push(token);
      continue;
    }
    const { key, otherwise } = variableOf(token);
    const value = standsFor(key) ?? otherwise;
    if (value === undefined) return undefined;
    for (const text of value) tokens.push({ is: "character", text });
  }
  return tokens;
}

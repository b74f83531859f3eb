import { endOfName } from "../plan/unknowns";

/** As an unknown value is shown: by where it comes from. */
const markers = /unknown\([^()]*\)/g;

/** Unknown values that were taken from the account, by their markers. */
export type Bound = Map<string, string>;

/** A text as the program has it, with what stands for its unknown values, and as it is shown. */
export interface Open {
  text: string;
  shown: string;
}

export const markersIn = ({ shown }: Open) => [...new Set(shown.match(markers) ?? [])].sort();

/** Takes the values of the one live text that a text of the program fits; where several fit, none. */
export function bind(open: Open, live: string[], bound: Bound): void {
  const fitting = live.map((text) => valuesOf(open, text, bound)).filter((one) => one !== undefined);
  const [found, ...more] = fitting;
  if (!found || more.length > 0) return;
  for (const [marker, value] of found) bound.set(marker, value);
}

/** A text with the values that were taken. What else is unknown stays as the program has it. */
export function filled({ text, shown }: Open, bound: Bound): string {
  const [, ...stands] = patternOf(shown, () => anything).exec(text) ?? [];
  if (stands.length === 0) return text;
  return shown.replace(markers, (marker) => {
    const stand = stands.shift() ?? marker;
    return bound.get(marker) ?? stand;
  });
}

/** Whether a text is what a pattern says, in which `unknown(...)` stands for one value. */
export const isLike = (text: string, pattern: string) => patternOf(pattern, formOf).test(text);

function valuesOf({ text, shown }: Open, live: string, bound: Bound): Bound | undefined {
  const values = patternOf(shown, formOf).exec(live);
  const stands = patternOf(shown, () => anything).exec(text);
  if (!values || !stands) return undefined;
  const own: Bound = new Map();
  for (const [at, marker] of (shown.match(markers) ?? []).entries()) {
    const value = values[at + 1] ?? "";
    // The same unknown is one value wherever it stands.
    if ((own.get(marker) ?? bound.get(marker) ?? value) !== value) return undefined;
    if (!value.startsWith(knownOf(marker, stands[at + 1] ?? ""))) return undefined;
    own.set(marker, value);
  }
  return own;
}

const anything = '[^"\\\\]*';

/**
 * What an unknown may be: one value, which no wildcard and no variable of a policy is. The end of a name that Pulumi or the
 * AWS provider makes is of their form: another role whose name begins alike is another role.
 */
function formOf(marker: string): string {
  return /, end of \w+\)$/.test(marker) ? "[0-9a-f]{7}|\\d{18}[0-9a-f]{8}" : '[^"\\\\*?$]+';
}

/**
 * How a value begins all the same: with the account of a role that the program reads, or with the name of a secret. Of an
 * output of another stack, say, only the form was guessed.
 */
function knownOf(marker: string, stand: string): string {
  const isKnown = /^unknown\((iam|secretsmanager)\..*, arn\)$/.test(marker);
  return isKnown ? stand.slice(0, Math.max(0, stand.search(endOfName))) : "";
}

function patternOf(shown: string, form: (marker: string) => string): RegExp {
  const parts = shown.split(markers).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const forms = (shown.match(markers) ?? []).map((marker) => `(${form(marker)})`);
  return new RegExp(`^${parts.map((part, at) => part + (forms[at] ?? "")).join("")}$`);
}

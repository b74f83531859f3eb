import { createHash } from "node:crypto";
import { digestOf, type StandIn } from "./standIns";
import { uuidOf } from "./uuid";

/**
 * What stands for one unknown value while the program runs: no other value has it, so that it is found again wherever the
 * program puts it.
 */
export interface Core {
  /** Letters and digits, as names take. It begins with what no other has: so do the first characters, taken alone. */
  text: string;
  /** The text without these, where a program takes them off. */
  tail: string;
  uuid: string;
  /** As the ID of an account. */
  digits: string;
  /** 32 hexadecimal digits, as the ID of a key of several Regions. */
  hex: string;
  /** As a Region: AWS has none that begins so. */
  region: string;
  /** Six letters and digits, as AWS puts behind the name of a secret: found within the whole placeholder alone. */
  six: string;
}

/** What a placeholder stands for where that is no text: an object of any fields, or a map. */
export interface Shape {
  origin: string;
  /** Of what has it: it may say what form a text in it has. */
  name: string;
  /** A map by any keys, and whether its values are texts: the placeholder is its one key, for all of them. */
  map?: "of texts" | "of others";
}

/** Makes of a core what is to be taken for a value of some form, an ARN say. */
export type Form = (core: Core) => string;

const plain: Form = ({ text }) => text;
const ofText = "(?:[a-p]{6})?unknown[0-9a-f]{16}";
const ofSix = "[0-9a-z]{5}Q";
/** A core in a text. Six characters alone could be anything. */
const cores = new RegExp(
  `${ofText}|[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|zz-unknown[a-p]{10}-0|\\d{12}|-${ofSix}`,
  "gi",
);
/** Where in a placeholder the end of a name begins, of which nothing is known. */
export const endOfName = new RegExp(`${ofText}|${ofSix}$`);

/**
 * The values of a run that are not known as the engine would know them. Each has an origin in words, such as
 * `StackReference acme/data/prod, output documents`. The program gets a placeholder of the form that is asked for; what
 * is shown and compared is the origin.
 */
export class Unknowns {
  /** By core. Of several forms of one origin the longest comes first: it may be made of others. */
  private readonly placeholders = new Map<string, { wholes: string[]; marker: string }>();
  /** Origins by placeholder. */
  private readonly markers = new Map<string, string>();
  /** By placeholder. */
  readonly shapes = new Map<string, Shape>();

  /** The placeholder of a value. The same origin has the same in every run. */
  of(origin: string, form: Form = plain): string {
    return this.placed(`unknown(${readable(this.shown(origin))})`, form);
  }

  /** The placeholder of a value that has fields, or of the keys of a map. */
  shaped(origin: string, shape: Shape, form?: Form): string {
    const placeholder = this.of(origin, form);
    this.shapes.set(placeholder, shape);
    return placeholder;
  }

  /** A placeholder of the plain form in another, or one of any form; any other text as it is. */
  formed(text: string, form: Form, isAnyForm = false): string {
    const marker = this.placeholders.get(text)?.marker ?? (isAnyForm ? this.markers.get(text) : undefined);
    return marker === undefined ? text : this.placed(marker, form);
  }

  private placed(marker: string, form: Form): string {
    const core = coreOf(marker);
    const whole = form(core);
    for (const part of Object.values(core)) {
      const known = this.placeholders.get(part)?.wholes ?? [];
      const wholes = [...new Set([...known, whole])].sort((a, b) => b.length - a.length);
      this.placeholders.set(part, { wholes, marker });
    }
    this.markers.set(whole, marker);
    return whole;
  }

  /** The origins so far, as they are shown. */
  origins(): string[] {
    return [...new Set([...this.placeholders.values()].map(({ marker }) => marker))].sort();
  }

  /** Whether a text is the placeholder of a value and nothing else. */
  is(text: string): boolean {
    return this.replaced(text, () => "") === "" && text !== "";
  }

  /** The origins of the placeholders in a text. */
  originsIn(text: string): string[] {
    const found: string[] = [];
    this.replaced(text, (marker) => {
      found.push(marker.slice("unknown(".length, -1));
      return "";
    });
    return found;
  }

  /** A value with each placeholder in it, whole or in part, as its origin. */
  shown<T>(value: T, mask: (text: string) => string = (text) => text): T {
    return this.deep(value, mask) as T;
  }

  private deep(value: unknown, mask: (text: string) => string): unknown {
    if (typeof value === "string") return this.replaced(value, mask);
    if (Array.isArray(value)) return value.map((one) => this.deep(one, mask));
    if (value instanceof Map) return new Map(this.deep([...value], mask) as [unknown, unknown][]);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, one]) => [
      this.replaced(key, mask),
      this.deep(one, mask),
    ]);
    return Object.fromEntries(entries);
  }

  private replaced(text: string, mask: (text: string) => string): string {
    if (this.placeholders.size === 0) return text;
    const spans = [...text.matchAll(cores)].flatMap((match) => this.spanOf(text, match));
    // One may be made of others, as the ARN of a secret whose name is not known: the one that starts before has them.
    spans.sort((a, b) => a.from - b.from || b.to - a.to);
    let [result, done] = ["", 0];
    for (const { from, to, marker } of spans) {
      if (from < done) continue;
      result += text.slice(done, from) + mask(marker);
      done = to;
    }
    return result + text.slice(done);
  }

  /** What of a match is a core: other letters may stand before it. */
  private coreIn(found: string): string {
    if (found.startsWith("-")) return found.slice(1);
    return this.placeholders.has(found.toLowerCase()) ? found : (/unknown\w+$/i.exec(found)?.[0] ?? found);
  }

  /** Where a placeholder stands around a core, or the core alone where only that was taken. */
  private spanOf(text: string, { 0: found, index }: RegExpExecArray) {
    const core = this.coreIn(found);
    const at = index + found.length - core.length;
    const placeholder = this.placeholders.get(core) ?? this.placeholders.get(core.toLowerCase());
    if (!placeholder) return [];
    const { wholes, marker } = placeholder;
    for (const whole of wholes) {
      const start = at - whole.toLowerCase().indexOf(core.toLowerCase());
      const isWhole =
        start >= 0 && text.slice(start, start + whole.length).toLowerCase() === whole.toLowerCase();
      if (isWhole) return [{ from: start, to: start + whole.length, marker }];
    }
    return core.length === 6 ? [] : [{ from: at, to: at + core.length, marker }];
  }
}

function coreOf(marker: string): Core {
  const hex = createHash("sha256").update(marker).digest("hex");
  const digits = String(BigInt(`0x${hex.slice(0, 15)}`) % 10n ** 11n).padStart(11, "0");
  const five = (BigInt(`0x${hex.slice(16, 32)}`) % 36n ** 5n).toString(36).padStart(5, "0");
  const tail = `unknown${hex.slice(0, 16)}`;
  return {
    ...{ text: `${lettersOf(hex.slice(-6))}${tail}`, tail, uuid: uuidOf(marker), digits: `9${digits}` },
    ...{ hex: hex.slice(0, 32), six: `${five}Q` },
    region: `zz-unknown${lettersOf(hex.slice(0, 10))}-0`,
  };
}

/** Hexadecimal digits as letters: a to p. */
const lettersOf = (hex: string) =>
  hex.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));

/** Region and account that are not known either, in the partition of a place. */
export const nowhereKnown = ({ partition }: StandIn, { region, digits }: Core): StandIn => ({
  ...{ partition, region },
  accountId: digits,
});

/**
 * An origin with nothing in it that JSON, a policy or the end of a marker would read as something else. Two that would look
 * the same then are told apart by a digest.
 */
function readable(origin: string): string {
  const told = origin.replaceAll("(", "[").replaceAll(")", "]").replaceAll('"', "'").replace(rewritten, "_");
  const isPlain = !/["']/.test(origin) && origin.search(rewritten) < 0;
  return isPlain ? told : `${told} #${digestOf(origin)}`;
}

const rewritten = /[\\$*?\p{C}]/gu;

/**
 * Values in a line of words, as `{name:/a}`: without the quotes of JSON, and with a digest where that could be read as
 * something else.
 */
export function inWords(value: unknown): string {
  let isPlain = true;
  const text = JSON.stringify(value, (key, one: unknown) => {
    isPlain &&= !/[:,{}[\]()"\\]/.test(key) && !(typeof one === "string" && /[,{}[\]()"\\]|^null$/.test(one));
    return one;
  });
  return `${text.replaceAll('"', "")}${isPlain ? "" : ` #${digestOf(text)}`}`;
}

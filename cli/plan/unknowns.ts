import { createHash } from "node:crypto";
import { digestOf, type StandIn } from "./standIns";
import { uuidOf } from "./uuid";

/**
 * What stands for one unknown value while the program runs: no other value has it, so that it is found again wherever the
 * program puts it.
 */
export interface Core {
  /** Letters and digits, as names take. */
  text: string;
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
const ofText = "[a-p]{6}unknown[0-9a-f]{16}";
const ofSix = "[0-9a-z]{5}[QW]";
/** A core in a text, of a first run or a second. Six characters alone could be anything. */
const cores = new RegExp(
  [
    ...[ofText, "z[rstvxy]{26}", "[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"],
    ...["[0-9a-f]{32}", "zz-unknown[a-p]{10}-0", "yy-[rstvxy]{12}-1", "\\d{12}", `-${ofSix}`],
  ].join("|"),
  "gi",
);
/** Where in a placeholder the end of a name begins, of which nothing is known. */
export const endOfName = new RegExp(`${ofText}|${ofSix}$`);

/** A placeholder in a text. */
interface Span {
  from: number;
  to: number;
  marker: string;
  /** What stood there in the first run. */
  first: string;
}

/**
 * The values of a run that are not known as the engine would know them. Each has an origin in words, such as
 * `StackReference acme/data/prod, output documents`. The program gets a placeholder of the form that is asked for; what
 * is shown and compared is the origin.
 *
 * A program may be run again with other placeholders: in no place do these have a character that the first ones have there.
 * What of the program's is other then is made of them.
 */
export class Unknowns {
  /** By core. Of several forms of one origin the longest comes first: it may be made of others. */
  private readonly placeholders = new Map<
    string,
    { wholes: { whole: string; first: string }[]; marker: string; first: string }
  >();
  /** Origins by placeholder. */
  private readonly markers = new Map<string, string>();
  /** By placeholder. */
  readonly shapes = new Map<string, Shape>();

  constructor(private readonly isAgain = false) {}

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
    const first = this.first(form(core)); // It may be made of others of this run.
    this.add(marker, [core, core], [first, first]);
    if (!this.isAgain) return first;
    const other = otherThan(core, marker);
    const whole = form(other);
    this.add(marker, [other, core], [whole, first]);
    this.markers.set(whole, marker);
    return whole;
  }

  private add(marker: string, [core, firstCore]: [Core, Core], [whole, first]: [string, string]): void {
    for (const key of Object.keys(core) as (keyof Core)[]) {
      const known = this.placeholders.get(core[key])?.wholes ?? [];
      const others = known.filter((one) => one.whole !== whole);
      const wholes = [...others, { whole, first }].sort((a, b) => b.whole.length - a.whole.length);
      this.placeholders.set(core[key], { wholes, marker, first: firstCore[key] });
    }
    this.markers.set(whole, marker);
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
    this.replaced(text, ({ marker }) => {
      found.push(marker.slice("unknown(".length, -1));
      return "";
    });
    return found;
  }

  /** A text in parts: each placeholder, and each character between. */
  partsOf(text: string): string[] {
    const spans = this.spansIn(text);
    const ends = spans.flatMap(({ from, to }) => [from, to]);
    const pieces = [0, ...ends].map((from, at) => text.slice(from, ends[at]));
    return pieces.flatMap((piece, at) => (at % 2 === 1 ? [piece] : [...piece]));
  }

  /** The origins of which a placeholder holds a text. */
  originsWith(part: string): string[] {
    const found = [...this.markers].filter(([whole]) => whole.toLowerCase().includes(part.toLowerCase()));
    return [...new Set(found.map(([, marker]) => marker.slice("unknown(".length, -1)))].sort();
  }

  /** A value as the first run has it, where this is the second. */
  first<T>(value: T): T {
    return this.isAgain ? (this.deep(value, ({ first }) => first) as T) : value;
  }

  /** A value with each placeholder in it, whole or in part, as its origin. */
  shown<T>(value: T, mask: (text: string) => string = (text) => text): T {
    return this.deep(value, ({ marker }) => mask(marker)) as T;
  }

  private deep(value: unknown, by: (span: Span) => string): unknown {
    if (typeof value === "string") return this.replaced(value, by);
    if (Array.isArray(value)) return value.map((one) => this.deep(one, by));
    if (value instanceof Map) return new Map(this.deep([...value], by) as [unknown, unknown][]);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, one]) => [this.replaced(key, by), this.deep(one, by)]);
    return Object.fromEntries(entries);
  }

  private replaced(text: string, by: (span: Span) => string): string {
    let [result, done] = ["", 0];
    for (const span of this.spansIn(text)) {
      result += text.slice(done, span.from) + by(span);
      done = span.to;
    }
    return result + text.slice(done);
  }

  private spansIn(text: string): Span[] {
    if (this.placeholders.size === 0) return [];
    const spans = [...text.matchAll(cores)].flatMap((match) => this.spanOf(text, match));
    // One may be made of others, as the ARN of a secret whose name is not known: the one that starts before has them.
    spans.sort((a, b) => a.from - b.from || b.to - a.to);
    let done = 0;
    return spans.filter(({ from, to }) => {
      if (from < done) return false;
      done = to;
      return true;
    });
  }

  /** Where a placeholder stands around a core, or the core alone where only that was taken. */
  private spanOf(text: string, { 0: found, index }: RegExpExecArray): Span[] {
    const core = found.replace(/^-/, "");
    const at = index + found.length - core.length;
    const placeholder = this.placeholders.get(core) ?? this.placeholders.get(core.toLowerCase());
    if (!placeholder) return [];
    const { wholes, marker } = placeholder;
    for (const { whole, first } of wholes) {
      const start = at - whole.toLowerCase().indexOf(core.toLowerCase());
      const there = text.slice(start, start + whole.length);
      if (start < 0 || there.toLowerCase() !== whole.toLowerCase()) continue;
      return [{ from: start, to: start + whole.length, marker, first: inCaseOf(there, whole, first) }];
    }
    if (core.length === 6) return [];
    return [
      {
        from: at,
        to: at + core.length,
        marker,
        first: inCaseOf(core, core.toLowerCase(), placeholder.first),
      },
    ];
  }
}

/** What stands for a text, in the letters of the case that is found. One in both cases stays: it is made of it. */
function inCaseOf(found: string, whole: string, first: string): string {
  const cases = [
    (text: string) => text,
    (text: string) => text.toLowerCase(),
    (text: string) => text.toUpperCase(),
  ];
  return cases.find((made) => made(whole) === found)?.(first) ?? found;
}

function coreOf(marker: string): Core {
  const hex = createHash("sha256").update(marker).digest("hex");
  const digits = String(BigInt(`0x${hex.slice(0, 15)}`) % 10n ** 11n).padStart(11, "0");
  const five = (BigInt(`0x${hex.slice(16, 32)}`) % 36n ** 5n).toString(36).padStart(5, "0");
  return {
    text: `${written(hex.slice(-6), fromA)}unknown${hex.slice(0, 16)}`,
    ...{ uuid: uuidOf(marker), digits: `9${digits}`, hex: hex.slice(0, 32), six: `${five}Q` },
    region: `zz-unknown${written(hex.slice(0, 10), fromA)}-0`,
  };
}

/** What stands for it in a second run. Texts and Regions are shorter there; all else is as long as AWS has it. */
function otherThan({ uuid, digits, hex, six }: Core, marker: string): Core {
  const others = createHash("sha256").update(`again ${marker}`).digest("hex");
  const shifted = uuid.replace(/[0-9a-f]/g, (one) => moved(one, 7, 16));
  const variant = { 8: "9", 9: "a", a: "b", b: "8" }[uuid.charAt(19)] ?? "";
  return {
    text: `z${written(others.slice(0, 26), inR)}`,
    uuid: `${shifted.slice(0, 14)}4${shifted.slice(15, 19)}${variant}${shifted.slice(20)}`,
    digits: digits.replace(/\d/g, (one) => moved(one, 5, 10)),
    hex: hex.replace(/./g, (one) => moved(one, 7, 16)),
    six: `${six.slice(0, 5).replace(/./g, (one) => moved(one, 17, 36))}W`,
    region: `yy-${written(others.slice(0, 12), inR)}-1`,
  };
}

/** A digit of a base, so many further. */
const moved = (digit: string, by: number, base: number) =>
  ((Number.parseInt(digit, base) + by) % base).toString(base);

/** Hexadecimal digits in other letters: of a first run, and of a second that are not among these. */
const written = (hex: string, letters: string) =>
  hex.replace(/./g, (digit) => letters.charAt(Number.parseInt(digit, 16) % letters.length));
const [fromA, inR] = ["abcdefghijklmnop", "rstvxy"];

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

import { actionGlob, type Condition, type Values, wantedIn } from "../policy/holds";
import type { Wanted } from "../policy/operators";
import { dateOf, dates, networkOf, numberOf } from "../policy/scalars";
import { type Pattern, rememberedClassesOf, Undecided } from "./automaton";
import { hasType, typeOf } from "./keyTypes";
import { isSeveral } from "./severalKeys";

/** What a request has for a key: nothing, or some values. */
export type Given = readonly string[] | undefined;

/**
 * Whether AWS documents that a key has no more than one value: the keys whose value it makes, and tags.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const hasOneValue = (key: string) =>
  typeOf(key) !== undefined || /^aws:(principal|request|resource)tag\//.test(key);

/** So many classes of one value a key with several may have. */
const limit = 10;

/** Whether AWS tells what a key is. */
export type Told = "always" | "never" | "perhaps";

/** Whether a request may have this for a key of which AWS tells so. */
export const isTold = (told: Told, given: unknown) =>
  told === "perhaps" || (told === "always") === (given !== undefined);

/**
 * All that a request may have for a key, as far as the conditions tell it apart. With `several` that is as many values as
 * AWS does not say that it has not, or the key without a value: AWS does not say whether an empty tag has one.
 */
export function givenFor(
  key: string,
  conditions: Condition[],
  values: Values,
  { several = false, told = "perhaps" }: { several?: boolean; told?: Told } = {},
): Given[] {
  if (told === "never") return [undefined];
  const isMade = typeOf(key) !== undefined;
  // What AWS makes, or always tells, is no empty text.
  const one = singleValues(key, conditions, values, isMade || told === "always" ? "?*" : "*");
  const absent: Given[] = told === "always" ? [] : [undefined];
  const hasSeveral =
    (several && !hasOneValue(key)) ||
    isSeveral(key) ||
    conditions.some(({ operator }) => operator.set !== undefined);
  if (!hasSeveral) return [...absent, ...(several && !isMade ? [[]] : []), ...one.map((text) => [text])];
  if (one.length > limit) throw new Undecided(`the values of ${key} are told apart in too many ways`);
  const sets = Array.from({ length: 2 ** one.length }, (_, bits) => one.filter((_, at) => bits & (1 << at)));
  return [...absent, ...sets.sort((a, b) => a.length - b.length)];
}

function singleValues(key: string, conditions: Condition[], values: Values, form: string): string[] {
  const lists = conditions.map((one) => wantedIn(one, values));
  const scalars = lists.flat().filter((one) => one.is === "scalar");
  const patterns = lists.map((list) => list.flatMap((one): Pattern[] => (one.is === "text" ? [one] : [])));
  if (scalars.length > 0) {
    const types = new Set(scalars.map(({ type }) => type));
    if (patterns.flat().length > 0 || types.size > 1)
      throw new Undecided(`${key} is compared as two types of value`);
    const isTyped = [...types].every((type) => hasType(key, type));
    return scalarValues(scalars, isTyped ? [] : [other]);
  }
  const forms = (typeOf(key) === "flag" ? ["true", "false"] : [form]).map(formOf);
  return rememberedClassesOf(different(patterns), forms).map(({ text }) => text);
}

/** What a text has to be, written as a pattern of actions. */
export const formOf = (text: string): Pattern => ({ glob: actionGlob(text), anyCase: false });

/** Each list once. */
function different(lists: Pattern[][]): Pattern[][] {
  return [...new Map(lists.map((one) => [JSON.stringify(one), one])).values()];
}

type Scalar = Extract<Wanted, { is: "scalar" }>;

/** A text that is no number, no date and no address. */
const other = "x";

/** A value for each side of every bound, and for the bound itself; of alike ones one, the last. */
function scalarValues(scalars: Scalar[], others: string[]): string[] {
  const candidates = scalars.flatMap(({ type, text }) =>
    type === "number" ? aroundNumber(text) : type === "date" ? aroundDate(text) : aroundNetwork(text),
  );
  const isNumber = scalars[0]?.type === "number";
  const all = [...others, ...candidates, ...(isNumber ? ["0"] : [])];
  const byAnswers = new Map(all.map((one) => [scalars.map((scalar) => scalar.holds(one)).join(), one]));
  return [...byAnswers.values()];
}

function aroundNumber(text: string): string[] {
  const value = numberOf(text) ?? 0n;
  const thousandth = 1_000_000n;
  return [value - 1n, value + 1n, value, value - thousandth, value + thousandth].map(decimal);
}

/** A number as one writes it, of units of the ninth decimal. */
function decimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(10, "0");
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, "");
  return value < 0n ? `-${text}` : text;
}

function aroundDate(text: string): string[] {
  const value = dateOf(text) ?? 0n;
  const [first, last] = dates;
  const second = 1_000_000_000n;
  return [value - 1n, value + 1n, value, value - second, value + second]
    .filter((one) => first <= one && one <= last)
    .map(instant);
}

function instant(value: bigint): string {
  const second = 1_000_000_000n;
  const part = ((value % second) + second) % second;
  const whole = new Date(Number((value - part) / 1_000_000n)).toISOString().slice(0, 19);
  return part === 0n ? `${whole}Z` : `${whole}.${String(part).padStart(9, "0").replace(/0+$/, "")}Z`;
}

/** The first and last address of a network, and those beside it. */
function aroundNetwork(text: string): string[] {
  const network = networkOf(text);
  if (!network) return [];
  const isLong = network.address.includes(":");
  const bits = isLong ? 128n : 32n;
  const size = 1n << (bits - BigInt(network.prefix));
  const start = (numberOfAddress(network.address) / size) * size;
  const all = [start - 1n, start, start + size - 1n, start + size].filter(
    (one) => one >= 0n && one < 1n << bits,
  );
  return [...all.map((one) => addressOf(one, isLong)), isLong ? "0.0.0.0" : "::"];
}

export function numberOfAddress(address: string): bigint {
  if (!address.includes(":")) {
    return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const [head = "", tail] = expanded(address).split("::");
  const groups = (part: string) => part.split(":").filter((one) => one !== "");
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => "0");
  return [...first, ...(tail === undefined ? [] : zeros), ...last].reduce(
    (sum, part) => sum * 65536n + BigInt(`0x${part}`),
    0n,
  );
}

/** An address of IPv4 at the end as two groups. */
function expanded(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const group = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
    return `${group(a, b)}:${group(c, d)}`;
  });
}

function addressOf(value: bigint, isLong: boolean): string {
  const [count, size] = isLong ? [8, 16n] : [4, 8n];
  const parts = Array.from({ length: count }, (_, at) => {
    const part = (value >> (size * BigInt(count - 1 - at))) & ((1n << size) - 1n);
    return part.toString(isLong ? 16 : 10);
  });
  // As one writes it: the longest run of zeros is left out.
  return isLong ? new URL(`http://[${parts.join(":")}]`).hostname.slice(1, -1) : parts.join(".");
}

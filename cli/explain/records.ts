import { gunzipSync } from "node:zlib";
import { type Fields, fieldsOf, isMap, jsonIn } from "../plan/fields";
import { denialsIn } from "../requests/words";
import { isEvent } from "./cloudTrail";
import { piecesOf } from "./pieces";

/** What a file holds, one by one: a record that is of no form known here is one that is not read. */
export type Entry =
  | { is: "event" | "decoded"; value: Fields }
  | { is: "text"; value: string }
  | { is: "unread"; isCut?: boolean };

const unread: Entry = { is: "unread" };

/** What AWS says of a refusal, where it is encoded: base64url. */
export const encodedIn = (text: string) =>
  /Encoded authorization failure message: ([\w-]+={0,2})/.exec(text)?.[1];

/**
 * Events, errors and decoded messages, wherever they stand: in the lists of a trail, of logs, queues and searches, in the
 * envelopes of EventBridge, SNS and SQS, or among the lines of a log.
 */
export function entriesIn(text: string): Entry[] {
  const whole = jsonIn(text);
  if (whole !== undefined) return Array.isArray(whole) ? ofList(whole, true, 0) : ofWhole(whole);
  return ofPieces(text, 0);
}

function ofPieces(text: string, depth: number): Entry[] {
  return piecesOf(text).flatMap((piece): Entry[] => {
    if ("lines" in piece) return ofLines(piece.lines);
    const found = entriesOf(piece.value, depth);
    return found.length > 0 ? found : piece.isAlone ? [unread] : ofLines(piece.line);
  });
}

function ofWhole(value: object): Entry[] {
  const found = entriesOf(value, 0);
  const isEmpty = Object.values(value).some((one) => Array.isArray(one) && one.length === 0);
  return found.length > 0 || isEmpty ? found : [unread];
}

/** An event that is cut off must not pass for the text of its error: it tells less. */
function ofLines(lines: string): Entry[] {
  const events = lines.match(/^.*\bevent(Source|Version)[\\"]+\s*:.*$/gm) ?? [];
  const sources = events.filter((line) => line.includes("eventSource"));
  if (events.length > 0) return Array(Math.max(sources.length, 1)).fill({ ...unread, isCut: true });
  if (isError(lines)) return [{ is: "text", value: lines }];
  return /^[{[]\s*("|$)/m.test(lines) ? [unread] : [];
}

const isError = (text: string) =>
  denialsIn(text).length > 0 ||
  encodedIn(text) !== undefined ||
  /Unable\s+to\s+assume\s+role\s+for/.test(text);

/** What is nested deeper is of no form that AWS has. */
const deepest = 30;

function entriesOf(value: unknown, depth: number, isRecords = false): Entry[] {
  if (depth > deepest) return [unread];
  if (typeof value === "string") return ofText(value, depth);
  if (Array.isArray(value)) return ofList(value, isRecords, depth);
  if (!isMap(value)) return [];
  const { action } = fieldsOf(value.context);
  if (isEvent(value)) return [{ is: "event", value }];
  if (typeof action === "string" && action.includes(":")) return [{ is: "decoded", value }];
  const each = Object.entries(value).map(([name, one]) => entriesOf(one, depth + 1, lists.has(name)));
  const values = Object.values(value);
  // Beside an event, its error is told twice.
  const isText = (at: number) => typeof values[at] === "string" && each[at]?.every(({ is }) => is === "text");
  const others = each.filter((_, at) => !isText(at)).flat();
  return others.some(({ is }) => is === "event" || is === "decoded") ? others : each.flat();
}

/** Where AWS puts records. */
const lists = new Set([
  ...["Records", "Events", "events", "logEvents", "results", "Messages", "QueryResultRows", "hits"],
]);

function ofText(text: string, depth: number): Entry[] {
  const value = jsonIn(text) ?? (text.startsWith("H4sI") ? unzipped(text) : undefined);
  if (value !== undefined) return entriesOf(value, depth + 1, true);
  if (text.includes("{")) return ofPieces(text, depth + 1);
  return isError(text) ? [{ is: "text", value: text }] : [];
}

/** What CloudWatch Logs sends on is gzip as base64. */
function unzipped(text: string): object | undefined {
  try {
    return jsonIn(gunzipSync(Buffer.from(text, "base64")).toString("utf8"));
  } catch {
    return undefined;
  }
}

function ofList(list: unknown[], isRecords: boolean, depth: number): Entry[] {
  const each = list.map((one) => entriesOf((Array.isArray(one) && rowOf(one)) || one, depth + 1, true));
  if (!isRecords && each.every((one) => one.length === 0)) return [];
  return each.flatMap((one) => (one.length > 0 ? one : [unread]));
}

/** A row of a query, as Logs Insights and CloudTrail Lake have it: a column an item. */
function rowOf(list: unknown[]): Fields | undefined {
  if (list.length === 0 || !list.every(isMap)) return undefined;
  const columns = list as Fields[];
  if (columns.every(({ field }) => typeof field === "string"))
    return Object.fromEntries(columns.map(({ field, value }) => [String(field), value]));
  const names = columns.flatMap((one) => (Object.keys(one).length === 1 ? Object.keys(one) : []));
  const isRow = names.length === list.length && list.length > 1 && new Set(names).size === names.length;
  return isRow ? Object.assign({}, ...columns) : undefined;
}

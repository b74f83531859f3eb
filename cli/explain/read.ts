import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { UsageError } from "../plan/errors";
import { type Fields, fieldsOf, jsonIn } from "../plan/fields";
import { s3Operations } from "../requests/s3Operations";
import { type Denied, denialsIn } from "../requests/words";
import { textIn } from "./bytes";
import { questionOfEvent } from "./cloudTrail";
import { nothingTold, type Question } from "./question";
import { type Entry, encodedIn, entriesIn } from "./records";
import { rolesAnywhere } from "./who";

/** What there is no question in. */
const accepted =
  "Give an event of CloudTrail, a file of them as CloudTrail delivers it (.json.gz too), or the text of an error.";

/** The questions of a file, and how many of its records hold none. */
export interface Read {
  questions: Question[];
  found: number;
  unread: number;
}

/** Reads what people have: events of CloudTrail, or the text of an error. `from` is where they have the policies. */
export async function questionsIn(file: string, from: string): Promise<Read> {
  const text = await textOf(file);
  const entries = entriesIn(text);
  const read = entries.filter(({ is }) => is !== "unread");
  if (entries.length === 0)
    throw new UsageError(jsonIn(text) ? `There are no events in it. ${accepted}` : noDenial(text, from));
  if (read.length === 0) {
    const isCut = entries.some((one) => one.is === "unread" && one.isCut);
    const what = isCut
      ? "There is an event of CloudTrail in it that is cut off, or has other text within: give all of it."
      : "There is something else than an event of CloudTrail.";
    throw new UsageError(`${what} ${accepted}`);
  }
  const questions = read.flatMap((one) => questionsOf(one, from, read.length === 1));
  // An error that is told twice is one.
  const ofErrors = new Map<string, Question>();
  const each = questions.filter((one) => {
    if (one.where !== "") return true;
    const id = JSON.stringify(one);
    const isNew = !ofErrors.has(id);
    ofErrors.set(id, one);
    return isNew;
  });
  return { questions: each, found: entries.length, unread: entries.length - read.length };
}

function questionsOf(entry: Entry, from: string, isOnly: boolean): Question[] {
  switch (entry.is) {
    case "event":
      return [withDecoding(questionOfEvent(entry.value), from)];
    case "decoded":
      return [questionOfDecoded(entry.value)];
    case "text": {
      const encoded = isOnly ? undefined : encodedIn(entry.value);
      return encoded === undefined ? errorsIn(entry.value, from) : [questionOfEncoded(encoded, from)];
    }
    case "unread":
      return [];
  }
}

/** Each error of a text, such as of a log; one that is told twice once. */
export function errorsIn(text: string, from: string): Question[] {
  const denials = encodedIn(text) === undefined ? denialsIn(text) : [];
  const ofHost = questionOfHost(text);
  if (denials.length === 0 && ofHost) return [ofHost];
  if (denials.length === 0) throw new UsageError(noDenial(text, from));
  return [...new Map(denials.map((one) => [JSON.stringify(one), one])).values()].map(questionOfDenial);
}

/** Of an event with an encoded message, what decodes it is one more thing to know. */
function withDecoding(question: Question, from: string): Question {
  const encoded = encodedIn(question.said);
  if (encoded === undefined || question.checks.length > 0) return question;
  return { ...question, said: "", unnamed: questionOfEncoded(encoded, from).unnamed };
}

function questionOfEncoded(encoded: string, from: string): Question {
  const unnamed = [
    "what AWS said: it is encoded.",
    `what it says, until you decode it: ${decoding(encoded, from)}`,
  ];
  return { ...nothingTold, ...{ checks: [], refused: true, tells: "nothing", unnamed } };
}

/** AWS encrypts what some services say: who may, reads it with this command. */
function toDecode(message: string, from: string): string {
  return [
    "This message is encoded: what it says is known to AWS alone. A principal that may sts:DecodeAuthorizationMessage",
    "decodes it, and the result can be explained:",
    "",
    `  ${decoding(message, from)}`,
  ].join("\n");
}

function decoding(message: string, from: string): string {
  const source = /^[\w@%+=:,./-]+$/.test(from) ? from : `'${from.replaceAll("'", "'\\''")}'`;
  return `aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message ${message} | npx hipaa-iam explain - --from ${source}`;
}

async function textOf(file: string): Promise<string> {
  try {
    return textIn(file === "-" ? await buffer(process.stdin) : readFileSync(file));
  } catch (error) {
    throw new UsageError(`Cannot read "${file}": ${(error as Error).message}. ${accepted}`);
  }
}

/** Why there is no denial in a text that can be explained. */
function noDenial(text: string, from: string): string {
  const encoded = encodedIn(text);
  if (encoded !== undefined) return toDecode(encoded, from);
  if (!/access ?denied|forbidden|not\s+authorized|403/i.test(text))
    return `There is no denial in it. ${accepted}`;
  // The answer to HEAD has no body: SDKs name the operation and no more.
  const named = s3Operations.find(({ name }) => new RegExp(`\\b${name}\\b`).test(text));
  const such = named ? ` (${named.name} of S3: ${named.action})` : "";
  const why = /authorized\s+to\s+perform/i.test(text)
    ? "What the text says of action and resource cannot be read"
    : "The text names neither action nor resource";
  return `${why}: give them with --action${such} and --resource, or the event of CloudTrail.`;
}

function questionOfDenial({ principal, action, resource = "*", reason, operation }: Denied): Question {
  return {
    ...nothingTold,
    checks: [{ action, resource, context: {} }],
    ...{ principal, refused: true, said: reason, looked: operation, tells: "nothing" },
  };
}

/** What Roles Anywhere says to a host whose certificate the role does not take: no more. */
function questionOfHost(text: string): Question | undefined {
  const [, resource] =
    /Unable\s+to\s+assume\s+role\s+for\s+(arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]*\w)/.exec(text) ?? [];
  if (resource === undefined) return undefined;
  const checks = [{ action: "sts:AssumeRole", resource, context: {} }];
  return { ...nothingTold, ...{ checks, who: rolesAnywhere, refused: true, tells: "nothing" } };
}

/** What decode-authorization-message prints. */
function questionOfDecoded(message: Fields): Question {
  const { principal, action, resource, conditions } = fieldsOf(message.context);
  const told = itemsOf(conditions).map(({ key, values }) => {
    const each = itemsOf(values).map(({ value }) => String(value));
    return [String(key), each.length === 1 ? (each[0] ?? "") : each] as const;
  });
  const { arn, id } = fieldsOf(principal);
  return {
    ...nothingTold,
    checks: [{ action: String(action), resource: String(resource), context: Object.fromEntries(told) }],
    ...(typeof arn === "string"
      ? { principal: arn }
      : id !== undefined && { who: { words: String(id), mayBeRole: true } }),
    refused: true,
  };
}

function itemsOf(value: unknown): Fields[] {
  const { items } = fieldsOf(value);
  return Array.isArray(items) ? items.map(fieldsOf) : [];
}

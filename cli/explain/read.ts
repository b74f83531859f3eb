import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { UsageError } from "../plan/errors";
import { type Fields, fieldsOf, isObject } from "../plan/fields";
import { s3Operations } from "../requests/s3Operations";
import { type Denied, denialsIn, deniedIn } from "../requests/words";
import { isEvent, questionOfEvent } from "./cloudTrail";
import { nothingTold, type Question } from "./question";
import { rolesAnywhere } from "./who";

/** What there is no question in. */
const accepted =
  "Give an event of CloudTrail, a file of them as CloudTrail delivers it (.json.gz too), or the text of an error.";

/** Reads what people have: events of CloudTrail, or the text of an error. `from` is where they have the policies. */
export async function questionsIn(file: string, from: string): Promise<Question[]> {
  const text = await textOf(file);
  const values = valuesIn(text);
  if (values === undefined) return errorsIn(text, from);
  if (values.length === 0) throw new UsageError(`There are no events in it. ${accepted}`);
  return values.flatMap((value) => {
    if (isEvent(value)) return withDecoding(questionOfEvent(value), from);
    const { DecodedMessage } = fieldsOf(value);
    const decoded = questionOfDecoded(fieldsOf(parsed(String(DecodedMessage)) ?? value));
    if (decoded) return decoded;
    // An error as an SDK or a log has it.
    const said = textsIn(value).find((one) => deniedIn(one) || encodedIn(one));
    if (said !== undefined) return errorsIn(said, from);
    throw new UsageError(`There is something else than an event of CloudTrail. ${accepted}`);
  });
}

/** Each error of a text, such as of a log; one that is told twice once. */
export function errorsIn(text: string, from: string): Question[] {
  const denials = encodedIn(text) === undefined ? denialsIn(text) : [];
  const ofHost = questionOfHost(text);
  if (denials.length === 0 && ofHost) return [ofHost];
  if (denials.length === 0) throw new UsageError(noDenial(text, from));
  return [...new Map(denials.map((one) => [JSON.stringify(one), one])).values()].map(questionOfDenial);
}

/** What AWS says of a refusal, where it is encoded: base64url. */
const encodedIn = (text: string) => /Encoded authorization failure message: ([\w-]+={0,2})/.exec(text)?.[1];

/** Of an event with an encoded message, what decodes it is one more thing to know. */
function withDecoding(question: Question, from: string): Question {
  const encoded = encodedIn(question.said);
  if (encoded === undefined || question.checks.length > 0) return question;
  const unnamed = [
    "what AWS said: it is encoded.",
    `what it says, until you decode it: ${decoding(encoded, from)}`,
  ];
  return { ...question, said: "", unnamed };
}

/** Each text in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
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
    const bytes = file === "-" ? await buffer(process.stdin) : readFileSync(file);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new UsageError(`Cannot read "${file}": ${(error as Error).message}. ${accepted}`);
  }
}

/** One event, a list, a file as CloudTrail delivers it, or one event a line; undefined where it is no JSON. */
function valuesIn(text: string): unknown[] | undefined {
  const whole = parsed(text);
  if (whole !== undefined) {
    const { Records, Events } = whole as Fields;
    // `aws cloudtrail lookup-events` has each event as text.
    const told = ([Events ?? []].flat() as Fields[]).map((one) => parsed(String(one.CloudTrailEvent)));
    return Events ? told : [Records ?? whole].flat();
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const each = lines.map(parsed);
  return each.length > 0 && each.every((one) => one !== undefined) ? each : undefined;
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
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
function questionOfDecoded(message: Fields): Question | undefined {
  const { principal, action, resource, conditions } = fieldsOf(message.context);
  if (typeof action !== "string") return undefined;
  const told = itemsOf(conditions).map(({ key, values }) => {
    const each = itemsOf(values).map(({ value }) => String(value));
    return [String(key), each.length === 1 ? (each[0] ?? "") : each] as const;
  });
  const { arn, id } = fieldsOf(principal);
  return {
    ...nothingTold,
    checks: [{ action, resource: String(resource), context: Object.fromEntries(told) }],
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

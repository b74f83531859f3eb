import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { UsageError } from "../plan/errors";
import { type Fields, isObject } from "../plan/fields";
import { s3Operations } from "../requests/s3Operations";
import { deniedIn } from "../requests/words";
import { isEvent, questionOfEvent } from "./cloudTrail";
import { nothingTold, type Question } from "./question";

/** What there is no question in. */
const accepted =
  "Give an event of CloudTrail, a file of them as CloudTrail delivers it (.json.gz too), or the text of an error.";

/** Reads what people have: events of CloudTrail, or the text of an error. `from` is where they have the policies. */
export async function questionsIn(file: string, from: string): Promise<Question[]> {
  const text = await textOf(file);
  const encoded = /Encoded authorization failure message: (\S+)/.exec(text)?.[1];
  if (encoded) throw new UsageError(toDecode(encoded, from));
  const values = valuesIn(text);
  if (values.length === 0) return [questionOfError(text)];
  return values.map((value) => {
    if (isEvent(value)) return questionOfEvent(value);
    const decoded = questionOfDecoded(value as Fields);
    if (decoded) return decoded;
    throw new UsageError(`There is something else than an event of CloudTrail. ${accepted}`);
  });
}

/** AWS encrypts what some services say: who may, reads it with this command. */
function toDecode(message: string, from: string): string {
  const source = /^[\w@%+=:,./-]+$/.test(from) ? from : `'${from.replaceAll("'", "'\\''")}'`;
  return [
    "This message is encoded: what it says is known to AWS alone. A principal that may sts:DecodeAuthorizationMessage",
    "decodes it, and the result can be explained:",
    "",
    `  aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message ${message} | npx hipaa-iam explain - --from ${source}`,
  ].join("\n");
}

async function textOf(file: string): Promise<string> {
  try {
    const bytes = file === "-" ? await buffer(process.stdin) : readFileSync(file);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new UsageError(`Cannot read "${file}": ${(error as Error).message}. ${accepted}`);
  }
}

/** One event, a list, a file as CloudTrail delivers it, or one event a line. */
function valuesIn(text: string): unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) {
    const { Records, Events } = whole as Fields;
    // `aws cloudtrail lookup-events` has each event as text.
    const told = ([Events ?? []].flat() as Fields[]).map((one) => parsed(String(one.CloudTrailEvent)));
    return Events ? told : [Records ?? whole].flat();
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const each = lines.map(parsed);
  return each.every((one) => one !== undefined) ? each : [];
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function questionOfError(text: string): Question {
  const denied = deniedIn(text);
  if (!denied) {
    const isPlain = /access ?denied|forbidden|not authorized|403/i.test(text);
    // The answer to HEAD has no body: SDKs name the operation and no more.
    const named = s3Operations.find(({ name }) => new RegExp(`\\b${name}\\b`).test(text));
    const such = named ? ` (${named.name} of S3: ${named.action})` : "";
    const why = isPlain
      ? `The text names neither action nor resource: give them with --action${such} and --resource, or the event of CloudTrail.`
      : `There is no denial in it. ${accepted}`;
    throw new UsageError(why);
  }
  const { principal, action, resource = "*", reason } = denied;
  return {
    ...nothingTold,
    checks: [{ action, resource, context: {} }],
    principal,
    refused: true,
    said: reason,
    tells: "nothing",
  };
}

/** What decode-authorization-message prints. */
function questionOfDecoded({ context }: Fields): Question | undefined {
  const { principal, action, resource, conditions } = (context ?? {}) as Record<string, Fields> & {
    action?: unknown;
  };
  if (typeof action !== "string") return undefined;
  const items = (conditions?.items ?? []) as { key: string; values: { items: { value: string }[] } }[];
  const told = items.map(({ key, values }) => [key, values.items.map(({ value }) => value)] as const);
  const one = Object.fromEntries(
    told.map(([key, values]) => [key, values.length === 1 ? (values[0] ?? "") : values]),
  );
  const { arn } = principal as { arn?: string };
  return {
    ...nothingTold,
    checks: [{ action, resource: String(resource), context: one }],
    principal: arn,
    refused: true,
  };
}

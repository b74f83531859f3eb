import type { IncomingMessage } from "node:http";
import type { Check, Place } from "../requests/check";
import { toldOf } from "../requests/kms";
import { type S3Request, s3Checks, s3KeyChecks, s3OperationOf } from "../requests/s3";
import { type S3Operation, s3Page } from "../requests/s3Operations";
import { Denied } from "./decide";
import { xml } from "./errors";
import type { Incoming } from "./incoming";
import { isAlias, noAlias } from "./keys";
import type { Made } from "./models";
import { type Asked, Refused, type Sandbox } from "./services";
import type { Session } from "./sessions";

/** Says of a part of a request that it is refused, where the rest goes on. */
export type Report = (denied: Denied) => void;

export async function s3Asked(
  sandbox: Sandbox,
  incoming: Incoming,
  body: IncomingMessage | Buffer,
  session: Session,
  report: Report,
): Promise<Asked> {
  const { model, judge } = sandbox;
  const request = s3RequestOf(incoming);
  const operation = s3OperationOf(request);
  const region = incoming.region || model.place.region;
  const place = { ...model.place, region };
  const asked = { operation: operation.name, page: s3Page(operation.name) };
  if (operation.name === "DeleteObjects") {
    const delete_ = () => deleteEach(sandbox, incoming, body as Buffer, session, report);
    return { ...asked, checks: [], answer: delete_ };
  }
  const checks = s3Checks(operation, request, place);
  const bucket = model.buckets.find(({ name }) => name === request.bucket);
  const object = `arn:${place.partition}:s3:::${request.bucket}/${request.key}`;
  const ofKey = (id: string) => keyChecks(sandbox, operation, id, object, place);
  const key = keyOf(operation, request, bucket?.key);
  if (key) checks.push(...(await ofKey(key)));
  return {
    ...asked,
    checks,
    answer: async () => {
      const answer = await forward(sandbox, incoming, body);
      if (answer.statusCode === 404 && /^(Get|Head)Object$/.test(operation.name)) {
        await passOrDrain(answer, async () => requireListing(sandbox, request, session, region));
      }
      // Which key an object has is known once it is there.
      const own = answer.headers["x-amz-server-side-encryption-aws-kms-key-id"];
      if (operation.name !== "GetObject" || !own || (answer.statusCode ?? 500) >= 300) return answer;
      await passOrDrain(answer, async () => judge.require(await ofKey(String(own)), session, region));
      return answer;
    },
  };
}

/** An answer that is not passed on still has to be read to its end. */
async function passOrDrain(answer: IncomingMessage, require: () => Promise<void>): Promise<void> {
  try {
    await require();
  } catch (error) {
    answer.resume();
    throw error;
  }
}

const missing =
  "the object does not exist; AWS answers 404 to those who may list the whole bucket, and 403 to others";

/**
 * Whether an object is missing is only told to who may list the bucket; a grant of some prefixes is taken for none.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function requireListing(
  { judge, model }: Sandbox,
  { bucket }: S3Request,
  session: Session,
  region: string,
): void {
  const resource = `arn:${model.place.partition}:s3:::${bucket}`;
  judge.require([{ action: "s3:ListBucket", resource, context: {} }], session, region, missing);
}

function s3RequestOf({ method, path, query, headers, bucket }: Incoming): S3Request {
  const decoded = decodeURIComponent(path).slice(1);
  const [first = "", ...rest] = decoded.split("/");
  const [name, key] = bucket ? [bucket, decoded] : [first, rest.join("/")];
  return { method, query, headers, ...(name && { bucket: name }), ...(key && { key }) };
}

/** The key that encrypts what is written: the one that is asked for, or the bucket's own. */
function keyOf(
  { action }: S3Operation,
  { headers }: S3Request,
  ofBucket: string | undefined,
): string | undefined {
  if (action !== "s3:PutObject") return undefined;
  const asked = headers["x-amz-server-side-encryption"];
  if (asked !== undefined && !asked.startsWith("aws:kms")) return undefined;
  return headers["x-amz-server-side-encryption-aws-kms-key-id"] || ofBucket;
}

/** What S3 asks KMS for, with what is known of the key. */
async function keyChecks(
  { keys }: Sandbox,
  operation: S3Operation,
  id: string,
  object: string,
  place: Place,
): Promise<Check[]> {
  const known = await keys.key(id, place.region);
  if (!known && isAlias(id)) {
    const fault = noAlias(id, place);
    throw new Refused({ ...fault, code: `KMS.${fault.code}` }); // As S3 passes it on.
  }
  const { partition, region, accountId } = place;
  const named = id.startsWith("arn:") ? id : `arn:${partition}:kms:${region}:${accountId}:key/${id}`;
  const checks = s3KeyChecks(operation, known?.arn ?? named, object, place);
  return checks.map((one) => ({ ...one, context: { ...toldOf(known), ...one.context } }));
}

function forward(
  { backend, model }: Sandbox,
  { method, path, search, headers, region, bucket }: Incoming,
  body: IncomingMessage | Buffer,
): Promise<IncomingMessage> {
  const query = search
    .slice(1)
    .split("&")
    .filter((one) => one !== "" && !presigned.test(one))
    .join("&");
  const where = `${bucket ? `/${bucket}` : ""}${path}${query ? `?${query}` : ""}`;
  const none = method === "GET" || method === "HEAD";
  return backend.send({
    ...{ service: "s3", region: region || model.place.region, method, path: where, headers },
    body: none ? undefined : body,
  });
}

const presigned =
  /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)|AWSAccessKeyId|Signature|Expires|x-amz-security-token)=/i;

/** Of several keys each is asked for on its own, and the answer says of each what became of it. */
async function deleteEach(
  sandbox: Sandbox,
  incoming: Incoming,
  body: Buffer,
  session: Session,
  report: Report,
): Promise<Made | IncomingMessage> {
  const { judge, model } = sandbox;
  const request = s3RequestOf(incoming);
  const region = incoming.region || model.place.region;
  const objects = body.toString().match(/<Object>[\s\S]*?<\/Object>/g) ?? [];
  const refused: { object: string; key: string; denied: Denied }[] = [];
  for (const object of objects) {
    const key = unescaped(/<Key>([\s\S]*?)<\/Key>/.exec(object)?.[1] ?? "");
    const version = /<VersionId>([\s\S]*?)<\/VersionId>/.exec(object)?.[1];
    const query: Record<string, string> = version === undefined ? {} : { versionId: version };
    const one = { ...request, method: "DELETE", key, query };
    const operation = s3OperationOf(one);
    try {
      judge.require(s3Checks(operation, one, model.place), session, region);
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      report(error);
      refused.push({ object, key, denied: error });
    }
  }
  if (refused.length === 0) return forward(sandbox, incoming, body);
  const errors = refused.map(
    ({ key }) =>
      `<Error><Key>${xml(key)}</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`,
  );
  const left = refused.reduce((text, { object }) => text.replace(object, ""), body.toString());
  const done = refused.length === objects.length ? "" : await deleted(sandbox, incoming, Buffer.from(left));
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${done}${errors.join("")}</DeleteResult>`,
  };
}

/** What the API behind says of those that may be deleted. */
async function deleted(sandbox: Sandbox, incoming: Incoming, body: Buffer): Promise<string> {
  const plain = Object.entries(incoming.headers).filter(
    ([name]) =>
      !/^(content-(md5|length)|x-amz-checksum-|x-amz-sdk-checksum|x-amz-content-sha256|x-amz-trailer|content-encoding)/.test(
        name,
      ),
  );
  const answer = await forward(sandbox, { ...incoming, headers: Object.fromEntries(plain) }, body);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return /<DeleteResult[^>]*>([\s\S]*)<\/DeleteResult>/.exec(Buffer.concat(chunks).toString())?.[1] ?? "";
}

function unescaped(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:(\w+)|#(x?[0-9a-f]+));/gi, (whole, name, code) =>
    code ? String.fromCodePoint(Number(/^x/i.test(code) ? `0${code}` : code)) : (names[name] ?? whole),
  );
}

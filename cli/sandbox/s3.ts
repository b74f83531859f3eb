import type { IncomingMessage } from "node:http";
import { noSuchObject } from "../requests/advice";
import type { Check, Place } from "../requests/check";
import { toldOf } from "../requests/kms";
import { type S3Request, s3Checks, s3KeyChecks, s3OperationOf, s3SourceOf } from "../requests/s3";
import { type S3Operation, s3Page } from "../requests/s3Operations";
import { deleteEach, type Report } from "./deleteObjects";
import { Refused } from "./errors";
import { forward } from "./forward";
import type { Incoming } from "./incoming";
import { isAlias, noAlias } from "./keys";
import { s3RequestOf, targetOf } from "./s3Request";
import type { Asked, Sandbox } from "./services";
import type { Session } from "./sessions";

export async function s3Asked(
  sandbox: Sandbox,
  incoming: Incoming,
  body: IncomingMessage,
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
    const target = targetOf(request, operation);
    const delete_ = () => deleteEach(sandbox, request, target, region, body, session, report);
    return { ...asked, checks: [], answer: delete_ };
  }
  const target = targetOf(request, operation);
  const checks = s3Checks(operation, request, place);
  const bucket = model.buckets.find(({ name }) => name === request.bucket);
  const object = `arn:${place.partition}:s3:::${request.bucket}/${request.key}`;
  const ofKey = (id: string) => keyChecks(sandbox, operation.name, id, object, place);
  const key = keyOf(operation, request, bucket?.key);
  if (key) checks.push(...(await ofKey(key)));
  return {
    ...asked,
    checks,
    answer: async () => {
      sandbox.uploads.require(request.query.uploadId, object);
      const read = operation.copies ? await keyOfSource(sandbox, request, region) : undefined;
      if (read) {
        const source = s3SourceOf(request.headers, place);
        judge.require(await keyChecks(sandbox, "GetObject", read, source, place), session, region);
      }
      const answer = await forward(sandbox, target, region, body);
      if (operation.name === "CreateMultipartUpload") return sandbox.uploads.begun(answer, object);
      if (answer.statusCode === 404 && /^(Get|Head)Object$/.test(operation.name)) {
        await passOrDrain(answer, async () => requireListing(sandbox, request, session, region));
      }
      // Which key an object has is known once it is there.
      const own = answer.headers[keyHeader];
      if (operation.name !== "GetObject" || !own || (answer.statusCode ?? 500) >= 300) return answer;
      await passOrDrain(answer, async () => judge.require(await ofKey(String(own)), session, region));
      return answer;
    },
  };
}

const keyHeader = "x-amz-server-side-encryption-aws-kms-key-id";

/** An answer that is not passed on still has to be read to its end. */
async function passOrDrain(answer: IncomingMessage, require: () => Promise<void>): Promise<void> {
  try {
    await require();
  } catch (error) {
    answer.resume();
    throw error;
  }
}

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
  judge.require([{ action: "s3:ListBucket", resource, context: {} }], session, region, noSuchObject);
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
  return headers[keyHeader] || ofBucket;
}

/** The key that encrypts what a copy reads, as the API behind has it. That it is not there, the copy's own answer says. */
async function keyOfSource({ backend }: Sandbox, { headers }: S3Request, region: string) {
  const path = headers["x-amz-copy-source"] ?? ""; // As s3RequestOf writes it.
  const sent = { service: "s3", region, method: "HEAD", path, headers: {}, body: undefined } as const;
  const answer = await backend.send(sent);
  answer.resume();
  const key = answer.headers[keyHeader];
  return (answer.statusCode ?? 500) < 300 && key ? String(key) : undefined;
}

/** What S3 asks KMS for, with what is known of the key. */
async function keyChecks(
  { keys }: Sandbox,
  operation: string,
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

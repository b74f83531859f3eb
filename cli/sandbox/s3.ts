import type { IncomingMessage } from "node:http";
import { noSuchObject } from "../requests/advice";
import type { Check, Place } from "../requests/check";
import { toldOf } from "../requests/kms";
import { type S3Request, s3Checks, s3KeyChecks, s3OperationOf, s3SourceOf } from "../requests/s3";
import { type S3Operation, s3Page } from "../requests/s3Operations";
import { deleteEach, type Report } from "./deleteObjects";
import { denial, Refused } from "./errors";
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
  requireOwners(sandbox, request, place);
  if (operation.name === "DeleteObjects") {
    const target = targetOf(request, operation);
    const delete_ = () => deleteEach(sandbox, request, target, region, body, session, report);
    return { ...asked, checks: [], answer: delete_ };
  }
  const target = targetOf(request, operation);
  const checks = s3Checks(operation, request, place);
  const object = `arn:${place.partition}:s3:::${request.bucket}/${request.key}`;
  const ofKey = (id: string) => keyChecks(sandbox, operation.name, id, object, place);
  const key = keyOf(sandbox, operation, request);
  const keyed = key ? await ofKey(key) : [];
  const reads = readsContent(operation, request);
  return {
    ...asked,
    checks: [...checks, ...keyed],
    answer: async () => {
      sandbox.uploads.require(request.query.uploadId, object);
      requireOwnKey(operation, request);
      const path = operation.copies ? request.headers["x-amz-copy-source"] : undefined; // As s3RequestOf writes it.
      const read = path === undefined ? undefined : await keyAt(sandbox, path, region);
      if (read) {
        const source = s3SourceOf(request.headers, place);
        judge.require(await keyChecks(sandbox, "GetObject", read, source, place), session, region);
      }
      const [before = ""] = target.path.split("?");
      const selected = operation.name === "SelectObjectContent" && (await keyAt(sandbox, before, region));
      if (selected) judge.require(await ofKey(selected), session, region); // Its answer does not tell the key.
      const answer = await forward(sandbox, target, region, body);
      if (operation.name === "CreateMultipartUpload")
        return sandbox.uploads.begun(answer, { object, key: keyed[0]?.resource });
      if (answer.statusCode === 404 && /^(Get|Head)Object$/.test(operation.name)) {
        await passOrDrain(answer, async () => requireListing(sandbox, request, session, region));
      }
      // Which key an object has is known once it is there.
      const own = answer.headers[keyHeader];
      if (!reads || !own || (answer.statusCode ?? 500) >= 300) return answer;
      await passOrDrain(answer, async () => judge.require(await ofKey(String(own)), session, region));
      return answer;
    },
  };
}

/** What tells of the content is the content, and its checksum: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
const readsContent = ({ name }: S3Operation, { headers }: S3Request) =>
  name === "GetObject" ||
  (name === "HeadObject" && headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED");

/** Who sends whose a bucket has to be is refused where it is another's: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function requireOwners({ model }: Sandbox, { bucket, headers }: S3Request, place: Place): void {
  const source = headers["x-amz-copy-source"] && s3SourceOf(headers, place).split(":::")[1]?.split("/")[0];
  const expected: [header: string, of: string | undefined][] = [
    ["x-amz-expected-bucket-owner", bucket],
    ["x-amz-source-expected-bucket-owner", source],
  ];
  for (const [header, of] of expected) {
    const owner = model.buckets.find(({ name }) => name === of)?.owner;
    if (headers[header] === undefined || owner === undefined || headers[header] === owner) continue;
    const message = `Access Denied: ${header} is ${headers[header]}, and the account ${owner} owns ${of}.`;
    throw new Refused(denial("s3", message));
  }
}

const encryption = "x-amz-server-side-encryption";
const keyHeader = `${encryption}-aws-kms-key-id`;

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

/** The key that encrypts what is written: that of the upload, the one that is asked for, or the bucket's own. */
function keyOf(
  { model, uploads }: Sandbox,
  { action }: S3Operation,
  { bucket, query, headers }: S3Request,
): string | undefined {
  if (action !== "s3:PutObject") return undefined;
  if (query.uploadId !== undefined) return uploads.keyOf(query.uploadId);
  if (headers[encryption] === undefined)
    return headers[keyHeader] || model.buckets.find(({ name }) => name === bucket)?.key;
  return headers[encryption].startsWith("aws:kms") ? headers[keyHeader] : undefined;
}

/**
 * Without its key S3 takes aws/s3, which is not the stack's: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * It lets in whoever may use S3, and no other account: what was meant for the master key would lie under it unnoticed.
 */
function requireOwnKey({ action }: S3Operation, { query, headers }: S3Request): void {
  const isWritten = action === "s3:PutObject" && query.uploadId === undefined;
  if (!isWritten || !headers[encryption]?.startsWith("aws:kms") || headers[keyHeader]) return;
  const message = `Access Denied: ${encryption} is ${headers[encryption]} without a key, so S3 would take the key aws/s3, not the master key: leave the header out, or name the master key (SSEKMSKeyId).`;
  throw new Refused(denial("s3", message));
}

/** The key that encrypts an object, as the API behind has it. That it is not there, the request's own answer says. */
async function keyAt({ backend }: Sandbox, path: string, region: string) {
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

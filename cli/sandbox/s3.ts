import type { IncomingMessage } from "node:http";
import { bucketOf } from "../requests/advice";
import type { Place } from "../requests/check";
import { noSuchObject } from "../requests/looking";
import { type S3Request, s3Checks, s3OperationOf, s3SourceOf } from "../requests/s3";
import { type S3Operation, s3Page } from "../requests/s3Operations";
import { ofAbortAfter } from "../requests/unallowed";
import { deleteEach, type Report } from "./deleteObjects";
import { denial, Refused } from "./errors";
import { forward } from "./forward";
import type { Incoming } from "./incoming";
import {
  keyChecks,
  keyHeader,
  keyOf,
  lookedAt,
  readsContent,
  requireNewSignature,
  requireOwnKey,
} from "./objectKeys";
import { s3RequestOf, type Target, targetOf } from "./s3Request";
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
  const asked = {
    operation: operation.name,
    page: s3Page(operation.name),
    ...cleaning(sandbox, operation, request),
  };
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
      if (key) requireNewSignature(request);
      const source = sourceOf(operation, request, target, object, place);
      if (source) {
        const { isThere, key: read } = await lookedAt(sandbox, source.path, region);
        if (!isThere) requireListing(sandbox, source.object, session, region);
        if (read) requireNewSignature(request);
        if (read)
          judge.require(await keyChecks(sandbox, "GetObject", read, source.object, place), session, region);
      }
      const answer = await forward(sandbox, target, region, body);
      if (operation.name === "CreateMultipartUpload")
        return sandbox.uploads.begun(answer, { object, key: keyed[0]?.resource });
      if (answer.statusCode === 404 && /^(Get|Head)Object(Attributes)?$/.test(operation.name)) {
        await passOrDrain(answer, async () => requireListing(sandbox, object, session, region));
      }
      // Which key an object has is known once it is there.
      const own = answer.headers[keyHeader];
      if (!reads || !own || (answer.statusCode ?? 500) >= 300) return answer;
      await passOrDrain(answer, async () => {
        requireNewSignature(request);
        judge.require(await ofKey(String(own)), session, region);
      });
      return answer;
    },
  };
}

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

/** Who aborts an upload of which something was refused is told about that. */
function cleaning(
  { uploads, model }: Sandbox,
  { name }: S3Operation,
  { query }: S3Request,
): Pick<Asked, "advice"> {
  const before = name === "AbortMultipartUpload" ? uploads.refusalOf(query.uploadId) : undefined;
  if (!before || model.inputs.s3AbortMultipartUploads === true) return {};
  return { advice: ofAbortAfter(before.operation, before.advice) };
}

/** The object that a request reads whose answer does not tell its key: of a copy, or of a query. */
function sourceOf(
  { name, copies }: S3Operation,
  { headers }: S3Request,
  target: Target,
  object: string,
  place: Place,
): { path: string; object: string } | undefined {
  const path = copies ? headers["x-amz-copy-source"] : undefined; // As s3RequestOf writes it.
  if (path !== undefined) return { path, object: s3SourceOf(headers, place) };
  const [own = ""] = target.path.split("?");
  return name === "SelectObjectContent" ? { path: own, object } : undefined;
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

/**
 * Whether an object is missing is only told to who may list the bucket; a grant of some prefixes is taken for none.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 * Copies too: https://github.com/aws/aws-sdk-js-v3/issues/6523
 */
function requireListing({ judge }: Sandbox, object: string, session: Session, region: string): void {
  const resource = bucketOf(object) ?? object;
  judge.require([{ action: "s3:ListBucket", resource, context: {} }], session, region, noSuchObject);
}

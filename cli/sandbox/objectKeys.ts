import type { Check, Place } from "../requests/check";
import { toldOf } from "../requests/kms";
import { isSignedTheOldWay, type S3Request, s3KeyChecks } from "../requests/s3";
import type { S3Operation } from "../requests/s3Operations";
import { denial, Refused } from "./errors";
import { isAlias, noAlias } from "./keys";
import type { Sandbox } from "./services";

/** What tells of the content is the content, and its checksum: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const readsContent = ({ name }: S3Operation, { headers }: S3Request) =>
  name === "GetObject" ||
  (name === "HeadObject" && headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED");

const encryption = "x-amz-server-side-encryption";
export const keyHeader = `${encryption}-aws-kms-key-id`;

/**
 * What a key encrypts is neither read nor written with the old signature. A HEAD needs no key, and passes.
 * https://repost.aws/knowledge-center/s3-kms-signature-version-error
 */
export function requireNewSignature(request: S3Request): void {
  if (!isSignedTheOldWay(request)) return;
  throw new Refused({
    code: "InvalidArgument",
    message:
      "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
    status: 400,
    advice:
      'sign with Signature Version 4, not 2, as a key of KMS encrypts the object (boto3: Config(signature_version="s3v4"))',
  });
}

/** The key that encrypts what is written: that of the upload, the one that is asked for, or the bucket's own. */
export function keyOf(
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
export function requireOwnKey({ action }: S3Operation, { query, headers }: S3Request): void {
  const isWritten = action === "s3:PutObject" && query.uploadId === undefined;
  if (!isWritten || !headers[encryption]?.startsWith("aws:kms") || headers[keyHeader]) return;
  const message = `Access Denied: ${encryption} is ${headers[encryption]} without a key, so S3 would take the key aws/s3, not the master key: leave the header out, or name the master key (SSEKMSKeyId).`;
  throw new Refused(denial("s3", message));
}

/** Whether an object is there, and the key that encrypts it, as the API behind has it. */
export async function lookedAt({ backend }: Sandbox, path: string, region: string) {
  const sent = { service: "s3", region, method: "HEAD", path, headers: {}, body: undefined } as const;
  const answer = await backend.send(sent);
  answer.resume();
  const key = answer.headers[keyHeader];
  const isRead = (answer.statusCode ?? 500) < 300 && key;
  return { isThere: answer.statusCode !== 404, key: isRead ? String(key) : undefined };
}

/** What S3 asks KMS for, with what is known of the key. */
export async function keyChecks(
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

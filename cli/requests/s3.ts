import { type Check, type Context, type Place, present, suffixOf, UnknownOperation } from "./check";
import { plainParameters, type S3Operation, s3Operations, versioned } from "./s3Operations";

/** A request of S3 as it is sent, or as CloudTrail tells it. */
export interface S3Request {
  method: string;
  bucket?: string;
  key?: string;
  query: Record<string, string>;
  /** By name in lower case. */
  headers: Record<string, string | undefined>;
}

/** Which operation a request is: its method, what it is about, and the parameter that names a part of it. */
export function s3OperationOf({ method, bucket, key, query, headers }: S3Request): S3Operation {
  const level = key ? "object" : bucket ? "bucket" : "service";
  const copies = headers["x-amz-copy-source"] !== undefined;
  const found = s3Operations.filter(
    (one) =>
      one.method === method &&
      one.level === level &&
      (one.part === "" || one.part in query) &&
      (!one.copies || copies),
  );
  // The most telling one comes first: a part before none, a copy before a write.
  const [operation] = found.sort((a, b) => weight(b) - weight(a));
  // A part that is another operation's asks for none of these: a PUT of an object with ?encryption writes no object.
  const unknown = Object.keys(query).find((name) => name !== operation?.part && !plainParameters.test(name));
  if (!operation || unknown !== undefined) {
    const asked = `${method} of ${level === "object" ? "an" : "a"} ${level}${unknown === undefined ? "" : ` with ?${unknown}`}`;
    throw new UnknownOperation(`S3: ${asked} is no operation that is known here.`);
  }
  return operation;
}

const weight = ({ part, copies }: S3Operation) => (part === "" ? 0 : 2) + (copies ? 1 : 0);

/**
 * What S3 asks IAM for an operation. With If-Match, whoever writes or deletes an object learns of its content.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function s3Checks(operation: S3Operation, request: S3Request, { partition }: Place): Check[] {
  const { bucket = "", key, query } = request;
  const resource = bucket === "" ? "*" : `arn:${partition}:s3:::${bucket}${key ? `/${key}` : ""}`;
  const version = query.versionId;
  const action = version === undefined ? operation.action : versioned(operation.action);
  const context = {
    ...signing(request),
    ...present({ "s3:VersionId": action.includes("Version") ? version : undefined }),
  };
  if (operation.action === "s3:ListBucket")
    return [{ action, resource, context: { ...context, ...listing(query) } }];
  if (operation.action === "s3:PutObject") {
    return [
      ...(operation.copies ? sourceChecks(request, partition, context) : []),
      { action, resource, context: { ...context, ...writing(operation, request) } },
      ...(writes(operation) && request.headers["if-match"] !== undefined
        ? [{ action: "s3:GetObject", resource, context }]
        : []),
      ...settingChecks(resource, request, context),
    ];
  }
  const told = { ...context, ...acl(request) };
  if (/^s3:(Put(Object|Bucket)Acl|CreateBucket)$/.test(operation.action))
    return [{ action, resource, context: told }];
  const bypasses = request.headers["x-amz-bypass-governance-retention"] !== undefined;
  const removes = operation.name === "DeleteObject";
  const match = removes ? request.headers["if-match"] : undefined;
  const besides = [
    ...operation.besides,
    ...(match === undefined || match === "*" ? [] : ["s3:GetObject"]), // Whether it exists is told without.
    ...(bypasses ? ["s3:BypassGovernanceRetention"] : []),
  ];
  const matching = present({ "s3:if-match": match });
  return [
    { action, resource, context: { ...context, ...matching } },
    ...besides.map((one) => ({ action: one, resource, context })),
  ];
}

/** HeadBucket tells no prefix. */
function listing(query: S3Request["query"]): Context {
  return present({
    "s3:prefix": query.prefix,
    "s3:delimiter": query.delimiter,
    "s3:max-keys": query["max-keys"],
  });
}

/**
 * Only what makes an object visible is a creation: the parts of a multipart upload are none, nor is its beginning.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
const writes = ({ name }: S3Operation) =>
  !["CreateMultipartUpload", "UploadPart", "UploadPartCopy"].includes(name);

function writing(operation: S3Operation, request: S3Request): Context {
  const { headers } = request;
  const same = [
    ...["x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"],
    ...["x-amz-server-side-encryption-customer-algorithm", "x-amz-storage-class"],
    ...["x-amz-website-redirect-location", "x-amz-metadata-directive"],
  ];
  return {
    "s3:ObjectCreationOperation": String(writes(operation)),
    ...present({ "s3:if-none-match": headers["if-none-match"], "s3:if-match": headers["if-match"] }),
    ...present(Object.fromEntries(same.map((name) => [`s3:${name}`, headers[name]]))),
    ...(operation.copies && present({ "s3:x-amz-copy-source": sourceOf(headers).path })),
    ...acl(request),
    ...tagsOf(request),
    ...lock(request),
  };
}

function acl({ headers }: S3Request): Context {
  const names = [
    "x-amz-acl",
    ...["read", "write", "read-acp", "write-acp", "full-control"].map((one) => `x-amz-grant-${one}`),
  ];
  return present(Object.fromEntries(names.map((name) => [`s3:${name}`, headers[name]])));
}

function lock({ headers }: S3Request): Context {
  return present({
    "s3:object-lock-mode": headers["x-amz-object-lock-mode"],
    "s3:object-lock-retain-until-date": headers["x-amz-object-lock-retain-until-date"],
    "s3:object-lock-legal-hold": headers["x-amz-object-lock-legal-hold"],
  });
}

function tagsOf({ headers }: S3Request): Context {
  const tags = [...new URLSearchParams(headers["x-amz-tagging"] ?? "")];
  if (tags.length === 0) return {};
  const each = tags.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value]);
  return { ...Object.fromEntries(each), "s3:RequestObjectTagKeys": tags.map(([key]) => key) };
}

/**
 * What an upload brings along, and what S3 asks for then besides PutObject.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function settingChecks(resource: string, request: S3Request, context: Context): Check[] {
  const { headers } = request;
  const besides: [sent: boolean, action: string, told: Context][] = [
    [Object.keys(acl(request)).length > 0, "s3:PutObjectAcl", acl(request)],
    [headers["x-amz-tagging"] !== undefined, "s3:PutObjectTagging", tagsOf(request)],
    [headers["x-amz-object-lock-mode"] !== undefined, "s3:PutObjectRetention", lock(request)],
    [headers["x-amz-object-lock-legal-hold"] !== undefined, "s3:PutObjectLegalHold", lock(request)],
    [copiesAnnotations(request), "s3:PutObjectAnnotation", {}],
  ];
  return besides
    .filter(([sent]) => sent)
    .map(([, action, told]) => ({ action, resource, context: { ...context, ...told } }));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
function sourceChecks(request: S3Request, partition: string, context: Context): Check[] {
  const { path, version } = sourceOf(request.headers);
  const action = version === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  const annotations = version === undefined ? "s3:GetObjectAnnotation" : "s3:GetObjectVersionAnnotation";
  return [action, ...(copiesAnnotations(request) ? [annotations] : [])].map((one) => ({
    action: one,
    resource: path.startsWith("arn:") ? path : `arn:${partition}:s3:::${path}`,
    context: { ...context, ...present({ "s3:VersionId": version }) },
  }));
}

/** Without the header AWS says that it copies them, too; what it asks for where the object has none, it does not say. */
const copiesAnnotations = ({ headers }: S3Request) =>
  headers["x-amz-object-annotation-directive"]?.toUpperCase() === "COPY";

function sourceOf(headers: S3Request["headers"]): { path: string; version: string | undefined } {
  const [path = "", version] = (headers["x-amz-copy-source"] ?? "").split("?versionId=");
  return {
    path: decodeURIComponent(path).replace(/^\//, ""),
    version: version && decodeURIComponent(version),
  };
}

/** Signature Version 2, which S3 still takes for much. */
export const isSignedTheOldWay = ({ query, headers }: Pick<S3Request, "query" | "headers">) =>
  "AWSAccessKeyId" in query || /^AWS /.test(headers.authorization ?? "");

function signing({ query, headers }: S3Request): Context {
  const inQuery = "X-Amz-Credential" in query || "AWSAccessKeyId" in query;
  return {
    "s3:authType": inQuery ? "REST-QUERY-STRING" : "REST-HEADER",
    "s3:signatureversion": isSignedTheOldWay({ query, headers }) ? "AWS" : "AWS4-HMAC-SHA256",
    ...present({ "s3:x-amz-content-sha256": headers["x-amz-content-sha256"] }),
  };
}

/** The object that a copy reads, which S3 asks its key for as it asks for one that is got. */
export function s3SourceOf(headers: S3Request["headers"], { partition }: Place): string {
  return `arn:${partition}:s3:::${sourceOf(headers).path}`;
}

/**
 * What S3 asks KMS for in the caller's name, where a key encrypts the object: a data key to write, its decryption to
 * read and to put parts together.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function s3KeyChecks(operation: string, key: string, encrypted: string, place: Place): Check[] {
  const context = {
    "kms:ViaService": `s3.${place.region}.${suffixOf(place)}`,
    "kms:EncryptionContext:aws:s3:arn": encrypted,
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
  };
  const actions: Record<string, string[]> = {
    ...{ PutObject: ["kms:GenerateDataKey"], CopyObject: ["kms:GenerateDataKey"] },
    ...{ CreateMultipartUpload: ["kms:GenerateDataKey"], UploadPart: ["kms:GenerateDataKey", "kms:Decrypt"] },
    ...{ UploadPartCopy: ["kms:GenerateDataKey", "kms:Decrypt"], CompleteMultipartUpload: ["kms:Decrypt"] },
    ...{ GetObject: ["kms:Decrypt"], HeadObject: ["kms:Decrypt"], SelectObjectContent: ["kms:Decrypt"] },
  };
  return (actions[operation] ?? []).map((action) => ({ action, resource: key, context }));
}

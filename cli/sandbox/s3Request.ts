import { validateHeaderName, validateHeaderValue } from "node:http";
import type { S3Request } from "../requests/s3";
import type { S3Operation } from "../requests/s3Operations";
import { malformed, Refused, unknown } from "./errors";
import type { Incoming } from "./incoming";
import type { Announced } from "./spool";
import { decoded, pairsOf, twiceIn } from "./unclear";

/** Parameters that sign a URL; all others that begin with x-amz- stand for the headers of their names. */
const signature =
  /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)|AWSAccessKeyId|Signature|Expires)$/;

const [source, tagging] = ["x-amz-copy-source", "x-amz-tagging"] as const;
const invalid = (message: string, code?: string) => new Refused(malformed("s3", message, code));

/** Reads a request of S3. What is not known of it, or can be read in two ways, is refused. */
export function s3RequestOf({ method, path, query, headers: sent, bucket }: Incoming): S3Request {
  const [first = "", ...rest] = (decoded(path) ?? "").slice(1).split("/");
  const [name, key] = bucket ? [bucket, [first, ...rest].join("/")] : [first, rest.join("/")];
  if ((name || key) && !isBucket(name))
    throw invalid(`"${name}" is no bucket: a name has 3 to 63 characters.`, "InvalidBucketName");
  requireShortKey(key);
  const inQuery = Object.entries(query).filter(([one]) => /^x-amz-/i.test(one) && !signature.test(one));
  const names = inQuery.map(([one]) => one.toLowerCase());
  for (const [name, value] of inQuery)
    if (!isHeader(name, value))
      throw invalid(`The query has ${name}, which cannot be a header: it stands for one.`);
  const twice = names.find((one) => sent[one] !== undefined);
  if (twice) throw invalid(`${twice} is in the header and in the query: send it once.`);
  const headers = { ...sent, ...Object.fromEntries(inQuery.map(([, value], at) => [names[at], value])) };
  if (headers[tagging] !== undefined) headers[tagging] = tagsOf(headers[tagging]);
  if (headers[source] !== undefined) headers[source] = sourceOf(headers[source]);
  const kept = Object.entries(query).filter((pair) => !inQuery.some(([one]) => one === pair[0]));
  const request = { method, query: Object.fromEntries(kept), headers };
  refuseUnclear(request);
  return { ...request, ...(name && { bucket: name }), ...(key && { key }) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
function requireShortKey(key: string): void {
  const length = Buffer.byteLength(key);
  if (length <= 1024) return;
  throw new Refused({
    ...malformed("s3", "Your key is too long", "KeyTooLongError"),
    elements: { Size: String(length), MaxSizeAllowed: "1024" },
    advice: `the key has ${length} bytes in UTF-8, and S3 takes 1024 at most`,
  });
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** moto takes some names for its own API, and for another service's. */
const isBucket = (name: string) =>
  /^[a-z0-9][\w.-]{1,61}[a-z0-9]$/i.test(name) && !/^(moto-api.*|v20180820|latest|favicon\.ico)$/.test(name);

function refuseUnclear({ method, query, headers }: S3Request): void {
  const { uploadId, partNumber, versionId } = query;
  if (uploadId === "" || versionId === "")
    throw invalid("uploadId and versionId cannot be empty.", "InvalidArgument");
  // With one of them alone, others would take a part for an object.
  if (method === "PUT" && (uploadId === undefined) !== (partNumber === undefined))
    throw invalid("uploadId and partNumber go together: send both or none.", "InvalidArgument");
  const days = Number(query["X-Amz-Expires"] ?? 1) / 86_400;
  if (!(days > 0 && days <= 7))
    throw invalid(
      "X-Amz-Expires must be a number of seconds, and less than a week.",
      "AuthorizationQueryParametersError",
    );
  const condition = headers["if-none-match"];
  if (/^(PUT|POST)$/.test(method) && condition !== undefined && condition !== "*")
    throw new Refused(
      unknown("s3", `If-None-Match is ${condition}: a request that writes an object may send * alone.`),
    );
  const strange = Object.keys(headers).find((name) => name.startsWith("x-amz-") && !known.test(name));
  if (strange) throw new Refused(unknown("s3", `S3: ${strange} is no header that is known here.`));
}

/** What S3 takes, and what is known here: https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html */
const known = new RegExp(
  `^x-amz-(${[
    "api-version|date|te|user-agent|security-token|content-sha256|decoded-content-length|trailer|meta-.+",
    "(sdk-)?checksum-(algorithm|mode|type|crc32c?|crc64nvme|md5|sha\\d+|xxhash\\d+)|expected-bucket-owner",
    "acl|grant-(read|write|read-acp|write-acp|full-control)|source-expected-bucket-owner|request-payer",
    "server-side-encryption(-(aws-kms-key-id|bucket-key-enabled|context|customer-(algorithm|key|key-md5)))?",
    "storage-class|website-redirect-location|tagging(-directive)?|(metadata|object-annotation)-directive|mfa|mp-object-size",
    "object-lock-(mode|retain-until-date|legal-hold)|bypass-governance-retention",
    "copy-source(-(range|if-(none-)?match|if-(un)?modified-since))?",
    "copy-source-server-side-encryption-customer-(algorithm|key|key-md5)",
    "(optional-)?object-attributes|max-parts|part-number-marker|if-match-(size|last-modified-time|initiated-time)",
    "bucket-object-lock-(enabled|token)|object-ownership|confirm-remove-self-bucket-access",
    "skip-destination-validation|transition-default-minimum-object-size|bucket-region",
  ].join("|")})$`,
);

function tagsOf(text: string): string {
  const tags = pairsOf(text);
  const twice = tags && twiceIn(tags.map(([key]) => key));
  if (!tags || twice !== undefined)
    throw invalid(
      `${tagging} is ${text}: send each key once, such as a=b&c=d in per cent encoding.`,
      "InvalidTag",
    );
  return tags.map(written).join("&");
}

/** Where and with what a request goes on. */
export interface Target {
  method: string;
  path: string;
  headers: Record<string, string>;
  hasBody: boolean;
  announced: Announced;
}

/** What goes to the API behind: written anew from what was read, and nothing besides. */
export function targetOf(request: S3Request, operation: S3Operation): Target {
  const { method, bucket, key, query, headers } = request;
  if (headers[source] !== undefined && !operation.copies)
    throw invalid(`${source} is sent, and the request copies nothing: leave it out.`);
  const pairs = Object.entries(query).filter(([name]) => !signature.test(name));
  const search = pairs.map(([name, value]) => (value === "" ? encoded(name) : written([name, value])));
  const path = [bucket, ...(key?.split("/") ?? [])].map((part = "") => encoded(part)).join("/");
  return {
    method,
    path: `/${path}${search.length > 0 ? `?${search.join("&")}` : ""}`,
    headers: headersOf(headers),
    announced: {
      inChunks: isChunked(headers),
      length: headers[isChunked(headers) ? "x-amz-decoded-content-length" : "content-length"],
    },
    hasBody: /^(PUT|POST)$/.test(method) && !operation.copies && operation.name !== "CreateMultipartUpload",
  };
}

const plain = /^(accept|cache-control|content-(disposition|encoding|language|md5|type)|expires|if-.+|range)$/;
/** What is about the sending of this request: the one to the API behind has its own. */
const ofSending = /^x-amz-(date|te|user-agent|security-token|decoded-content-length|trailer)$/;

function headersOf(sent: S3Request["headers"]): Record<string, string> {
  const headers = { ...sent, ...(isChunked(sent) && plainly(sent)) };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value && (plain.test(name) || (known.test(name) && !ofSending.test(name))) ? [[name, value]] : [],
    ),
  );
}

/** Whether the body says of itself where it ends. */
const isChunked = (headers: S3Request["headers"]) =>
  /^STREAMING-/.test(headers["x-amz-content-sha256"] ?? "");

/** A body in chunks goes on without them. */
function plainly(headers: S3Request["headers"]): S3Request["headers"] {
  const encodings = (headers["content-encoding"] ?? "").split(",").map((one) => one.trim());
  return {
    "content-encoding": encodings.filter((one) => one !== "aws-chunked").join(","),
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
function sourceOf(text: string): string {
  const [, path = "", version] = /^([^?]+)(?:\?versionId=([^?&]+))?$/.exec(text) ?? [];
  // The slash before the bucket may be there or not, and in per cent encoding too.
  const [bucket = "", ...key] = (decoded(path) ?? "").replace(/^\//, "").split("/");
  const named = version === undefined ? undefined : decoded(version);
  if (!isBucket(bucket) || key.join("") === "" || (version !== undefined && !named))
    throw invalid(
      `${source} is ${text}: send BUCKET/KEY in per cent encoding, with ?versionId=ID where you mean a version.`,
      "InvalidArgument",
    );
  return `/${[bucket, ...key].map(encoded).join("/")}${named ? `?versionId=${encoded(named)}` : ""}`;
}

const written = ([name, value]: [string, string]) => `${encoded(name)}=${encoded(value)}`;

/** Of a part of a path too: some take . and .. for folders, and keys of S3 have none. */
const encoded = (text: string) =>
  /^\.\.?$/.test(text) ? text.replaceAll(".", "%2E") : encodeURIComponent(text);

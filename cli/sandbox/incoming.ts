import type { IncomingMessage } from "node:http";
import type { Service } from "./errors";
import { pairsOf, unclearHeaders, unclearSignature, unclearUrl } from "./unclear";

/** A request as it came in, read once: what is judged and what goes on are both made of this. */
export interface Incoming {
  method: string;
  /** Without the query, still encoded. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | undefined>;
  service: Service;
  /** A service of AWS that the sandbox has not, as the signature names it; `service` is then one of the same protocol. */
  foreign: string | undefined;
  /** Empty where nothing says which. */
  region: string;
  accessKeyId: string | undefined;
  token: string | undefined;
  /** Of a URL that was signed in advance. */
  expires: number | undefined;
  /** A bucket that the host name begins with. */
  bucket: string | undefined;
  /** What of it cannot be read, or in two ways; undefined: nothing. */
  unclear: string | undefined;
}

const services: Service[] = ["s3", "kms", "secretsmanager", "sts", "bedrock", "rolesanywhere"];

export function incomingOf(request: IncomingMessage): Incoming {
  const { method = "GET", url = "/" } = request;
  const [path = "/", ...rest] = url.split("?");
  const pairs = pairsOf(rest.join("?"));
  const query = Object.fromEntries(pairs ?? []);
  // HTTP/2 has the host under another name, among others that are no headers.
  const authority = request.headers[":authority"]?.toString();
  const sent = { host: authority, ...request.headers };
  const plain = Object.entries(sent).filter(([name]) => !name.startsWith(":"));
  const headers = Object.fromEntries(
    plain.map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );
  const scope = scopeOf(headers.authorization, query);
  const token = "x-amz-security-token";
  return {
    ...{ method, path, query, headers },
    ...serviceOf(scope.service, headers, path),
    region: scope.region,
    accessKeyId: scope.accessKeyId,
    token: headers[token] ?? query["X-Amz-Security-Token"] ?? query[token],
    expires: expiryOf(query),
    bucket: bucketOf(headers.host ?? ""),
    unclear:
      unclearUrl(path, pairs) ??
      unclearHeaders(request.rawHeaders, headers.host, authority) ??
      unclearSignature(headers, query, scope.region),
  };
}

interface ScopeOfSignature {
  accessKeyId: string | undefined;
  region: string;
  service: string;
}

/**
 * The scope of a signature says which service is meant, and the access key whose request it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function scopeOf(authorization = "", query: Record<string, string>): ScopeOfSignature {
  const [, inHeader] = /^AWS4-\S+ Credential=([^,\s]+)/.exec(authorization) ?? [];
  const credential = inHeader ?? query["X-Amz-Credential"];
  if (credential) {
    const fields = credential.split("/");
    const [service = "", region = ""] = [fields.at(-2), fields.at(-3)];
    return { accessKeyId: fields.slice(0, -4).join("/"), region, service };
  }
  const [, old] = /^AWS ([^:]+):/.exec(authorization) ?? []; // The signature before, which S3 still takes.
  return {
    accessKeyId: old ?? query.AWSAccessKeyId,
    region: "",
    service: old || query.AWSAccessKeyId ? "s3" : "",
  };
}

function serviceOf(
  named: string,
  headers: Incoming["headers"],
  path: string,
): Pick<Incoming, "service" | "foreign"> {
  const known = services.find((one) => one === named);
  const isBedrock = /^\/(model|guardrail|inference-profiles|foundation-models)\b/.test(path);
  if (known) return { service: known, foreign: undefined };
  if (named.startsWith("bedrock") || isBedrock) return { service: "bedrock", foreign: undefined };
  return { service: ofProtocol(headers), foreign: named || undefined };
}

function ofProtocol(headers: Incoming["headers"]): Service {
  const target = headers["x-amz-target"] ?? "";
  if (target.startsWith("secretsmanager.")) return "secretsmanager";
  if (target) return "kms";
  return /^application\/x-www-form-urlencoded/.test(headers["content-type"] ?? "") ? "sts" : "s3";
}

/** Milliseconds since 1970. */
function expiryOf(query: Record<string, string>): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query["X-Amz-Date"] ?? "") ?? [];
  if (year) {
    const signed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return signed + Number(query["X-Amz-Expires"] ?? 0) * 1000;
  }
  return query.Expires === undefined ? undefined : Number(query.Expires) * 1000;
}

/** Clients that put the bucket before the host: BUCKET.localhost or BUCKET.s3.localhost. */
function bucketOf(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return /^(?!s3\.localhost$)(.+?)(?:\.s3)?\.localhost$/.exec(name)?.[1];
}

import type { IncomingMessage } from "node:http";
import { Refused, unknown } from "./errors";
import type { Target } from "./s3Request";
import type { Sandbox } from "./services";
import { wholeOf } from "./spool";

/** Lets the API behind answer. It gets a body once that is whole, and none where the operation has none. */
export async function forward(
  { backend }: Sandbox,
  { hasBody, announced, ...target }: Target,
  region: string,
  body: IncomingMessage | Buffer,
): Promise<IncomingMessage> {
  const sent = { ...target, service: "s3", region } as const;
  if (Buffer.isBuffer(body)) return backend.send({ ...sent, body });
  if (!hasBody) {
    body.resume();
    return backend.send({ ...sent, body: undefined });
  }
  refuseForm(target.headers);
  const { length, trailers, content } = await wholeOf(body, announced);
  const headers = { ...target.headers, ...trailers, "content-length": String(length) };
  return backend.send({ ...sent, headers, body: content }).finally(() => content.destroy());
}

/** moto reads it for fields that it is asked with, and stores none of it. */
function refuseForm({ "content-type": type = "" }: Target["headers"]): void {
  if (!/^\s*(multipart\/form-data|application\/x-(www-form-urlencoded|url-encoded))\b/i.test(type)) return;
  throw new Refused(
    unknown("s3", `S3: the sandbox stores nothing of the Content-Type ${type}: send another, or none.`),
  );
}

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../plan/errors";
import { nameOf } from "../requests/advice";
import { UnknownOperation } from "../requests/check";
import { denialInWords } from "../requests/words";
import { bedrockAsked } from "./bedrock";
import type { Certificate } from "./certificate";
import { Denied } from "./decide";
import { badCredentials, denial, type Fault, faultOf, malformed, Refused, unknown } from "./errors";
import { type Incoming, incomingOf } from "./incoming";
import type { Line } from "./lines";
import type { Made } from "./models";
import { holderOf, rolesAnywhereAsked } from "./rolesAnywhere";
import { s3Asked } from "./s3";
import { type Asked, kmsAsked, type Sandbox, secretsManagerAsked, stsAsked } from "./services";
import type { Session } from "./sessions";
import { requireBucketRegion } from "./signedRegion";
import { arriving } from "./spool";

/** A body that has to be read as a whole is none of S3's objects. AWS takes 25 MB of a prompt. */
const limit = 32 * 1024 * 1024;

export interface Running {
  port: number;
  stop(): Promise<void>;
}

/** Serves the sandbox on loopback, and tells a line of each request. */
export async function serve(
  sandbox: Sandbox,
  { key, certificate }: Certificate,
  port: number,
  tell: (line: Line) => void,
): Promise<Running> {
  // The SDK for JavaScript talks to Bedrock in HTTP/2 and in nothing else; all others take HTTP/1.1.
  const server = createSecureServer({ key, cert: certificate, allowHTTP1: true });
  server.on("request", (request, response) => {
    const [asked, answered] = [request, response] as unknown as [IncomingMessage, ServerResponse];
    void handle(sandbox, asked, answered, tell);
  });
  // In HTTP/2 Node.js 20 refuses "Expect: 100-Continue", as old rclone writes it.
  server.on("checkExpectation", (request, response) => {
    response.writeContinue();
    server.emit("request", request, response);
  });
  server.on("tlsClientError", ({ code }: NodeJS.ErrnoException) => {
    if (code !== "ERR_SSL_HTTP_REQUEST") return;
    const advice = `use https, as the policies do not let the role ask without: https://127.0.0.1:${portOf(server)}`;
    const line = { service: "http", operation: "request", advice } as const;
    tell({ time: new Date().toISOString(), decision: "refused", ...line });
  });
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await listening(server, port);
  return {
    port: portOf(server),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portFault(error, port) ?? error));
    server.listen(port, "127.0.0.1", resolve);
  });
}

function portFault({ code = "" }: NodeJS.ErrnoException, port: number): UsageError | undefined {
  const why = { EADDRINUSE: "is in use", EACCES: "may not be opened by this user" }[code];
  if (why === undefined) return undefined;
  return new UsageError(`--port: ${port} ${why}. Give another, or leave --port out: a free one is taken.`);
}

async function handle(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  tell: (line: Line) => void,
): Promise<void> {
  const id = randomUUID();
  const incoming = incomingOf(request);
  const { service, method, path } = incoming;
  const told: Line = {
    time: new Date().toISOString(),
    decision: "allowed",
    service: incoming.foreign ?? service,
    operation: `${method} ${path}`,
  };
  const report = (denied: Denied) => tell({ ...told, ...lineOf(denied), status: 200 });
  const end = (made: Made, line: Partial<Line> = {}) => {
    send(response, made, id, method === "HEAD");
    tell({ ...told, ...line, status: made.status });
  };
  try {
    const { place } = sandbox.model;
    if (service === "s3") requireBucketRegion(sandbox.model, incoming);
    if (incoming.unclear !== undefined) throw new Refused(malformed(service, incoming.unclear));
    const session = service === "rolesanywhere" ? holderOf(incoming) : sessionOf(sandbox, incoming);
    told.session = session.arn;
    const asked = await askedOf(sandbox, incoming, request, session, report);
    Object.assign(told, { operation: asked.operation, page: asked.page });
    const [first] = asked.checks;
    Object.assign(told, first && { action: first.action, resource: first.resource });
    const region = incoming.region || place.region;
    sandbox.judge.require(asked.checks, session, region, asked.advice);
    const answer = await asked.answer();
    if ("body" in answer) return end(answer, answer.line);
    const status = answer.statusCode ?? 502;
    response.writeHead(status, passedOn(answer.headers));
    await pipeline(answer, response);
    tell({ ...told, status });
  } catch (error) {
    if (response.headersSent) return void response.destroy(); // Who asks has gone, or the API behind has.
    await drained(request);
    const [fault, line] = faultIn(error, service);
    sandbox.uploads.refused(incoming.query.uploadId, told.operation, line.advice);
    end(faultOf(service, fault, id, path), line);
  }
}

/** What a client reads of a refusal while it still sends is a broken connection. */
async function drained(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  await new Promise<void>((resolve) => request.once("end", resolve).once("close", resolve));
}

function sessionOf(
  { sessions }: Sandbox,
  { service, headers, accessKeyId, token, expires }: Incoming,
): Session {
  if (/^Bearer /i.test(headers.authorization ?? "")) {
    const message =
      "The request carries a bearer token (AWS_BEARER_TOKEN_BEDROCK) and is not signed: it is no session of the role. Unset it.";
    throw new Refused({ code: "AccessDeniedException", message, status: 403 });
  }
  if (accessKeyId === undefined && /^multipart\/form-data/i.test(headers["content-type"] ?? ""))
    throw new UnknownOperation(
      "S3: a form with a policy (presigned POST) is no operation that is known here: presign a PUT.",
    );
  const session = accessKeyId === undefined ? undefined : sessions.get(accessKeyId);
  if (accessKeyId === undefined && service === "sts")
    throw new UnknownOperation(
      "STS: a request without a signature (AssumeRoleWithWebIdentity or WithSAML) is not known here: open the sandbox with --as-role.",
    );
  if (accessKeyId === undefined)
    throw new Refused(denial(service, "The request is not signed: nobody may ask here without credentials."));
  if (!session) throw new Refused(badCredentials(service, "unknown"));
  if (session.sessionToken !== undefined && token !== session.sessionToken)
    throw new Refused(badCredentials(service, "token"));
  if (session.ends !== undefined && session.ends < Date.now())
    throw new Refused(badCredentials(service, "expired"));
  if (expires !== undefined && !(expires > Date.now()))
    throw new Refused(denial(service, "Request has expired"));
  return session;
}

async function askedOf(
  sandbox: Sandbox,
  incoming: Incoming,
  request: IncomingMessage,
  session: Session,
  report: (denied: Denied) => void,
): Promise<Asked> {
  const { foreign } = incoming;
  if (foreign)
    throw new UnknownOperation(
      `${foreign} is no service of the sandbox: it has S3, KMS, Secrets Manager, STS, IAM Roles Anywhere and Bedrock.`,
    );
  if (incoming.service === "s3") return s3Asked(sandbox, incoming, request, session, report);
  const body = await read(request);
  switch (incoming.service) {
    case "kms":
      return kmsAsked(sandbox, incoming, body, session);
    case "secretsmanager":
      return secretsManagerAsked(sandbox, incoming, body);
    case "sts":
      return stsAsked(sandbox, incoming, body, session);
    case "bedrock":
      return bedrockAsked(sandbox, incoming, body);
    case "rolesanywhere":
      return rolesAnywhereAsked(sandbox, incoming, body, session);
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of arriving(request)) {
    size += chunk.length;
    if (size > limit)
      throw new Refused({ code: "RequestEntityTooLarge", message: "The body is too large.", status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function faultIn(error: unknown, service: Incoming["service"]): [Fault, Partial<Line>] {
  if (error instanceof Denied) {
    const words =
      service === "rolesanywhere"
        ? `Unable to assume role for ${error.request.resource}` // It says no more.
        : denialInWords(error.request, error.evaluation);
    return [denial(service, words), lineOf(error)];
  }
  if (error instanceof Refused) {
    const { fault } = error;
    return [fault, { decision: "refused", advice: fault.advice ?? fault.message }];
  }
  if (error instanceof UnknownOperation) {
    return [unknown(service, error.message), { decision: "refused", advice: error.message }];
  }
  const { message } = error as Error;
  const fault = {
    code: "InternalError",
    message: `The API behind the sandbox does not answer: ${message}`,
    status: 500,
  };
  return [fault, { decision: "refused", advice: fault.message }];
}

function lineOf({ request, evaluation, advice }: Denied): Partial<Line> {
  const { action, resource } = request;
  const by = evaluation.by.map(nameOf);
  return { decision: "denied", action, resource, by, advice };
}

function send(response: ServerResponse, { status, headers, body }: Made, id: string, isHead: boolean): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    "x-amzn-requestid": id,
    ...headers,
    // As AWS spells it: libmongocrypt knows no other way.
    ...(!isHead && { "Content-Length": length }),
  });
  response.end(isHead ? undefined : body);
}

/** What is about the connection to the API behind is not passed on. */
function passedOn(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const { connection, "keep-alive": _, "transfer-encoding": __, ...others } = headers;
  return others;
}

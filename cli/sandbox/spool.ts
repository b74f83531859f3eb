import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { unchunked } from "./awsChunked";
import { malformed, Refused, unknown } from "./errors";

/** What is longer than this waits in a file. */
const inMemory = 1024 * 1024;
/** Of one PUT: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const longest = 5 * 1024 ** 3;

/** What a request says of its body. */
export interface Announced {
  /** Whether it is aws-chunked. */
  inChunks: boolean;
  /** In bytes; of a body in chunks without these. */
  length: string | undefined;
}

/** A body that has come in as a whole. */
export interface Whole {
  length: number;
  /** Checksums that came behind the body. */
  trailers: Record<string, string>;
  /** To be read once. */
  content: Readable;
}

/**
 * Waits for all of an upload before any of it goes on: one that is slow or breaks off is of no matter to the API behind,
 * which takes one request at a time.
 */
export async function wholeOf(
  request: IncomingMessage,
  { inChunks, length: wanted }: Announced,
): Promise<Whole> {
  const trailers: Record<string, string> = {};
  if (request.headers["transfer-encoding"] !== undefined && !inChunks) throw unsized();
  const chunks = inChunks ? unchunked(arriving(request), trailers) : arriving(request);
  let file: FileHandle | undefined;
  let kept: Buffer[] = [];
  let [length, waiting] = [0, 0];
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      waiting += chunk.length;
      kept.push(chunk);
      if (length > longest) throw tooLarge();
      if (waiting <= inMemory) continue;
      file ??= await unnamedFile();
      await file.appendFile(Buffer.concat(kept));
      [kept, waiting] = [[], 0];
    }
    if (wanted !== undefined && Number(wanted) !== length) throw incomplete(length, wanted);
    await file?.appendFile(Buffer.concat(kept));
  } catch (error) {
    await file?.close();
    throw error;
  }
  const content = file ? file.createReadStream({ start: 0 }) : Readable.from(kept);
  return { length, trailers, content };
}

/** The chunks of a request; it fails where the connection ends before the request does. */
export async function* arriving(request: IncomingMessage): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    // A request that is refused in the middle is still answered.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    if (!brokeOff(request)) throw error;
  }
  if (brokeOff(request)) throw incomplete(length, request.headers["content-length"]);
}

/** In HTTP/2 the body of a stream that was reset ends as a whole one does; the code of the reset tells. */
function brokeOff(request: IncomingMessage): boolean {
  const { stream } = request as { stream?: { rstCode?: number } };
  return request.aborted || !request.complete || Boolean(stream?.rstCode);
}

/** It has no name once it is open: whatever becomes of this process, it is gone. */
async function unnamedFile(): Promise<FileHandle> {
  const folder = mkdtempSync(join(tmpdir(), "hipaa-iam-upload-"));
  try {
    return await open(join(folder, "body"), "w+");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const incomplete = (length: number, wanted = "more") =>
  new Refused(
    malformed("s3", `The body has ${length} bytes, and ${wanted} were announced.`, "IncompleteBody"),
  );
const unsized = () =>
  new Refused(unknown("s3", "S3 takes no body whose length is not told: send Content-Length."));
const tooLarge = () =>
  new Refused(malformed("s3", "The body has more than 5 GiB: upload it in parts.", "EntityTooLarge"));

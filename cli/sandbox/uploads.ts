import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { Refused } from "./errors";
import type { Made } from "./models";

/** Uploads that are remembered. The oldest go. */
const limit = 100_000;

/** An upload that was begun: of which object, and the ARN of the key that encrypts its parts. */
interface Upload {
  object: string;
  key: string | undefined;
  /** What of it was refused, and what to change. */
  refused?: { operation: string; advice: string };
}

/** Which object an upload is of: moto knows it by its ID alone, and takes a part for it whatever object a request names. */
export class Uploads {
  private readonly uploads = new Map<string, Upload>();

  keyOf(id: string): string | undefined {
    return this.uploads.get(id)?.key;
  }

  /** What was refused of it, told to a client that cleans up behind that. */
  refusalOf(id: string | undefined): Upload["refused"] {
    return this.uploads.get(id ?? "")?.refused;
  }

  refused(id: string | undefined, operation: string, advice = ""): void {
    const upload = this.uploads.get(id ?? "");
    if (upload && operation !== "AbortMultipartUpload") upload.refused = { operation, advice };
  }

  require(id: string | undefined, object: string): void {
    if (id === undefined || this.uploads.get(id)?.object === object) return;
    throw new Refused({
      code: "NoSuchUpload",
      message: "The specified upload does not exist: of this object none was begun here with this ID.",
      status: 404,
    });
  }

  /** Reads the ID in the answer of CreateMultipartUpload, and gives that answer. */
  async begun(answer: IncomingMessage, upload: Upload): Promise<Made> {
    const body = await buffer(answer);
    const [, id] = /<UploadId>([^<]+)<\/UploadId>/.exec(body.toString()) ?? [];
    if (id) this.uploads.set(id, upload);
    if (this.uploads.size > limit) this.uploads.delete(this.uploads.keys().next().value ?? "");
    const kept = Object.entries(answer.headers).filter(([name]) => /^(content-type|x-amz-.+)$/.test(name));
    const headers = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
    return { status: answer.statusCode ?? 502, headers, body };
  }
}

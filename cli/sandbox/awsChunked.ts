import { malformed, Refused } from "./errors";

/** No line of it is longer: a size, a signature, a checksum. */
const longest = 4096;

/**
 * The body within a body of aws-chunked: chunks with their sizes and signatures, then trailers, of which checksums go to
 * `trailers`. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* unchunked(
  source: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  let left: Buffer = Buffer.alloc(0);
  const more = async () => {
    const { value, done } = await chunks.next();
    if (!done) left = left.length > 0 ? Buffer.concat([left, value]) : value;
    return !done;
  };
  const line = async () => {
    while (!left.includes("\r\n")) if (left.length > longest || !(await more())) throw unreadable("a line");
    const at = left.indexOf("\r\n");
    const text = left.toString("latin1", 0, at);
    left = left.subarray(at + 2);
    return text;
  };
  try {
    for (;;) {
      const [, size] = /^([0-9a-f]{1,8})(?:;[^\r\n]*)?$/i.exec(await line()) ?? [];
      if (size === undefined) throw unreadable("the size of a chunk");
      let open = Number.parseInt(size, 16);
      if (open === 0) break;
      while (open > 0) {
        if (left.length === 0 && !(await more())) throw unreadable("a chunk");
        const part = left.subarray(0, open);
        left = left.subarray(part.length);
        open -= part.length;
        yield part;
      }
      if ((await line()) !== "") throw unreadable("the end of a chunk");
    }
    while (left.length <= longest && (await more()));
    for (const text of left.toString("latin1").split("\r\n")) {
      const [, name, value = ""] =
        /^(x-amz-checksum-\w+|x-amz-trailer-signature): *([\w+/=]+)$/i.exec(text.trimEnd()) ?? [];
      if (name?.toLowerCase().startsWith("x-amz-checksum-")) trailers[name.toLowerCase()] = value;
      else if (name === undefined && text !== "") throw unreadable("a trailer");
    }
  } finally {
    await chunks.return?.();
  }
}

const unreadable = (what: string) =>
  new Refused(malformed("s3", `The body is not the aws-chunked that it says to be: ${what} cannot be read.`));

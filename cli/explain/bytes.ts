import { gunzipSync } from "node:zlib";

/** The text of a file: gzip or not, and in the encodings that editors and shells write. */
export function textIn(bytes: Buffer): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = read(isGzip ? gunzipSync(bytes) : bytes);
  if (text.includes("\0")) throw new Error("it is no text in UTF-8 or UTF-16, and no gzip of one");
  return text.replace(/^\uFEFF/gm, ""); // Files that were put together have several.
}

/** PowerShell writes UTF-16 with a mark in front; without a mark, the letters of JSON show it. */
function read(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return bytes.toString("utf16le");
  const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  if (!isBigEndian) return bytes.toString("utf8");
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return Buffer.from(even).swap16().toString("utf16le");
}

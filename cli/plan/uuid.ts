import { createHash } from "node:crypto";

/** A UUID of version 5: the same name has the same one, on every machine. https://www.rfc-editor.org/rfc/rfc9562 */
export function uuidOf(name: string, namespace = "b7a1f0c2-3a54-5c0e-9d6f-6a0d4c1e7f21"): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

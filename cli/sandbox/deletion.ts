import { malformed, Refused, unknown, xml } from "./errors";

/** A key to delete, or a version of it. */
export interface Doomed {
  key: string;
  version: string | undefined;
}

/** What DeleteObjects asks for: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export interface Deletion {
  objects: Doomed[];
  quiet: boolean;
}

const broken = (why: string) =>
  new Refused(malformed("s3", `The list of keys to delete cannot be read: ${why}.`, "MalformedXML"));

/** Reads the list as a whole: of what is passed over, nobody would have decided. */
export function deletionOf(body: Buffer): Deletion {
  const rest = { text: textOf(body).replace(/\r\n?/g, "\n") };
  take(rest, /^\s*(<\?xml( [a-z]+=("[\w.-]*"|'[\w.-]*'))+\s*\?>)?\s*/);
  if (!take(rest, /^<Delete(\s+xmlns=("[^"<&]*"|'[^'<&]*'))?\s*>\s*/))
    throw broken("it begins with no Delete");
  const found: Deletion = { objects: [], quiet: false };
  while (!take(rest, /^<\/Delete\s*>\s*$/)) {
    const quiet = element(rest, "Quiet");
    if (quiet !== undefined) found.quiet = quiet.trim() === "true";
    else found.objects.push(objectIn(rest));
  }
  const { length } = found.objects;
  if (length === 0 || length > 1000) throw broken(`it has ${length} objects, and 1 to 1000 are accepted`);
  return found;
}

/** The same in the only way in which it is written here. */
export function writtenOf({ objects, quiet }: Deletion): Buffer {
  const each = objects.map(({ key, version }) => {
    const named = version === undefined ? "" : `<VersionId>${text(version)}</VersionId>`;
    return `<Object><Key>${text(key)}</Key>${named}</Object>`;
  });
  return Buffer.from(
    `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${each.join("")}<Quiet>${quiet}</Quiet></Delete>`,
  );
}

/** Each of its characters stays: a reader would make a line's end of a carriage return. */
const text = (value: string) => xml(value).replace(/[\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);

function objectIn(rest: { text: string }): Doomed {
  if (!take(rest, /^<Object\s*>\s*/)) throw broken(`neither Object nor Quiet is at "${near(rest)}"`);
  const found: Partial<Doomed> = {};
  while (!take(rest, /^<\/Object\s*>\s*/)) {
    const [key, version] = [element(rest, "Key"), element(rest, "VersionId")];
    if (key === undefined && version === undefined) {
      const [, name] = /^<(ETag|LastModifiedTime|Size)\b/.exec(rest.text) ?? [];
      if (name)
        throw new Refused(unknown("s3", `S3: deleting on the condition of ${name} is not known here.`));
      throw broken(`neither Key nor VersionId is at "${near(rest)}"`);
    }
    if ((key !== undefined && found.key !== undefined) || (version !== undefined && found.version))
      throw broken("an object is named twice");
    Object.assign(found, key !== undefined && { key }, version && { version });
  }
  if (!found.key) throw broken("an object has no Key");
  return { key: found.key, version: found.version };
}

/** The text of an element that has no other in it; undefined where it is none of this name. */
function element(rest: { text: string }, name: string): string | undefined {
  if (take(rest, new RegExp(`^<${name}\\s*/>\\s*`))) return "";
  const found = take(rest, new RegExp(`^<${name}\\s*>([^<]*)</${name}\\s*>\\s*`));
  return found && unescaped(found[1] ?? "");
}

function take(rest: { text: string }, pattern: RegExp): RegExpExecArray | undefined {
  const found = pattern.exec(rest.text) ?? undefined;
  if (found) rest.text = rest.text.slice(found[0].length);
  return found;
}

const near = ({ text }: { text: string }) => text.slice(0, 40);

function textOf(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw broken("it is no UTF-8");
  }
}

const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(given: string): string {
  const read = given.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));|&/gi, (...found) => {
    const [whole, decimal, hex, name] = found as string[];
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const named = names[name ?? ""];
    if (named === undefined) throw broken(`${whole} is no reference that is known`);
    return named;
  });
  // What XML 1.0 has: https://www.w3.org/TR/xml/#charsets
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(read))
    throw broken("a character in it is none of XML");
  return read;
}

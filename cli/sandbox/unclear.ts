/**
 * What of a request two readers could take for two things: the sandbox would decide one, and the API behind serve the
 * other. It is refused, with words.
 */

/** Undefined where it is no UTF-8 in per cent encoding. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Names and values of a query or a form; undefined where a part cannot be decoded. */
export function pairsOf(text: string): [name: string, value: string][] | undefined {
  const pairs: [string, string][] = [];
  for (const one of text.split("&").filter((one) => one !== "")) {
    const at = one.includes("=") ? one.indexOf("=") : one.length;
    const [name, value] = [one.slice(0, at), one.slice(at + 1)].map((part) =>
      decoded(part.replaceAll("+", " ")),
    );
    if (name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}

/** The first that is there more than once. Names of x-amz- stand for headers, whose case does not count. */
export function twiceIn(names: string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => {
    const plain = /^x-amz-/i.test(name) ? name.toLowerCase() : name;
    return seen.size === seen.add(plain).size;
  });
}

export function unclearUrl(path: string, pairs: [string, string][] | undefined): string | undefined {
  if (!path.startsWith("/")) return `The request is for ${path}: send a path that begins with /.`;
  if (decoded(path) === undefined)
    return `The path ${path} is not UTF-8 in per cent encoding: encode a % as %25.`;
  if (!pairs) return "The query is not UTF-8 in per cent encoding: encode a % as %25.";
  const twice = twiceIn(pairs.map(([name]) => name));
  return twice === undefined ? undefined : `The query has ${twice} more than once: send it once.`;
}

/** Headers that are no lists, and say what is asked for. */
const single =
  /^(x-amzn?-(?!meta-|(optional-)?object-attributes$).+|authorization|host|content-.+|if-.+|range|expires)$/;

export function unclearHeaders(raw: string[], host = "", authority = host): string | undefined {
  const names = raw.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const twice = twiceIn(names.filter((name) => single.test(name)));
  if (twice !== undefined) return `The header ${twice} is there more than once: send it once.`;
  return authority === host ? undefined : `The host is ${authority} and ${host}: send one.`;
}

export const isRegion = (region: string) => /^[a-z0-9-]*$/.test(region);

export function unclearSignature(
  headers: Record<string, string | undefined>,
  query: Record<string, string>,
  region: string,
): string | undefined {
  const inQuery = query["X-Amz-Credential"] ?? query.AWSAccessKeyId;
  if (headers.authorization !== undefined && inQuery !== undefined)
    return "The request is signed twice, in its header and in its query: sign it once.";
  if (isRegion(region)) return undefined;
  return `The signature is for the Region ${region}: sign for one such as us-east-1.`;
}

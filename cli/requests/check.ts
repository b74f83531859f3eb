/** What AWS tells of a request, by condition key. */
export type Context = Record<string, string | string[]>;

/** One question that AWS asks IAM before it serves a request. */
export interface Check {
  action: string;
  /** ARN; `*` for an action that takes no resource. */
  resource: string;
  /** What is told besides who asks, where and how. */
  context: Context;
  /** The request makes it: so it has no tags yet. */
  isNew?: boolean;
}

/** Where a request goes. */
export interface Place {
  partition: string;
  accountId: string;
  region: string;
}

/** A request that no table here has: it is refused, as what AWS would ask IAM for it is not known. */
export class UnknownOperation extends Error {}

/** What is sent is a key of the context; what is not sent is none. */
export function present(keys: Record<string, unknown>): Context {
  const sent = Object.entries(keys).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(sent.map(([key, value]) => [key, Array.isArray(value) ? value : String(value)]));
}

/** The tags that a request sends. */
export function requestTags(tags: Record<string, string>): Context {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return { ...tagged("aws:RequestTag", tags), "aws:TagKeys": keys };
}

/** Tags as condition keys, such as aws:ResourceTag/NAME. */
export function tagged(prefix: string, tags: Record<string, string>): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}

/** The suffix of host names, which kms:ViaService has. */
export function suffixOf({ partition }: Pick<Place, "partition">): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

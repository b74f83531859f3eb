import listed from "./listed.json";

const byPrefix = new Map(Object.entries(listed.several).map(([prefix, names]) => [prefix, names.split(" ")]));

/**
 * Whether a key, in lower case, has several values by AWS's service reference, whatever operator asks for it. It does not list
 * what a provider of identities says of how somebody signed in.
 */
export function isSeveral(key: string): boolean {
  const [, prefix = "", name = ""] = /^(.*?):(.*)$/.exec(key) ?? [];
  if (name === "amr") return true;
  // One for each of some names is listed by its beginning.
  return (byPrefix.get(prefix) ?? []).some((one) =>
    one.endsWith("/") ? name.startsWith(one) : name === one,
  );
}

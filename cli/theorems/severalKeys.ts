import listed from "./listed.json";

const several = new Set(listed.several.split(" "));
/** Where a key is one for each of some names, the names come last. */
const families = [...several].filter((key) => /[:/]$/.test(key));

/**
 * Whether a key, in lower case, has several values by AWS's service reference, whatever operator asks for it. It does not list
 * what a provider of identities says of how somebody signed in.
 */
export const isSeveral = (key: string) =>
  several.has(key) || key.endsWith(":amr") || families.some((one) => key.startsWith(one));

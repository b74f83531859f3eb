const opening = "(secret";
/** Stands for what is not to be shown. */
export const hidden = `${opening})`;
/** The same, with what may be told of it. */
export const hiddenWith = (more: string) => `${opening}${more})`;
/** Names of AWS begin so, too: `unknown(secretsmanager.Secret s, arn)`. */
export const holdsHidden = (text: string) => /\(secret(\)|, encrypted|\s\d)/.test(text);

/** Shorter texts are secret where they stand alone: inside of others they would hide what is none. */
const shortest = 6;

/**
 * Puts something in place of each secret, wherever it stands in a text; of a short one, where it stands alone: as the whole
 * text, or as a word of what is put together.
 */
export function replacing(
  secrets: string[],
  alone: "whole text" | "word",
  told: (secret: string) => string = () => hidden,
): (text: string) => string {
  const all = new Set(secrets.filter((text) => text !== ""));
  const longestFirst = [...all].sort((a, b) => b.length - a.length);
  const patterns = longestFirst.flatMap((text) => {
    const escaped = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    if (text.length >= shortest) return [escaped];
    return alone === "word" ? [`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`] : [];
  });
  const found = new RegExp(patterns.join("|") || "(?!)", "g"); // One pass, however many there are.
  return (text) => (all.has(text) ? told(text) : text.replace(found, told));
}

import type { Cell } from "./run";

/** What was refused, by which statement and what to change about it, and what the person saw of that. */
export function noteOf({ lines, sees }: Cell): string {
  const refused = lines.filter(({ decision }) => decision !== "allowed");
  const each = refused.map(({ action = "", operation, by = [], advice = "" }) => {
    const asks = action.endsWith(`:${operation}`) || action === "" ? "" : ` needs \`${action}\`, which`;
    const why = by.length > 0 ? ` by \`${by.join("`, `")}\`` : "";
    return (too: string) =>
      `\`${inPage(operation ?? "")}\`${asks} is refused${too}${why}: ${inPage(sentences(advice)).replace(/\.$/, "")}.`;
  });
  const first = new Map(each.map((one) => [one(""), one]));
  const what = [...first.values()].slice(0, 3).map((one, at) => one(at === 0 ? "" : " too"));
  const seen = sees
    ? `The person sees \`${plain(sees)}\``
    : "The person sees no error, and there is no object";
  return [...(what.length > 0 ? what : ["No request is refused."]), `${seen}.`]
    .join(" ")
    .replaceAll("|", "\\|");
}

/** An advice has several facts with a semicolon between: a reader wants a sentence of each. */
const sentences = (advice: string) =>
  advice.replace(/; (\w)/g, (_, letter: string) => `. ${letter.toUpperCase()}`);

/** What the person saw, in short. */
export function plain(text: string): string {
  const words = inPage(text);
  return words.length > limit
    ? `${words.slice(0, words.lastIndexOf(" ", limit))} …`
    : words.replace(/\.$/, "");
}

const limit = 260;

/** Without what is another in each run, of this machine, or the same in each of AWS's messages. */
function inPage(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("`", "'")
    .replace(denial, "User: … is not authorized to perform: $1 …")
    .replace(/(?:\.\.\/)*(?:\/?\btmp)\/[\w./-]*/g, "FILE")
    .replace(/https:\/\/127\.0\.0\.1(?::\d+)?/g, "https://HOST")
    .replace(/(?:127\.0\.0\.1|localhost):\d+/g, "HOST")
    .replace(/\b(?:\d+-\d+\.bin|(?:js|go)-\d+-\d+)/g, "KEY")
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "…")
    .replace(/(upload id:? |uploadId=)\w{20,}/gi, "$1…")
    .replace(/\b20\d\d([-/])\d\d\1\d\d \d\d:\d\d:\d\d([,.]\d+ \[\d+\])? /g, "")
    .replace(/ in [\d.]+[mµ]?s\b|,? host[_ ]?id: sandbox/gi, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** AWS's message, which names who asks, what of, and the kind of policy. */
const denial =
  /User: \S+ is not authorized to perform: ([\w:-]+)(?: on resource: \S+)?(?: with an explicit deny in [\w -]+?(?:policy|boundary)| because no [\w -]+? (?:policy|boundary) allows the [\w:-]+ action)?/g;

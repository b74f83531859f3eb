/** For text and attributes of HTML and SVG. */
export function html(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return printable(text).replace(/[&<>"']/g, (character) => names[character] ?? character);
}

/** For text of Markdown, in a table too: nothing in it is markup, a link or a mention, and it stays on its line. */
export function markdown(text: string): string {
  return printable(text)
    .replace(/\s+/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_{}[\]#!|>~$]/g, "\\$&")
    .replace(/@|:(?=\/\/)|^[-+=]|(?<=www|mailto)[.:]/gi, (character) => `&#${character.charCodeAt(0)};`);
}

/** A field of CSV, RFC 4180. A quote in front keeps spreadsheets from running what begins like a formula. */
export function csv(text: string): string {
  const plain = printable(text);
  const safe = /^[\s'"]*[=+\-@|%＝＋－＠]/.test(plain) || /^[\t\r\n]/.test(plain) ? `'${plain}` : plain;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Characters that are not to be seen could make a text read as another. */
function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}

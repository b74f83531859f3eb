import { jsonIn } from "../plan/fields";

/** JSON among the lines of a text, and the lines between. */
export type Piece = { value: object; line: string; isAlone: boolean } | { lines: string };

/** An event a line, events that follow each other as `jq` prints them, or the lines of a log with JSON in some. */
export function piecesOf(text: string): Piece[] {
  const lines = text.split(/\r?\n/);
  const pieces: Piece[] = [];
  let plain: string[] = [];
  const add = (piece: Piece) => {
    if (plain.some((line) => line.trim() !== "")) pieces.push({ lines: plain.join("\n") });
    plain = [];
    pieces.push(piece);
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const found = inLine(line) ?? inLines(lines, at);
    if (!found) plain.push(line);
    else {
      add({ value: found.value, line, isAlone: found.isAlone });
      at = found.last ?? at;
    }
  }
  if (plain.some((line) => line.trim() !== "")) pieces.push({ lines: plain.join("\n") });
  return pieces;
}

interface Found {
  value: object;
  isAlone: boolean;
  /** The number of its last line. */
  last?: number;
}

function inLine(line: string): Found | undefined {
  const [begin, end] = [line.indexOf("{"), line.lastIndexOf("}")];
  if (begin < 0 || end < begin) return undefined;
  const whole = jsonIn(line);
  if (whole) return { value: whole, isAlone: true };
  const part = line.slice(begin, end + 1);
  // Tables of columns double the quotation marks.
  const value = jsonIn(part) ?? (part.includes('""') ? jsonIn(part.replaceAll('""', '"')) : undefined);
  return value && { value, isAlone: false };
}

/** What is indented: it ends with the first line that is not, and there closes what the first opened. */
function inLines(lines: string[], first: number): Found | undefined {
  const [, indent = "", opening] = /^(\s*)([{[])\s*$/.exec(lines[first] ?? "") ?? [];
  if (opening === undefined) return undefined;
  const isInside = (line = "") => line.trim() === "" || /^\s*/.exec(line)?.[0].length !== indent.length;
  let last = first + 1;
  while (last < lines.length && isInside(lines[last])) last++;
  const value = jsonIn(
    lines
      .slice(first, last + 1)
      .join("\n")
      .replace(/,\s*$/, ""),
  );
  // What is indented and no event is a part of one that is cut off.
  return value && (indent === "" || "eventSource" in value) ? { value, isAlone: true, last } : undefined;
}

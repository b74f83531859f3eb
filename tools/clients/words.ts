import { megabytes, type Size } from "./files";
import { noteOf } from "./notes";
import type { Cell } from "./run";

export const dumps = ["a small dump", "a dump of 24 MB"];
export const buckets = ["documents", "backups", "audit logs"];
const stored = [...buckets, ...dumps];

/** The first that works counts: as it is, with a setting of the client, with an option of the role. */
export function wordsOf(cells: Cell[], notes: string[]): string {
  if (cells.length === 0) return "–";
  const weight = ({ setting, opening }: Cell) => (setting === "" ? 0 : 1) + (opening === "streaming" ? 2 : 0);
  const inOrder = [...cells].sort((a, b) => weight(a) - weight(b));
  const alike = (cell: Cell) =>
    inOrder.filter(({ setting, opening }) => setting === cell.setting && opening === cell.opening);
  // Audit logs fail as backups do, by the statement of their own: one note is enough.
  const noted = (cell: Cell | undefined) =>
    !cell || cell.data === "audit logs" ? "" : numbered(alike(cell), notes);
  const good = inOrder.find((cell) => alike(cell).every(works));
  if (good && weight(good) === 0) return "✓";
  const option = good?.opening === "streaming" ? ["`bedrockStreaming: true`"] : [];
  if (good)
    return `**with** ${[...(good.setting ? [asCode(good.setting)] : []), ...option].join(" and ")}${noted(inOrder[0])}`;
  return `✗${noted(inOrder.at(-1))}`;
}

/** A note of what fails of one setting, with its size where another works. */
function numbered(cells: Cell[], notes: string[]): string {
  const [cell] = cells.filter((one) => !works(one));
  if (!cell) return "";
  const size = cell.size && cells.some(works) ? `With ${inWords(cell.size)}: ` : "";
  const note = size + noteOf(cell);
  const known = notes.indexOf(note);
  return ` [${known === -1 ? notes.push(note) : known + 1}]`;
}

const inWords = (size: Size) => (size === "SMALL" ? "a small object" : megabytes(size));

/** The sandbox refuses a bearer token in words of its own. */
export function bearerOf(cells: Cell[]): string {
  const tried = cells.filter(({ opening }) => opening === "bearer");
  if (tried.length === 0) return "–";
  const sent = tried.some(({ lines }) => lines.some(({ advice }) => advice?.includes("bearer token")));
  return sent ? "sends the key" : "signs as the role";
}

const handler = "[event handler](backups.md#pipe-pg_dump-through-a-small-program)";

/** A setting may have words behind it: `..., only below 8 MiB`. */
function asCode(setting: string): string {
  if (!/[=(:-]/.test(setting) || /^an? /.test(setting)) return setting.replace("event handler", handler);
  const [code, words] = setting.split(/, (?=only |also )/);
  return words === undefined ? `\`${code}\`` : `\`${code}\`, ${words}`;
}

/** A client that says nothing has still failed where nothing was stored. */
export function works({ sees, data, lines }: Cell): boolean {
  if (sees !== "") return false;
  if (!stored.includes(data)) return true;
  return lines.some(
    ({ operation, decision, status = 500 }) =>
      ["PutObject", "CompleteMultipartUpload"].includes(operation) && decision === "allowed" && status < 300,
  );
}

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { userInfo } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";

/** How a review came about: what is in the page's head and in the footer of each sheet. */
export interface Made {
  /** ISO 8601. */
  date: string;
  /** Who ran the command; empty where nobody knows. */
  by: string;
  /** Of this package. */
  version: string;
  /** Of the program's folder; empty where there is none. */
  commit: string;
  /** ISO 8601: when Pulumi last wrote the state that was read; empty where none was. */
  written: string;
}

/**
 * What the machine tells of it. A state may be of another folder than this one, so that it has no commit. The files of a
 * review that was written before are no change of the program.
 */
export function madeIn(
  folder: string | undefined,
  date: string,
  by: string | undefined,
  { own = [], written = "" }: { own?: string[]; written?: string } = {},
): Made {
  return {
    date,
    by: by ?? (git(folder ?? ".", "config", "user.name") || userName()),
    version: versionOfPackage(),
    commit: folder === undefined ? "" : commitOf(folder, own),
    written,
  };
}

/** What is changed, and what git does not know yet, is not of the commit. */
function commitOf(folder: string, files: string[]): string {
  const commit = git(folder, "rev-parse", "HEAD");
  if (commit === "") return "";
  const top = git(folder, "rev-parse", "--show-toplevel");
  const own = files
    .filter((file) => existsSync(file))
    .map((file) => relative(top, realpathSync(file)))
    .filter((path) => !isAbsolute(path) && path !== ".." && !path.startsWith(`..${sep}`))
    .map((path) => `:(exclude,top,literal)${path.replaceAll(sep, "/")}`);
  const changes = git(folder, "status", "--porcelain", "--untracked-files=all", "--", ":(top)", ...own);
  return changes === "" ? commit : `${commit} with changes that are not committed`;
}

/** What a page was made from: of a state also how old it is. */
export function originOf(source: string, { written }: Made): string {
  return `the ${source}${written ? `, as Pulumi wrote it on ${dayOf(written)}` : ""}`;
}

/** Day and time in words, the same on every machine. */
export function dayOf(date: string): string {
  const options = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat("en-GB", options).format(new Date(date))} UTC`;
}

function git(folder: string, ...args: string[]): string {
  const { status, stdout } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  return status === 0 ? stdout.trim() : "";
}

/** A user of a container may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}

/** The sources and the bundle are equally deep. */
function versionOfPackage(): string {
  return JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")).version;
}

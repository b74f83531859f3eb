import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { preProcessFile } from "typescript";
import { repository } from "../support/folder";

/** A file and what it imports of this repository, as paths. */
export type Imports = Map<string, string[]>;

/** Rooms, each with its floor. */
export type Floors = Map<string, number>;

/** The table of CONTRIBUTING.md: rooms by floor. */
export function floorsIn(markdown: string): Floors {
  const rows = [...markdown.matchAll(/^\| (\d+) \| (.+?) \|/gm)];
  return new Map(
    rows.flatMap(([, floor, rooms]) =>
      [...(rooms ?? "").matchAll(/`([^`]+)`/g)].map(([, room]): [string, number] => [
        room ?? "",
        Number(floor),
      ]),
    ),
  );
}

export function importsOf(files: string[]): Imports {
  return new Map(
    files.map((file) => {
      const { importedFiles } = preProcessFile(readFileSync(join(repository, file), "utf8"), true, true);
      const own = importedFiles.map(({ fileName }) => fileName).filter((name) => /^\.\.?(\/|$)/.test(name));
      return [file, own.flatMap((name) => pathOf(file, name) ?? [])];
    }),
  );
}

function pathOf(from: string, specifier: string): string | undefined {
  const path = resolve(repository, dirname(from), specifier);
  const candidates = [`${path}.ts`, path.replace(/\.js$/, ".ts"), join(path, "index.ts")];
  const found = candidates.find((one) => one.endsWith(".ts") && existsSync(one) && statSync(one).isFile());
  return found && relative(repository, found);
}

/** The innermost room that a file is in. */
function roomOf(file: string, floors: Floors): string {
  const rooms = [...floors.keys()].filter((room) => file === room || file.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0] ?? "";
}

/** Imports that go up, or across to another room of the same floor, and files in no room. */
export function wrongWays(imports: Imports, floors: Floors): string[] {
  return [...imports].flatMap(([file, imported]) => {
    const room = roomOf(file, floors);
    const floor = floors.get(room);
    // A command's folder that the table does not name would count as `cli` itself, which may import them all.
    if (floor === undefined || (room === "cli" && file.split("/").length > 2))
      return [`${file} is in no room`];
    const wrong = imported.filter((other) => {
      const to = roomOf(other, floors);
      return to !== room && (floors.get(to) ?? Infinity) >= floor;
    });
    return wrong.map((other) => `${file} imports ${other}`);
  });
}

/** Files that import each other, on whatever way round. */
export function circles(imports: Imports): string[] {
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of imports.get(from) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  return [...imports.keys()].filter((file) => reach(file).has(file));
}

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

const packageName = "hipaa-iam";

export function importsOf(files: string[]): Imports {
  return new Map(
    files.map((file) => {
      const { importedFiles } = preProcessFile(readFileSync(join(repository, file), "utf8"), true, true);
      return [file, importedFiles.flatMap(({ fileName }) => pathOf(file, fileName) ?? [])];
    }),
  );
}

/** The file that is imported, or the package by its own name; undefined of other packages. */
export function pathOf(from: string, specifier: string): string | undefined {
  if (specifier.split("/")[0] === packageName) return specifier;
  if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
  const path = resolve(repository, dirname(from), specifier);
  const candidates = [`${path}.ts`, path.replace(/\.js$/, ".ts"), path, `${path}.js`, join(path, "index.ts")];
  const found = candidates.find((one) => existsSync(one) && statSync(one).isFile());
  return relative(repository, found ?? path);
}

/** The innermost room that a file is in. */
function roomOf(file: string, floors: Floors): string {
  const rooms = [...floors.keys()].filter((room) => file === room || file.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0] ?? "";
}

/** Imports that go up, or across to another room of the same floor, and files in no room. */
export function wrongWays(imports: Imports, floors: Floors): string[] {
  return [...imports].flatMap(([file, imported]) => {
    const isWrong = file.startsWith("examples/") ? isForeign(file) : isNotBelow(file, floors);
    if (!isWrong) return [`${file} is in no room`];
    return imported.filter(isWrong).map((other) => `${file} imports ${other}`);
  });
}

type Test = (imported: string) => boolean;

/** An example is as a user's program: it has the package, and its own files. */
function isForeign(file: string): Test {
  return (other) => other !== packageName && dirname(other) !== dirname(file);
}

/** The package as a whole, by its name, is above all that it is made of. */
function isNotBelow(file: string, floors: Floors): Test | undefined {
  const room = roomOf(file, floors);
  const floor = floors.get(room);
  // Beside the rooms within a room, a folder that the table does not name would count as the room around, which may import all.
  const isDivided = [...floors.keys()].some((other) => other.startsWith(`${room}/`));
  if (floor === undefined || (isDivided && dirname(file) !== room)) return undefined;
  return (other) => {
    if ([packageName, "package.json"].includes(other)) return floor <= (floors.get("cli") ?? 0);
    const to = roomOf(other, floors);
    return to !== room && (floors.get(to) ?? Infinity) >= floor;
  };
}

/** Files that import each other, on whatever way round. */
export function circles(imports: Imports): string[] {
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of imports.get(from) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  return [...imports.keys()].filter((file) => reach(file).has(file));
}

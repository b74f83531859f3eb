import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { UsageError } from "./errors";
import { type Fields, fieldsOf } from "./fields";

/** Where a program is. */
export interface Entry {
  /** The folder that it is run in: paths that it reads and its tsconfig.json count from there. */
  folder: string;
  file: string;
  /** Whether its package has ES modules. */
  isOfModules: boolean;
}

/**
 * The folder in which the engine runs the program of a project: what `main` of Pulumi.yaml names, if that is a folder, or
 * else the folder of that file.
 */
export function workingFolder(project: string, main = "."): string {
  const path = resolve(project, main);
  if (!existsSync(path)) {
    throw new UsageError(`Pulumi.yaml: project 'main' could not be read: there is no ${path}.`);
  }
  return isFolder(path) ? path : dirname(path);
}

/**
 * As the SDK looks: the file that `main` of Pulumi.yaml names; or what the nearest package.json exports, or has for main; or the
 * folder. `npm init` writes a main that is not there: the folder is taken then, too.
 */
export function entryOf(project: string, main?: string): Entry {
  const folder = workingFolder(project, main);
  const [place, manifest] = nearestManifest(folder);
  const isOfModules = manifest.type === "module";
  const given = resolve(project, main ?? ".");
  const named = given === folder ? exportedBy(manifest) : undefined;
  const path = named !== undefined && existsSync(join(place, named)) ? join(place, named) : given;
  const file = isFolder(path) ? fileIn(path, isOfModules) : path;
  if (file === undefined) {
    throw new UsageError(`There is no program in ${folder}: give its file as main in Pulumi.yaml.`);
  }
  return { folder, file, isOfModules };
}

/** What package.json says, or package.yaml, from a folder upwards. */
function nearestManifest(from: string): [folder: string, manifest: Fields] {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = manifestIn(folder);
    if (manifest) return [folder, manifest];
    if (folder === dirname(folder)) return [from, {}];
  }
}

function manifestIn(folder: string): Fields | undefined {
  const names = ["package.json", "package.yaml"].map((name) => join(folder, name));
  const file = names.find((name) => existsSync(name));
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(file, "utf8");
    return fieldsOf(file.endsWith(".json") ? JSON.parse(text) : parse(text));
  } catch {
    return {};
  }
}

function exportedBy({ exports, main }: Fields): string | undefined {
  const exported = typeof exports === "object" ? fieldsOf(exports)["."] : exports;
  const { default: first, require: second, import: third } = fieldsOf(exported);
  const named = exports ? (typeof exported === "string" ? exported : first || second || third) : main;
  return typeof named === "string" ? named : undefined;
}

/** What Node.js takes for a folder: of no ES modules main of its package.json first, whose ending may be left out. */
function fileIn(folder: string, isOfModules: boolean): string | undefined {
  const indexesOf = (of: string) =>
    ["js", ...(isOfModules ? ["mjs", "ts", "mts"] : ["ts", "cts", "cjs", "mjs"])].map((end) =>
      join(of, `index.${end}`),
    );
  const main = isOfModules ? undefined : manifestIn(folder)?.main;
  const path = typeof main === "string" && join(folder, main);
  const named = path ? [...["", ".js", ".ts", ".cjs"].map((end) => `${path}${end}`), ...indexesOf(path)] : [];
  return [...named, ...indexesOf(folder)].find((file) => existsSync(file) && !isFolder(file));
}

const isFolder = (path: string) => statSync(path).isDirectory();

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The TypeScript type of each property that a class of resources or the result of a function has, as its package declares. */
export type Declared = Record<string, string>;

const files = new Map<string, string | undefined>();
/** Where a module of a package starts, in the text that has all. */
const starts = new Map<string, number>();

/** What the results of a function have, by its token, such as aws:kms/getKey:getKey. */
export function declaredResult(token: string, folder: string): Declared | undefined {
  const [name = ""] = /[^:]+$/.exec(token) ?? [];
  const text = declarationsOf(token, folder);
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`;
  const [, body] = text?.split(`export interface ${title} {\n`) ?? [];
  return body === undefined ? undefined : fieldsIn(body.slice(0, body.indexOf("\n}")));
}

/** What resources of a type have, by its token, such as aws:kms/key:Key. */
export function declaredResource(token: string, folder: string): Declared | undefined {
  const [name = ""] = /[^:]+$/.exec(token) ?? [];
  const [, body] = declarationsOf(token, folder)?.split(`export declare class ${name} extends`) ?? [];
  if (body === undefined) return undefined;
  const found = body.matchAll(/^ {4}readonly (\w+): pulumi\.Output<([\s\S]*?)>;$/gm);
  return Object.fromEntries([...found].map(([, key = "", type = ""]) => [key, type]));
}

/** The inputs that resources of a type must have. */
export function declaredInputs(token: string, folder: string): string[] {
  const [name = ""] = /[^:]+$/.exec(token) ?? [];
  const [, body] = declarationsOf(token, folder)?.split(`export interface ${name}Args {\n`) ?? [];
  const fields = body === undefined ? {} : fieldsIn(body.slice(0, body.indexOf("\n}")));
  return Object.keys(fields).filter((key) => !/\| undefined$/.test(fields[key] ?? ""));
}

/** The fields of a type that others are made of, such as outputs.rds.InstanceMasterUserSecret. */
export function declaredOutput(type: string, pack: string, folder: string): Declared | undefined {
  const [, module = "", name = ""] = /^outputs\.(?:(\w+)\.)?(\w+)$/.exec(type) ?? [];
  const text = read(pack, join("types", "output.d.ts"), folder) ?? "";
  const within = module === "" ? 0 : startOf(`declare namespace ${module} {`, text, `${folder} ${pack}`);
  const start = text.indexOf(`interface ${name} {\n`, within); // Not split: the file has megabytes.
  if (within < 0 || start < 0) return undefined;
  return fieldsIn(text.slice(start, text.indexOf(module === "" ? "\n}" : "\n    }", start)));
}

function startOf(head: string, text: string, place: string): number {
  const key = `${place} ${head}`;
  const start = starts.get(key) ?? text.indexOf(head);
  starts.set(key, start);
  return start;
}

function fieldsIn(body: string): Declared {
  const found = body.matchAll(/^ *(?:readonly )?(\w+)(\?)?: ([^;]+);/gm);
  return Object.fromEntries(
    [...found].map(([, key = "", optional = "", type = ""]) => [
      key,
      optional ? `${type} | undefined` : type,
    ]),
  );
}

function declarationsOf(token: string, folder: string): string | undefined {
  const [, pack = "", module = "", file = ""] = /^([\w-]+):(?:([\w/]+)\/)?(\w+):/.exec(token) ?? [];
  return read(pack, join(module === "index" ? "" : module, `${file}.d.ts`), folder);
}

/** A file of declarations of a package, from where the program finds it. */
function read(pack: string, file: string, folder: string): string | undefined {
  const key = `${folder} ${pack} ${file}`;
  if (!files.has(key)) files.set(key, textOf(pack, file, folder));
  return files.get(key);
}

function textOf(pack: string, file: string, folder: string): string | undefined {
  try {
    const from = createRequire(join(folder, "package.json"));
    const path = join(dirname(from.resolve(`@pulumi/${pack}/package.json`)), file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined; // Of another scope, or one that does not say.
  }
}

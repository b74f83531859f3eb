import { existsSync, readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { entryOf } from "./entry";
import { UsageError } from "./errors";
import { insteadDeploy } from "./insteadDeploy";
import type { Project } from "./stackFile";
import { transpileOnce } from "./transpiled";

/** A program, and the folder that it is run in. */
export interface Program {
  folder: string;
  /** Runs it, as `pulumi up` does, without type checks. */
  run(): Promise<unknown>;
}

/** The program of the project in a folder. */
export function programOf(root: string, { runtime, main, options }: Project): Program {
  if (runtime !== "nodejs") {
    throw new UsageError(
      `Pulumi.yaml: programs of the runtime "${runtime}" are not run here, only those of nodejs. ${insteadDeploy}`,
    );
  }
  const { folder, file, isOfModules } = entryOf(root, main);
  const isTypeScript = options.typescript !== false;
  const named = options.tsconfig ?? "tsconfig.json";
  const tsconfig = resolve(folder, String(named));
  if (named !== "tsconfig.json" && !existsSync(tsconfig)) {
    throw new UsageError(`Pulumi.yaml: tsconfig path was set to ${named}, and there is no ${tsconfig}.`);
  }
  const run = async () => {
    const from = createRequire(join(folder, "package.json"));
    const hooked = isTypeScript && isOfModules && file.endsWith("ts") && hookModules(folder, from);
    if (isTypeScript && !hooked && !from.extensions[".ts"]) transpile(folder, tsconfig, from);
    try {
      const isImported = hooked || isModule(file, isOfModules);
      const program = isImported ? await imported(file) : await required(file, from);
      return await (typeof program === "function" ? program() : program);
    } catch (error) {
      throw error ?? new Error(`The program throws ${error}.`); // The SDK takes it for an object.
    }
  };
  return { folder, run };
}

/** Registers the ts-node that the SDK takes: the program's own, or the one that the SDK brings along. */
function transpile(folder: string, tsconfig: string, from: NodeRequire): void {
  const own = found("@pulumi/pulumi", from);
  if (own === undefined) return; // A program without the SDK is one in JavaScript.
  const sdk = createRequire(own);
  const tools = [
    found("typescript", sdk),
    found("ts-node", sdk),
    found("@swc/core", from),
    sdk.resolve("./package.json"),
  ];
  transpileOnce({
    ...{ from, isOfModules, by: [...tools, tsconfig, String(existsSync(tsconfig))] },
    register: (onConfig) => {
      const { loadTypeScriptCompilerOptions, typeScriptRequireStrings } = from("@pulumi/pulumi/tsutils");
      const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
      const { version, sys } = sdk(typescriptRequire);
      const [major = 0] = String(version).split(".").map(Number);
      const nodeNext = { module: "nodenext", moduleResolution: "nodenext" };
      const { readFile } = sys;
      sys.readFile = (file: string, ...rest: unknown[]) => {
        onConfig(file);
        return readFile(file, ...rest);
      };
      try {
        return sdk(tsnodeRequire).register({
          ...{ compiler: sdk.resolve(typescriptRequire), transpileOnly: true, ignoreDiagnostics: ofOptions },
          ...{ project: tsconfig, skipProject: !existsSync(tsconfig), dir: folder },
          compilerOptions: {
            target: "ES2020",
            ...(major >= 5 ? nodeNext : { module: "commonjs", moduleResolution: "node" }),
            ...loadTypeScriptCompilerOptions(tsconfig),
          },
        });
      } finally {
        sys.readFile = readFile;
      }
    },
  });
}

function found(name: string, require: NodeRequire): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/**
 * Numbers of what TypeScript says of compiler options. It fails what is only transpiled for them, and not what is type-checked
 * file by file, as `pulumi up` does.
 */
const ofOptions = Array.from({ length: 200 }, (_, at) => 5000 + at);

/** Whether files beside this one are ES modules where their names do not tell: the nearest package.json says. */
function isOfModules(file: string): boolean {
  const manifest = nearest("package.json", dirname(file));
  return manifest !== undefined && JSON.parse(readFileSync(manifest, "utf8")).type === "module";
}

/** The file of a name in a folder, or in the nearest one above it. */
function nearest(name: string, folder: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return file;
  return folder === dirname(folder) ? undefined : nearest(name, dirname(folder));
}

/**
 * Registers the hooks with which the SDK imports ES modules in TypeScript, where the program has a ts-node that knows of
 * them. They take the nearest tsconfig.json, whatever Pulumi.yaml names, and find names.ts for `import "./names.js"`.
 */
function hookModules(folder: string, from: NodeRequire): boolean {
  const sdk = createRequire(from.resolve("@pulumi/pulumi"));
  if (found("ts-node/esm", sdk) === undefined) return false;
  const tsconfig = nearest("tsconfig.json", folder);
  process.env.TS_NODE_TRANSPILE_ONLY = "true"; // Types are the business of who deploys.
  process.env.TS_NODE_IGNORE_DIAGNOSTICS = ofOptions.join();
  if (tsconfig !== undefined) process.env.TS_NODE_PROJECT = tsconfig; // This process may be one of ts-node, too.
  register(pathToFileURL(sdk.resolve("@pulumi/pulumi/cmd/run/hooks.js")));
  return true;
}

/** Whether a program is an ES module by its name, or else by its package, and no ts-node has to make it CommonJS. */
function isModule(entry: string, isOfModules: boolean): boolean {
  const { typescript } = process.features as { typescript?: unknown }; // Of Node.js 22 and later.
  if (entry.endsWith("ts") && !typescript) return false;
  return /\.m[jt]s$/.test(entry) || (!/\.c[jt]s$/.test(entry) && isOfModules);
}

/** What only import() can load: ES modules, and before all those with a top-level await. */
const onlyImported = ["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE"];

/** Files of programs that ran before, which would not run again. */
const own = new Set<string>();

async function required(entry: string, from: NodeRequire): Promise<unknown> {
  for (const file of own) delete from.cache[file];
  const before = new Set(Object.keys(from.cache));
  try {
    delete from.cache[entry];
    return from(entry);
  } catch (error) {
    if (!onlyImported.includes(String((error as NodeJS.ErrnoException | undefined)?.code))) throw error;
    return imported(entry);
  } finally {
    const loaded = Object.keys(from.cache).filter((file) => !before.has(file));
    for (const file of loaded) if (!/[/\\]node_modules[/\\]/.test(file)) own.add(file);
  }
}

let imports = 0;

/** Gives what a module imports the same number as it has: by the same URL it would not run again. */
const again = `export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const [number] = /[?]again=[0-9]+$/.exec(context.parentURL ?? "") ?? [];
  const isOwn = found.url.startsWith("file:") && !found.url.includes("/node_modules/") && !found.url.includes("?");
  return number && isOwn ? { ...found, url: found.url + number } : found;
}`;

/** Where Node.js 20 takes a bundle from its code cache, as npm scripts do, an import within the bundle has no loader. */
const load: (url: string) => Promise<{ default?: unknown }> = new Script("(url) => import(url)", {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext();

async function imported(entry: string): Promise<unknown> {
  const number = imports++;
  if (number === 1) register(`data:text/javascript,${encodeURIComponent(again)}`);
  const module = await load(`${pathToFileURL(entry).href}${number === 0 ? "" : `?again=${number}`}`);
  return module.default ?? module;
}

/** The folder that a program is run in, as `pulumi up` does. */
export async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}

/** Where Pulumi.yaml is, from a folder upwards. What to do where it is not depends on the command. */
export function projectFolder(from: string, otherwise: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) {
      throw new UsageError(`There is no Pulumi.yaml in ${resolve(from)} or above. ${otherwise}`);
    }
  }
}

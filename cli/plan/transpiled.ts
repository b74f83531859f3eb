import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What ts-node is registered as, as far as it matters here. */
export interface TsNode {
  compile(code: string, file: string): string;
  /** The one that the SDK brings along (7.0.1) does not tell them, and knows none that matter here. */
  options?: object;
}

/** What transpiles a program's TypeScript, and whose work is kept. */
export interface Transpiler {
  /** Where the program is. */
  from: NodeRequire;
  /** Files of which another version would transpile otherwise, and all else that decides. */
  by: (string | undefined)[];
  /** Whether the files beside one are ES modules. */
  isOfModules(file: string): boolean;
  /** Registers ts-node, and tells each file of its config. */
  register(onConfig: (file: string) => void): TsNode;
}

const endings = [".ts", ".tsx", ".cts"];
/** Options of ts-node with which it does more than to transpile what is asked for. */
const more = ["require", "ignore", "scope", "experimentalResolver", "esm"];

/**
 * Transpiles each file once: to load the compiler takes longer than most programs. What comes of a file is kept in
 * node_modules/.cache, by all that it depends on: its text, its folder, the tsconfig.json with those that it extends, and
 * who transpiles. Where one file is not there, ts-node takes over.
 */
export function transpileOnce({ from, by, isOfModules, register }: Transpiler): void {
  const modules = (from.resolve.paths("a") ?? []).find((folder) => existsSync(folder));
  const folder = modules && join(modules, ".cache/hipaa-iam");
  if (folder === undefined) {
    register(() => {});
    return;
  }
  const who = hashOf([process.versions.node, ...by.flatMap((file) => [file, versionOf(file)])]);
  const configs = readJson(join(folder, `${who}.json`));
  let config = configs && configOf(configs);

  const pathOf = (code: string, file: string) =>
    join(folder, `${hashOf([who, config, file, String(isOfModules(file)), code])}.js`);
  const tsNode = () => {
    for (const end of endings) delete from.extensions[end];
    const read = new Set<string>();
    const service = register((file) => read.add(file));
    const options = { ...service.options } as Record<string, unknown>;
    if (more.some((option) => [options[option]].flat().some(Boolean))) return;
    write(join(folder, `${who}.json`), JSON.stringify([...read]));
    config = configOf([...read]);
    const compile = service.compile.bind(service);
    service.compile = (code, file) => {
      const made = compile(code, file);
      write(pathOf(code, file), made);
      return made;
    };
  };
  const javaScript = from.extensions[".js"];
  for (const end of endings) {
    from.extensions[end] = (module, file) => {
      const isKept = config !== undefined && !/[/\\]node_modules[/\\]/.test(file);
      const made = isKept ? readText(pathOf(readText(file) ?? "", file)) : undefined;
      if (made === undefined) {
        tsNode();
        from.extensions[end]?.(module, file);
        return;
      }
      const target = module as NodeModule & { _compile(code: string, file: string): unknown };
      const compile = target._compile;
      target._compile = (_, name) => compile.call(target, made, name);
      javaScript?.(module, file);
    };
  }
}

/** The texts of the files of a config, undefined if one is gone. */
function configOf(files: string[]): string | undefined {
  const texts = files.map((file) => readText(file));
  return texts.includes(undefined) ? undefined : hashOf([...files, ...texts]);
}

function versionOf(file: string | undefined): string {
  if (file === undefined || !existsSync(file)) return "";
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}

function hashOf(parts: (string | undefined)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function readJson(file: string): string[] | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Whole or not at all, as another command may read it. Where nothing can be written, it is made anew each time. */
function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // It is read alone.
  }
}

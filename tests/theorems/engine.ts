import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { repository } from "../support/folder";

/** What of the engine questions are put to. */
export interface Engine {
  decide: typeof import("../../cli/theorems/decide").decide;
  claims: typeof import("../../cli/theorems/claim");
  documentOf: typeof import("../../cli/policy/document").documentOf;
}

/** A change of one place in a source of the engine. */
export interface Fault {
  what: string;
  file: string;
  from: string;
  to: string;
}

const transpiled = new Map<string, string>();

function transpile(text: string): string {
  const { outputText } = transpileModule(text, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  return outputText;
}

/** The engine from its sources, each loaded anew, with a fault in one of them. */
export function engineWith(fault?: Fault): Engine {
  const modules = new Map<string, { exports: object }>();
  const load = (file: string): object => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const run = new Function("exports", "require", "module", codeOf(file, fault));
    run(
      module.exports,
      (name: string) => {
        if (!name.startsWith(".")) return require(name);
        const asked = join(dirname(file), name);
        return asked.endsWith(".json") ? require(asked) : load(`${asked}.ts`);
      },
      module,
    );
    return module.exports;
  };
  const at = (name: string) => load(join(repository, "cli", `${name}.ts`));
  return {
    ...(at("theorems/decide") as Pick<Engine, "decide">),
    claims: at("theorems/claim") as Engine["claims"],
    ...(at("policy/document") as Pick<Engine, "documentOf">),
  };
}

function codeOf(file: string, fault: Fault | undefined): string {
  const text = readFileSync(file, "utf8");
  if (fault?.file === relative(join(repository, "cli"), file)) {
    if (text.split(fault.from).length !== 2)
      throw new Error(`${fault.what}: ${fault.file} has no such place.`);
    return transpile(text.replace(fault.from, () => fault.to));
  }
  const code = transpiled.get(file) ?? transpile(text);
  transpiled.set(file, code);
  return code;
}

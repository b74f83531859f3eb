import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { repository } from "../../tests/e2e/support/project";

/** A folder with the programs as JavaScript, within the repository, so that they find its packages. */
export function compiledPrograms(): string {
  const cache = join(repository, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "bench-"));
  const sources = join(__dirname, "programs");
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  for (const source of readdirSync(sources)) {
    const { outputText } = transpileModule(readFileSync(join(sources, source), "utf8"), { compilerOptions });
    writeFileSync(join(folder, source.replace(/ts$/, "js")), outputText);
  }
  return folder;
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "../support/folder";

/** What pages leave out, as each reader has it otherwise. */
const surroundings = `
  declare const config: import("@pulumi/pulumi").Config;
  declare const args: import("hipaa-iam").HipaaIamComponentArgs;
  declare const arns: Omit<import("hipaa-iam").HipaaIamComponentArgs, "environment">;
  declare const documents: { arn: string }, backups: { arn: string }, auditLogs: { arn: string };
  declare const masterKey: { arn: string }, secretsKey: { arn: string }, database: { secretArn: string };
  declare const deployRole: { arn: string }, trustAnchor: { arn: string };
`;

/** Pieces of programs, by name, as modules that stand for themselves. */
export type Snippets = Map<string, string>;

/**
 * The TypeScript of the README and of the pages in docs/. That of docs/other-side.md is lines of examples/complete, as
 * tests/resourcePolicies/docs.test.ts sees to: they compile there.
 */
export function snippetsOfPages(): Snippets {
  const pages = readdirSync(join(repository, "docs")).filter(
    (name) => name.endsWith(".md") && name !== "other-side.md",
  );
  const snippets: Snippets = new Map();
  for (const page of ["README.md", ...pages.map((name) => `docs/${name}`)]) {
    const text = readFileSync(join(repository, page), "utf8");
    for (const [index, [, code = ""]] of [...text.matchAll(/```typescript\n([\s\S]*?)```/g)].entries()) {
      snippets.set(`${page} ${index + 1}`, code);
    }
  }
  return snippets;
}

const entry = join(repository, "components/index.ts");
const options: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, types: ["node"], lib: ["lib.es2022.d.ts"] },
  ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext },
  paths: { "hipaa-iam": [entry] },
};

/** Of packages nobody reads the comments: to parse them takes as long as all else. */
export function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, how, ...more) => {
    const isOurs = !file.includes("/node_modules/");
    const { ParseAll, ParseNone } = ts.JSDocParsingMode;
    const version = typeof how === "object" ? how : { languageVersion: how };
    return getSourceFile(file, { ...version, jsDocParsingMode: isOurs ? ParseAll : ParseNone }, ...more);
  };
  return host;
}

/** The library alone: its checker, and the symbols of what it exports. */
export function compiledLibrary() {
  const program = ts.createProgram([entry], options, compilerHost(options));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = (module ? checker.getExportsOfModule(module) : []).map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  );
  return { program, checker, exported };
}

/** What the compiler has against snippets, each as `name: message`. What it has read of the library it does not read again. */
export function faultsOf(snippets: Snippets, library: ts.Program, exported: string[]): string[] {
  const names = new Map([...snippets].map(([name], index) => [join(repository, `snippet${index}.ts`), name]));
  const codes = [...snippets.values()].map((code) => withImports(code, exported));
  const declarations = join(repository, "snippets.d.ts");
  const texts = new Map([
    [declarations, surroundings],
    ...[...names.keys()].map((file, index): [string, string] => [file, codes[index] ?? ""]),
  ]);

  const host = compilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...how) => library.getSourceFile(file) ?? read(file, ...how);
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...names].flatMap(([file, name]) => {
    const source = program.getSourceFile(file);
    const faults = source
      ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      : [];
    return faults.map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

/** A page imports once what all its pieces use. */
function withImports(code: string, exported: string[]): string {
  const missing = exported.filter((name) => code.includes(name) && !code.includes("import"));
  return `${code}\nimport { ${missing.join(", ")} } from "hipaa-iam";`;
}

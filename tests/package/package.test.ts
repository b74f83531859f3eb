import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { repository, temporaryFolder } from "../support/folder";
import { printed, program, typedProgram } from "./consumer";

describe("the npm package, unpacked from its tarball", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let packed: string[];

  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  before(() => {
    const built = isBuilt() ? ["--ignore-scripts"] : [];
    const out = run(
      "npm",
      "pack",
      repository,
      "--json",
      "--silent",
      "--pack-destination",
      folder(),
      ...built,
    );
    const [{ filename, files }] = JSON.parse(out.slice(out.indexOf("[\n")));
    packed = files.map(({ path }: { path: string }) => path);
    // What npm would install, but its dependencies from here: they are large.
    const modules = join(folder(), "node_modules");
    mkdirSync(join(modules, "hipaa-iam"), { recursive: true });
    run("tar", "-xzf", filename, "--strip-components=1", "-C", join(modules, "hipaa-iam"));
    symlinkSync(join(repository, "node_modules/@pulumi"), join(modules, "@pulumi"));
  });

  it("holds the compiled library, its documents, and nothing else", () => {
    const others = packed.filter((path) => !/^dist\/[\w/]+\.(js|js\.map|d\.ts)$/.test(path));
    expect(others.sort()).to.deep.equal(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    const sources = readdirSync(join(repository, "components"), { recursive: true }).map(String);
    const modules = sources.filter((path) => path.endsWith(".ts")).map((path) => path.slice(0, -3));
    const compiled = packed
      .filter((path) => path.endsWith(".js"))
      .map((path) => path.slice("dist/".length, -3));
    expect(compiled.sort()).to.deep.equal(modules.sort());
  });

  it("brings Pulumi's two packages along and nothing else", () => {
    const manifest = readFileSync(join(folder(), "node_modules/hipaa-iam/package.json"), "utf8");
    const { dependencies, ...others } = JSON.parse(manifest);
    expect(Object.keys(dependencies)).to.deep.equal(["@pulumi/aws", "@pulumi/pulumi"]);
    expect(others).not.to.have.any.keys("optionalDependencies", "bundleDependencies");
    // TypeScript is for who has it.
    expect(Object.keys(others.peerDependencies)).to.deep.equal(["typescript"]);
    expect(others.peerDependenciesMeta).to.deep.equal({ typescript: { optional: true } });
  });

  it("is imported from JavaScript (CommonJS) and runs only the library", () => {
    writeFileSync(
      join(folder(), "consumer.cjs"),
      `const pulumi = require("@pulumi/pulumi");
       const { Environment, HipaaIamComponent } = require("hipaa-iam");
       (async () => {${program}})();`,
    );
    expect(JSON.parse(run(process.execPath, "consumer.cjs"))).to.deep.equal(printed);
  });

  it("is imported from JavaScript (ES module)", () => {
    writeFileSync(
      join(folder(), "consumer.mjs"),
      `import * as pulumi from "@pulumi/pulumi";
       import { Environment, HipaaIamComponent } from "hipaa-iam";
       ${program}`,
    );
    expect(JSON.parse(run(process.execPath, "consumer.mjs"))).to.deep.equal(printed);
  });

  it("is imported from TypeScript, and its declarations are strict", () => {
    writeFileSync(join(folder(), "consumer.ts"), typedProgram);
    // By hand, since the command would check the declarations of all packages or of none.
    const { program, sources } = consumer(join(folder(), "consumer.ts"));
    expect(sources.map(({ fileName }) => relative(folder(), fileName))).to.include.members([
      "consumer.ts",
      "node_modules/hipaa-iam/dist/index.d.ts",
    ]);
    const faults = [
      ...program.getOptionsDiagnostics(),
      ...sources.flatMap((source) => program.getSyntacticDiagnostics(source)),
      ...sources.flatMap((source) => program.getSemanticDiagnostics(source)),
    ];
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).to.deep.equal(
      [],
    );
    for (const source of sources) program.emit(source);
    expect(JSON.parse(run(process.execPath, "out/consumer.js"))).to.deep.equal(printed);
  });

  it("has no stack program: importing it asks for no config", () => {
    expect(existsSync(join(folder(), "node_modules/hipaa-iam/index.ts"))).to.equal(false);
    expect(existsSync(join(folder(), "node_modules/hipaa-iam/Pulumi.yaml"))).to.equal(false);
    expect(run(process.execPath, "-p", 'Object.keys(require("hipaa-iam")).sort().join()')).to.equal(
      `${[
        ...[
          "Environment",
          "HipaaIamBoundary",
          "HipaaIamComponent",
          "HipaaIamGuardrails",
          "TenantKeyProvisioning",
          "auditLogsBucketPolicy",
          "backupsBucketPolicy",
        ],
        ...["documentsBucketPolicy", "masterKeyStatements", "tenantKeyPolicy"],
      ]}\n`,
    );
  });
});

/** Whether `npm ci` or another build has been here since the sources changed. */
function isBuilt(): boolean {
  const entry = join(repository, "dist/index.js");
  const sources = readdirSync(join(repository, "components"), { recursive: true }).map(String);
  const files = [...sources.map((name) => `components/${name}`), "tsconfig.build.json", "tsconfig.json"];
  const changed = files.map((name) => statSync(join(repository, name)).mtimeMs);
  return existsSync(entry) && statSync(entry).mtimeMs > Math.max(...changed);
}

/** A strict program, and those of its sources that are its own or this package's. */
function consumer(file: string): { program: ts.Program; sources: ts.SourceFile[] } {
  const program = ts.createProgram([file], {
    ...{ strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext },
    ...{
      types: ["node"],
      typeRoots: [join(repository, "node_modules/@types")],
      outDir: join(dirname(file), "out"),
    },
  });
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(dirname(file)));
  return { program, sources };
}

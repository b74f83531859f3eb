import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import goldenSchema from "../../components/schema.json";
import { isBuilt } from "../support/build";
import { repository, temporaryFolder } from "../support/folder";
import { sizeLimit, sizeWithoutSourceMaps } from "../support/packageSize";
import { runPlugin } from "../support/plugin";
import { printed, program, typedProgram } from "./consumer";
import { compilerHost } from "./snippets";

/** A consumer's program, as Pulumi runs it, of resources whose attributes are not known before they are there. */
const reviewedProgram = `
  import * as pulumi from "@pulumi/pulumi";
  import { Bucket } from "@pulumi/aws/s3";
  import { Key } from "@pulumi/aws/kms";
  import { HipaaIamComponent } from "hipaa-iam";
  const arnOf = (name: string) => new Bucket(name).arn;
  new HipaaIamComponent("app", {
    environment: "production",
    s3BucketDocumentsArn: arnOf("documents"),
    s3BucketBackupsArn: arnOf("backups"),
    s3BucketAuditLogsArn: arnOf("audit-logs"),
    kmsMasterKeyArn: new Key("master").arn,
    externalId: pulumi.secret("only-we-know"),
  });
`;

describe("the npm package, unpacked from its tarball", () => {
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
    symlinkSync(join(repository, "node_modules/yaml"), join(modules, "yaml"));
  });

  it("holds the compiled library and command, documents, and nothing else", () => {
    const others = packed.filter(
      (path) => !/^dist\/[\w/]+\.(js|js\.map|d\.ts)$|^dist\/components\/schema.json$/.test(path),
    );
    expect(others.sort()).to.deep.equal([
      ...["LICENSE", "README.md", "cli/review/review.schema.json", "package.json"],
    ]);
    const modulesIn = (folder: string) =>
      readdirSync(join(repository, folder), { recursive: true })
        .map(String)
        .filter((path) => path.endsWith(".ts"))
        .map((path) => `${folder}/${path.slice(0, -".ts".length)}`);
    const compiled = packed
      .filter((path) => path.endsWith(".js"))
      .map((path) => path.slice(5, -".js".length));
    const library = modulesIn("components");
    expect(compiled.sort()).to.deep.equal([...library, "cli/main"].sort());
    const declared = packed
      .filter((path) => path.endsWith(".d.ts"))
      .map((path) => path.slice(5, -".d.ts".length));
    expect(declared.sort()).to.deep.equal(library.sort());
  });

  it("is within its size, source maps apart", () => {
    expect(sizeWithoutSourceMaps(join(folder(), "node_modules/hipaa-iam"))).to.be.below(sizeLimit);
  });

  it("brings Pulumi's two packages along, a reader of YAML, a progress bar, and nothing else", () => {
    const manifest = readFileSync(join(folder(), "node_modules/hipaa-iam/package.json"), "utf8");
    const { dependencies, ...others } = JSON.parse(manifest);
    expect(Object.keys(dependencies)).to.deep.equal([
      "@pulumi/aws",
      "@pulumi/pulumi",
      "cli-progress",
      "yaml",
    ]);
    expect(others).not.to.have.any.keys("optionalDependencies", "bundleDependencies");
    // TypeScript is for who has it, AWS's SDK for who verifies.
    const clients = ["accessanalyzer", "iam", "kms", "s3", "sts"].map((name) => `@aws-sdk/client-${name}`);
    const optional = [...clients, "typescript"];
    expect(Object.keys(others.peerDependencies)).to.deep.equal(optional);
    expect(others.peerDependenciesMeta).to.deep.equal(
      Object.fromEntries(optional.map((name) => [name, { optional: true }])),
    );
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

  it("is imported from TypeScript, its declarations are strict, and as JavaScript (CommonJS) it runs only the library", () => {
    writeFileSync(join(folder(), "consumer.ts"), typedProgram);
    // By hand, since the command would check the declarations of all packages or of none.
    const { program, sources } = consumer(join(folder(), "consumer.ts"));
    expect(sources.map(({ fileName }) => relative(folder(), fileName))).to.include.members([
      "consumer.ts",
      "node_modules/hipaa-iam/dist/components/index.d.ts",
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
    expect(readFileSync(join(folder(), "out/consumer.js"), "utf8")).to.include('require("hipaa-iam")');
    expect(JSON.parse(run(process.execPath, "out/consumer.js"))).to.deep.equal(printed);
  });

  it("has the command that reviews a consumer's program", () => {
    const project = join(folder(), "project");
    mkdirSync(project);
    writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: program.ts\n");
    writeFileSync(join(project, "Pulumi.live.yaml"), "config:\n  aws:region: eu-west-1\n");
    writeFileSync(join(project, "program.ts"), reviewedProgram);
    const { bin } = JSON.parse(readFileSync(join(folder(), "node_modules/hipaa-iam/package.json"), "utf8"));
    const command = join(folder(), "node_modules/hipaa-iam", bin["hipaa-iam"]);
    const out = join(project, "access-review");
    const said = run(process.execPath, command, "review", "--stack", "live", "--cwd", project, "--out", out);
    expect(said).to.match(/^1 component, 1 role, 30 statements, 0 without a known reason/);
    const review = readFileSync(join(out, "review.json"), "utf8");
    expect(review).to.include(
      "arn:aws:s3:::documents-unknown(s3.Bucket documents [region eu-west-1], end of bucket)/tenants/*",
    );
    expect(review).to.include(
      "arn:aws:kms:eu-west-1:unknown(account of the stack):key/unknown(kms.Key master [region eu-west-1], keyId)",
    );
    expect(review).not.to.include("only-we-know");
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

describe("the package as a plugin, from a checkout", () => {
  const folder = temporaryFolder();

  // After the tarball is packed, which builds where nobody has.
  it("hands out its schema from what is built, without a source or settings of TypeScript", async () => {
    const plugin = join(folder(), "plugin");
    for (const part of ["package.json", "PulumiPlugin.yaml", "dist"]) {
      cpSync(join(repository, part), join(plugin, part), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(plugin, "node_modules"));
    const { schema } = await runPlugin(plugin, folder());
    expect(JSON.parse(schema)).to.deep.equal(goldenSchema);
  });
});

/** A strict program, and those of its sources that are its own or this package's. */
function consumer(file: string): { program: ts.Program; sources: ts.SourceFile[] } {
  const options: ts.CompilerOptions = {
    ...{ strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext },
    ...{
      types: ["node"],
      lib: ["lib.es2022.d.ts"],
      typeRoots: [join(repository, "node_modules/@types")],
      outDir: join(dirname(file), "out"),
    },
  };
  const program = ts.createProgram([file], options, compilerHost(options));
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(dirname(file)));
  return { program, sources };
}

import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { printed, typedProgram } from "../../tests/package/consumer";
import type { Combination } from "./combinations";
import { installManager, type Manager, oneCopy, writeProject } from "./managers";

const repository = resolve(__dirname, "../..");
const run = promisify(execFile);

/** Tests that need no other tool than mocha and what the component itself needs. */
const core = ["tests/component/*.test.ts", "tests/policies/*.test.ts", "tests/checks/*.test.ts"];

/** A project that has the package and some versions of what it works with. */
export class Consumer {
  constructor(
    private readonly folder: string,
    private readonly node: string,
  ) {}

  /** Installs the tarball as a user would. npm refuses where a package of the tree asks for another Node.js. */
  async install(tarball: string, { node, pulumi, aws, typescript }: Combination): Promise<void> {
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ private: true }));
    const versions = [`@pulumi/pulumi@${pulumi}`, `@pulumi/aws@${aws}`, `typescript@${typescript}`];
    const types = `@types/node@${node.split(".")[0]}`;
    await this.run(
      "npm",
      "install",
      "--engine-strict",
      "--no-audit",
      "--no-fund",
      tarball,
      ...versions,
      types,
    );
  }

  /** The same with another package manager. Returns its version. */
  async installWith(manager: Manager, tarball: string, versions: Combination): Promise<string> {
    const { executable, version } = installManager(manager);
    writeProject(this.folder, tarball, manager, versions);
    await this.run(executable, "install");
    writeFileSync(join(this.folder, "oneCopy.cjs"), oneCopy);
    await this.run(this.node, "oneCopy.cjs");
    return version;
  }

  /** Two copies of Pulumi in one program do not know each other's resources. */
  async expectOneCopy(): Promise<void> {
    for (const name of ["@pulumi/pulumi", "@pulumi/aws"]) {
      const copies = (await this.run("npm", "ls", name, "--all", "--parseable")).trim().split("\n");
      if (copies.length !== 1) throw new Error(`${name} is installed ${copies.length} times: ${copies}`);
    }
  }

  /** Compiles a program against the declarations, theirs checked too, and runs it on Pulumi's mocks. */
  async compileAndRun(): Promise<void> {
    const compilerOptions = {
      ...{ strict: true, skipLibCheck: false, target: "es2022", module: "nodenext", types: ["node"] },
      ...{ outDir: "out", rootDir: "." },
    };
    writeFileSync(join(this.folder, "consumer.ts"), typedProgram);
    const config = { compilerOptions, files: ["consumer.ts"] };
    writeFileSync(join(this.folder, "tsconfig.consumer.json"), JSON.stringify(config));
    await this.run(this.node, "node_modules/typescript/bin/tsc", "-p", "tsconfig.consumer.json");
    const said = JSON.parse(await this.run(this.node, "out/consumer.js"));
    if (!isDeepStrictEqual(said, printed)) throw new Error(`The program printed ${JSON.stringify(said)}`);
  }

  /** Runs the project's own tests on these versions. Returns how many passed. */
  async test(): Promise<number> {
    for (const name of ["components", "cli", "stack", "tests", "tsconfig.json", "index.ts"]) {
      cpSync(join(repository, name), join(this.folder, name), { recursive: true });
    }
    this.linkOtherModules();
    const mocha = ["node_modules/mocha/bin/mocha.js", "--no-config", "--require", "ts-node/register"];
    const out = await this.run(this.node, ...mocha, "--timeout", "120000", "--reporter", "dot", ...core);
    return Number(/(\d+) passing/.exec(out)?.[1] ?? 0);
  }

  /** What tests need besides comes from this repository. */
  private linkOtherModules(): void {
    const modules = join(repository, "node_modules");
    const names = readdirSync(modules).filter((name) => !name.startsWith("."));
    const packages = names.flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((part) => join(name, part)) : [name],
    );
    for (const name of packages) {
      const link = join(this.folder, "node_modules", name);
      if (existsSync(link)) continue;
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(modules, name), link);
    }
  }

  private async run(command: string, ...args: string[]): Promise<string> {
    const PATH = [dirname(this.node), process.env.PATH].join(delimiter);
    // npm hands down how quiet it was asked to be: here its errors are read.
    const env = { ...process.env, PATH, npm_config_loglevel: "error" };
    const options = { cwd: this.folder, env, maxBuffer: 2 ** 26 };
    try {
      return (await run(command, args, options)).stdout;
    } catch (error) {
      // The message holds stderr; what tsc and mocha find is in stdout.
      const { message, stdout = "" } = error as Error & { stdout?: string };
      throw new Error(`${message}\n${stdout}`);
    }
  }
}

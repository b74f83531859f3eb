import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { entryOf } from "../../cli/plan/entry";
import { runOffline } from "../../cli/plan/offline";
import { repository, temporaryFolder } from "../support/folder";
import { accessIn, header, trust } from "./programs";

type Files = Record<string, string>;

const yaml = (main: string, more = "") => ({
  "Pulumi.yaml": `name: shop\nruntime: nodejs\nmain: ${main}\n${more}`,
});
const withOptions = (main: string, options: string) => ({
  "Pulumi.yaml": `name: shop\nmain: ${main}\nruntime: { name: nodejs, options: { ${options} } }\n`,
});
const allow = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
const reading = `${header}
  new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}' });
  new aws.iam.RolePolicy("p", { name: "p", role: "r", policy: require("node:fs").readFileSync("policy.json", "utf8") });`;

describe("a program elsewhere than in the folder of Pulumi.yaml", () => {
  const folder = temporaryFolder();

  function project(files: Files): string {
    const own = mkdtempSync(join(folder(), "p-"));
    symlinkSync(join(repository, "node_modules"), join(own, "node_modules"));
    const all = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "Pulumi.t.yaml": "config: {}\n", ...files };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(own, name)), { recursive: true });
      writeFileSync(join(own, name), text);
    }
    return own;
  }

  const none = { "package.json": "{}" };
  const modules = '{ "type": "module" }';
  const found: [what: string, main: string | undefined, files: Files, folder: string, file: string][] = [
    ["no main", undefined, { ...none, "index.js": "" }, "", "index.js"],
    ["a file", "src/run.js", { ...none, "src/run.js": "" }, "src", "src/run.js"],
    ["a folder", "src/", { ...none, "src/index.ts": "" }, "src", "src/index.ts"],
    [
      "two programs in a folder",
      "src",
      { ...none, "src/index.js": "", "src/index.ts": "" },
      "src",
      "src/index.js",
    ],
    [
      "a folder that is a package",
      "src",
      { "src/package.json": '{ "main": "run.js" }', "src/run.js": "" },
      "src",
      "src/run.js",
    ],
    [
      "a package of YAML",
      "src",
      { "src/package.yaml": "main: run.js\n", "src/run.js": "" },
      "src",
      "src/run.js",
    ],
    [
      "main without its ending",
      "src",
      { "src/package.json": '{ "main": "./run" }', "src/run.js": "" },
      "src",
      "src/run.js",
    ],
    [
      "main that is a folder",
      "src",
      { "src/package.json": '{ "main": "lib" }', "src/lib/index.js": "" },
      "src",
      "src/lib/index.js",
    ],
    [
      "main that is not there",
      "src",
      { "src/package.json": '{ "main": "a.js" }', "src/index.js": "" },
      "src",
      "src/index.js",
    ],
    [
      "a package above",
      "src",
      { "package.json": '{ "main": "lib/a.js" }', "lib/a.js": "", "src/index.js": "" },
      "src",
      "lib/a.js",
    ],
    [
      "a package above a file",
      "src/b.js",
      { "package.json": '{ "main": "lib/a.js" }', "lib/a.js": "", "src/b.js": "" },
      "src",
      "src/b.js",
    ],
    [
      "exports",
      "src",
      { "src/package.json": '{ "exports": "./a.js", "main": "b.js" }', "src/a.js": "", "src/b.js": "" },
      "src",
      "src/a.js",
    ],
    [
      "exports of conditions",
      "src",
      { "src/package.json": '{ "exports": { ".": { "import": "./a.js" } } }', "src/a.js": "" },
      "src",
      "src/a.js",
    ],
    [
      "exports of other names",
      "src",
      { "src/package.json": '{ "exports": { "./b": "./b.js" } }', "src/index.js": "", "src/b.js": "" },
      "src",
      "src/index.js",
    ],
    [
      "ES modules",
      "src",
      { "package.json": modules, "src/index.mjs": "", "src/index.ts": "" },
      "src",
      "src/index.mjs",
    ],
  ];
  for (const [what, main, files, working, file] of found) {
    it(`is found, and its working directory: ${what}`, () => {
      const root = project(files);
      const entry = entryOf(root, main);
      expect([relative(root, entry.folder), relative(root, entry.file)]).to.deep.equal([working, file]);
      expect(entry.isOfModules).to.equal(files["package.json"] === modules);
    });
  }

  const run = (files: Files) => runOffline({ folder: project(files), stack: "t", standIn: {}, config: [] });
  const refused: [what: string, files: Files, message: RegExp][] = [
    [
      "main that is not there",
      yaml("infra"),
      /^Pulumi\.yaml: project 'main' could not be read: there is no .*infra\.$/,
    ],
    [
      "main without its ending",
      { ...yaml("index"), "index.js": "" },
      /could not be read: there is no .*index\.$/,
    ],
    [
      "a folder without a program",
      { ...yaml("infra"), "index.js": "", "infra/a.js": "" },
      /^There is no program in .*infra:/,
    ],
    [
      "a tsconfig that is not there",
      { ...withOptions("infra", "tsconfig: own.json"), "own.json": "{}", "infra/index.js": "" },
      /^Pulumi\.yaml: tsconfig path was set to own\.json, and there is no .*infra\/own\.json\.$/,
    ],
  ];
  for (const [what, files, message] of refused) {
    it(`is refused: ${what}`, async () => {
      const error = await run(files).catch((error: Error) => error);
      expect((error as Error).message).to.match(message);
    });
  }

  it("is told of the folder of Pulumi.yaml, and runs in its own", async () => {
    const told = `const pulumi = require("@pulumi/pulumi"); const { relative } = require("node:path");
      const root = pulumi.getRootDirectory(); const { runtime } = pulumi;
      exports.all = [relative(root, process.cwd()), pulumi.getProject(), pulumi.getStack(), runtime.hasEngine(), runtime.hasMonitor()];`;
    const before = process.cwd();
    const { outputs } = await run({ ...yaml("infra/"), "infra/index.js": told });
    expect(outputs.all).to.deep.equal(["infra", "shop", "t", true, true]);
    expect(process.cwd()).to.equal(before);
  });

  it("has its stack files where Pulumi.yaml says, and not in its own folder", async () => {
    const files = {
      ...yaml("infra/", "stackConfigDir: conf\n"),
      "conf/Pulumi.t.yaml": "config:\n  shop:a: of the project\n",
      "infra/Pulumi.t.yaml": "config:\n  shop:a: of the program\n",
      "infra/index.js": `${header} exports.a = new pulumi.Config().require("a");`,
    };
    expect((await run(files)).outputs.a).to.equal("of the project");
  });

  it("reads a policy beside it, so that diff sees what it grants", async () => {
    const side = (action: string) =>
      project({
        ...yaml("infra/"),
        "policy.json": allow("s3:GetObject"),
        "infra/policy.json": allow(action),
        "infra/index.js": reading,
      });
    const [old, now] = [await accessIn(side("s3:GetObject")), await accessIn(side("*"))];
    expect(compare(old, now).filter(({ grew }) => grew)).to.have.length(1);
    expect(compare(old, old)).to.have.length(0);
  });

  const fields = "class A { b: string | undefined; } export const out = Object.keys(new A()).length;";
  const decorated = `const noted: string[] = []; const note = (_: object, key: string) => { noted.push(key); };
    class A { @note b = 5; } new A(); export const out = noted.join();`;
  const config = (isDefined: boolean, more = {}) =>
    JSON.stringify({ compilerOptions: { target: "es2022", useDefineForClassFields: isDefined, ...more } });
  const ofModules = { module: "nodenext", moduleResolution: "nodenext" };
  const own = { "tsconfig.json": config(true), "src/index.ts": fields };
  const compiled: [what: string, files: Files, out: string][] = [
    ["by the tsconfig.json beside it", { ...own, ...yaml("src"), "src/tsconfig.json": config(false) }, "0"],
    ["by none that is above", { "tsconfig.json": config(true), ...yaml("src"), "src/index.ts": fields }, "0"],
    [
      "with the decorators of its tsconfig.json",
      {
        ...yaml("src/index.ts"),
        "src/tsconfig.json": config(false, { experimentalDecorators: true, module: "commonjs" }),
        "src/index.ts": decorated,
      },
      "b",
    ],
    [
      "by the one that Pulumi.yaml names, from its folder",
      {
        ...own,
        ...withOptions("src", "tsconfig: conf/a.json"),
        "conf/a.json": config(false),
        "src/conf/a.json": config(true, { rootDir: ".." }),
      },
      "1",
    ],
    [
      "where JavaScript asks for it",
      {
        ...yaml("src"),
        "src/index.js": 'exports.out = require("./b").b;',
        "src/b.ts": 'enum B { A = "a" } export const b: string = B.A;',
      },
      "a",
    ],
    [
      "as ES modules by the nearest tsconfig.json",
      {
        ...yaml("src"),
        "package.json": modules,
        "tsconfig.json": config(false, ofModules),
        "src/index.ts": fields,
      },
      "0",
    ],
    [
      "as ES modules by none that Pulumi.yaml names",
      {
        ...withOptions("src", "tsconfig: conf/a.json"),
        ...{ "package.json": modules, "src/conf/a.json": config(false, ofModules), "src/index.ts": fields },
        "src/tsconfig.json": config(true, ofModules),
      },
      "1",
    ],
    [
      "with the nodeargs of Pulumi.yaml, from its folder",
      {
        ...withOptions("src", 'nodeargs: "--require ./first.js"'),
        ...{ "first.js": "globalThis.first = 1;", "src/first.js": "globalThis.first = 2;" },
        "src/index.js": "exports.out = globalThis.first;",
      },
      "2",
    ],
  ];
  for (const [what, files, out] of compiled) {
    it(`is compiled ${what}`, () => {
      const args = [
        "tools/run.js",
        "cli/plan/main.ts",
        "--folder",
        project({ ...none, ...files }),
        "--stack",
        "t",
      ];
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
      expect(stderr).to.equal("");
      expect(stdout).to.include(`  out = ${out}\n`);
    });
  }
});

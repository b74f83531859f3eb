import type { Program } from "../program";

const yaml = (name: string, main: string, options = "") =>
  `name: ${name}\nmain: ${main}\nruntime:\n  name: nodejs\n${options}`;
const options = (text: string) => `  options: { ${text} }\n`;
/** Where the program is run, and what it is told of that. */
const where = `const path = require("node:path"); const pulumi = require("@pulumi/pulumi"); const root = pulumi.getRootDirectory();
  exports.ran = [path.relative(root, process.cwd()), path.relative(root, __filename), pulumi.getProject(), pulumi.getStack()];
`;
const policy = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
const reading = `${where} const aws = require("@pulumi/aws"); const fs = require("node:fs");
  new aws.iam.Policy("p", { name: "of-" + pulumi.getProject(), policy: fs.readFileSync("policy.json", "utf8") });
  exports.above = fs.existsSync("../policy.json");`;
/** With fields that TypeScript declares, and does not define, this is 0; and else 1. */
const fields = "class A { b: string | undefined; } export const fields = Object.keys(new A()).length;";
const config = (isDefined: boolean, more: object = {}) =>
  JSON.stringify({
    compilerOptions: { target: "es2022", skipLibCheck: true, useDefineForClassFields: isDefined, ...more },
  });
const ofModules = { module: "nodenext", moduleResolution: "nodenext" };
const decorated = `const noted: string[] = []; const note = (_: object, key: string) => { noted.push(key); };
  class B { @note b = 5; } new B(); export { noted };`;

/** Programs that are not in the folder of Pulumi.yaml. */
export const folders: Program[] = [
  {
    name: "main-folder",
    files: {
      "Pulumi.yaml": yaml("main-folder", "infra/"),
      ...{
        "policy.json": policy("s3:GetObject"),
        "infra/policy.json": policy("*"),
        "infra/index.js": reading,
      },
    },
  },
  {
    name: "main-file",
    files: {
      "Pulumi.yaml": yaml("main-file", "infra/stacks/run.js"),
      ...{ "infra/stacks/policy.json": policy("s3:PutObject"), "infra/stacks/run.js": reading },
    },
  },
  {
    name: "main-folder-of-package",
    files: {
      "Pulumi.yaml": yaml("main-folder-of-package", "infra"),
      "package.json": JSON.stringify({ main: "other.js" }),
      ...{ "infra/package.json": JSON.stringify({ main: "program.js" }), "infra/program.js": where },
    },
  },
  {
    name: "main-folder-below-package",
    files: {
      "Pulumi.yaml": yaml("main-folder-below-package", "infra"),
      "package.json": JSON.stringify({ exports: { ".": { default: "./built/run.js" } } }),
      ...{ "built/run.js": where, "infra/index.js": "exports.it = 'not this';" },
    },
  },
  {
    name: "main-folder-main-without-ending",
    files: {
      "Pulumi.yaml": yaml("main-folder-main-without-ending", "infra"),
      ...{ "infra/package.json": JSON.stringify({ main: "./run" }), "infra/run.js": where },
    },
  },
  {
    name: "main-package-yaml",
    files: {
      "Pulumi.yaml": yaml("main-package-yaml", "infra"),
      ...{ "infra/package.yaml": "main: program.js\n", "infra/program.js": where },
    },
  },
  {
    name: "main-tsconfig",
    files: {
      "Pulumi.yaml": yaml("main-tsconfig", "infra/index.ts"),
      "tsconfig.json": config(true),
      "infra/tsconfig.json": config(false, { experimentalDecorators: true, module: "nodenext" }),
      "infra/index.ts": `${fields}\n${decorated}`,
    },
  },
  {
    name: "main-tsconfig-above",
    files: {
      "Pulumi.yaml": yaml("main-tsconfig-above", "infra/index.ts"),
      "tsconfig.json": config(true),
      "infra/index.ts": fields,
    },
  },
  {
    name: "main-tsconfig-option",
    files: {
      "Pulumi.yaml": yaml("main-tsconfig-option", "infra", options("tsconfig: conf/own.json")),
      "conf/own.json": config(true),
      "infra/conf/own.json": config(false, { rootDir: ".." }),
      "infra/index.ts": fields,
    },
  },
  {
    name: "main-typescript-off",
    files: {
      "Pulumi.yaml": yaml("main-typescript-off", "infra", options("typescript: false")),
      "infra/index.js": `${where} exports.isKnown = ".ts" in require.extensions;`,
    },
  },
  {
    name: "main-javascript-and-typescript",
    files: {
      "Pulumi.yaml": yaml("main-javascript-and-typescript", "infra"),
      "infra/index.js": 'exports.name = require("./names").nameOf("a");',
      "infra/names.ts":
        'enum End { A = "-end" }\nexport const nameOf = (name: string): string => name + End.A;',
    },
  },
  {
    name: "main-nodeargs",
    files: {
      "Pulumi.yaml": yaml("main-nodeargs", "infra", options('nodeargs: "--require ./first.js"')),
      ...{ "first.js": 'globalThis.first = "above";', "infra/first.js": 'globalThis.first = "infra";' },
      "infra/index.js": "exports.first = globalThis.first;",
    },
  },
  ...["", "tsconfig: conf/own.json"].map((named) => {
    const name = `esm-main-tsconfig${named ? "-option" : ""}`;
    return {
      name,
      files: {
        "Pulumi.yaml": yaml(name, "src/", options(named)),
        "package.json": JSON.stringify({ type: "module" }),
        "tsconfig.json": config(true, ofModules),
        "src/conf/own.json": config(true, ofModules),
        "src/tsconfig.json": config(false, ofModules),
        "src/index.ts": fields,
      },
    };
  }),
  {
    name: "esm-main-tsconfig-above",
    files: {
      "Pulumi.yaml": yaml("esm-main-tsconfig-above", "src/"),
      "package.json": JSON.stringify({ type: "module" }),
      "tsconfig.json": config(false, ofModules),
      "src/index.ts": fields,
    },
  },
];

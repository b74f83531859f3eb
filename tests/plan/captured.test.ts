import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { exampleArgs } from "../support/component";
import { temporaryFolder } from "../support/folder";
import { accessIn, header, programsIn, projectIn, trust } from "./programs";

/** Buckets of another stack, by name: none of them is found offline. */
const buckets = 'const buckets = new pulumi.StackReference("acme/data/prod").requireOutput("buckets");';
const role = (boundary: string) => `
  new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}', permissionsBoundary: ${boundary} });`;
const named = (name: string) => role(`buckets.apply((l) => l.find((x) => x.name === ${name})?.arn)`);

/** How a callback gets what it chooses by, which is VALUE in these. */
const captured: [what: string, program: string][] = [
  ["a text", `const name = "VALUE"; ${named("name")}`],
  ["a number", `const at = "VALUE".charCodeAt(0); ${role("buckets.apply((l) => [...l][at]?.arn)")}`],
  ["a variable that is set later", `let name; name = "VALUE"; ${named("name")}`],
  ["an argument", `const pick = (name) => { ${named("name")} }; pick("VALUE");`],
  ["a variable of a loop", `for (const name of ["VALUE"]) { ${named("name")} }`],
  ["a variable of a block around", `{ const name = "VALUE"; { const other = 1; ${named("name")} } }`],
  ["a field of an object", `const team = { its: { name: "VALUE" } }; ${named("team.its.name")}`],
  ["a field that may not be there", `const team = { name: "VALUE" }; ${named("team?.name")}`],
  ["a field by a key", `const of = { a: "VALUE" }; const key = "a"; ${named("of[key]")}`],
  [
    "a list",
    `const names = ["x", "VALUE"]; ${role("buckets.apply((l) => l.find((x) => names.includes(x.name))?.arn)")}`,
  ],
  ["a map", `const of = new Map([["a", "VALUE"]]); ${named('of.get("a")')}`],
  [
    "a pattern",
    `const name = /VALUE/; ${role("buckets.apply((l) => l.find((x) => name.test(x.name))?.arn)")}`,
  ],
  ["code", `const is = eval("(x) => x.name === 'VALUE'"); ${role("buckets.apply((l) => l.find(is)?.arn)")}`],
  [
    "a function that is the callback",
    `const is = (name) => (l) => l.find((x) => x.name === name)?.arn; ${role('buckets.apply(is("VALUE"))')}`,
  ],
  [
    "code that other code calls",
    `const is = (x) => x.name === wanted(); const wanted = () => deep.of().name; const deep = { of: () => ({ name: "VALUE" }) };
     ${role("buckets.apply((l) => l.find((x) => is(x))?.arn)")}`,
  ],
  [
    "arguments that are bound",
    `function pick(name, l) { return l.find((x) => x.name === name)?.arn; } ${role('buckets.apply(pick.bind(null, "VALUE"))')}`,
  ],
  [
    "this of a method",
    `class Pick { constructor(name) { this.name = name; } made() { ${named("this.name")} } } new Pick("VALUE").made();`,
  ],
  [
    "this of a method that is called",
    `class Pick { constructor(name) { this.name = name; } of(l) { return l.find((x) => x.name === this.name)?.arn; } }
     const pick = new Pick("VALUE"); ${role("buckets.apply((l) => pick.of(l))")}`,
  ],
  ["a buffer", `const buffer = Buffer.from("VALUE"); ${named("buffer.toString()")}`],
  ["a query", `const query = new URLSearchParams("name=VALUE"); ${named('query.get("name")')}`],
  [
    "a function of Node.js",
    `const { join } = require("node:path"); const name = "VALUE"; ${named('join("a", name)')}`,
  ],
  [
    "a file",
    `const fs = require("node:fs"); const name = "VALUE"; ${named('fs.existsSync(name) ? "a" : name')}`,
  ],
  [
    "a private field",
    `class Pick { #name; constructor(name) { this.#name = name; } is(x) { return x.name === this.#name; } }
     const pick = new Pick("VALUE"); ${role("buckets.apply((l) => l.find((x) => pick.is(x))?.arn)")}`,
  ],
  [
    "a private field, as TypeScript makes it for older targets",
    `const get = (of, fields) => fields.get(of); const names = new WeakMap();
     class Pick { constructor(name) { names.set(this, name); } is(x) { return x.name === get(this, names); } }
     const pick = new Pick("VALUE"); const b = new Pick("b"); ${role("buckets.apply((l) => l.find((x) => pick.is(x))?.arn)")}`,
  ],
  [
    "what a weak map has for a key",
    `const names = new WeakMap(); const team = {}; names.set(team, "VALUE"); ${named("names.get(team)")}`,
  ],
  [
    "a field of the class above",
    `class Base { constructor(name) { this.own = name; } get name() { return this.own; } }
     class Pick extends Base { is(x) { return x.name === super.name; } }
     const pick = new Pick("VALUE"); ${role("buckets.apply((l) => l.find((x) => pick.is(x))?.arn)")}`,
  ],
  ["a field by a symbol", `const key = Symbol("k"); const of = { [key]: "VALUE" }; ${named("of[key]")}`],
  [
    "this of a component",
    `class Team extends pulumi.ComponentResource {
       constructor(name) { super("t:t:T", "t", {}); this.team = name; ${named("this.team")} }
     } new Team("VALUE");`,
  ],
  ["what a callback around is given", `pulumi.output("VALUE").apply((name) => { ${named("name")} });`],
  [
    "what is given beside it",
    role('pulumi.all([buckets, "VALUE"]).apply(([l, name]) => [...l].find((x) => x.name === name)?.arn)'),
  ],
  [
    "an Output",
    `const name = pulumi.output("VALUE"); ${role("buckets.apply((l) => [...l][9] ?? void name)")}`,
  ],
  [
    "a resource",
    `const q = new aws.sqs.Queue("VALUE"); ${role("buckets.apply((l) => [...l].find((x) => x.queue === q)?.arn)")}`,
  ],
  [
    "a variable of the environment",
    `process.env.HIPAA_IAM_TEST = "VALUE"; ${named("process.env.HIPAA_IAM_TEST")}`,
  ],
  [
    "an async callback",
    `const name = "VALUE"; ${role("buckets.apply(async (l) => l.find((x) => x.name === name)?.arn)")}`,
  ],
];

describe("what a callback chooses by, of a value that is not known", () => {
  const folder = temporaryFolder();
  const { changes, run } = programsIn(folder);
  const with_ = (program: string, value: string) => buckets + program.replaceAll("VALUE", value);

  for (const [what, program] of captured) {
    it(`is compared: ${what}`, async () => {
      const [narrow, wide] = [with_(program, "a"), with_(program, "b")];
      expect((await changes(narrow, wide))[1]).to.be.above(0);
      expect(await changes(narrow, narrow)).to.deep.equal([0, 0]);
    });
  }

  it("is growth each time where nobody can tell it: this of an arrow function that another calls", async () => {
    const program = `
      class Pick { constructor(name) { this.name = name; } made() {
        const is = (x) => x.name === this.name; ${role("buckets.apply((l) => l.find((x) => is(x))?.arn)")} } }
      new Pick("a").made();`;
    expect((await changes(buckets + program, buckets + program))[1]).to.be.above(0);
  });

  it("is compared where config, or the name of the stack or the project, is asked for within", async () => {
    const program = (of: string) => buckets + named(of);
    const access = (of: string, config: string, project = "") =>
      accessIn(projectIn(folder(), { index: header + program(of), config, project }));
    const config = ["  shop:name: a\n", "  shop:name: b\n"];
    const asked = 'new pulumi.Config().require("name")';
    const [old = "", now = ""] = config;
    expect(compare(await access(asked, old), await access(asked, old))).to.deep.equal([]);
    expect(compare(await access(asked, old), await access(asked, now))).not.to.deep.equal([]);
  });

  it("is compared in modules that it comes from, of CommonJS and ES", async () => {
    const user = (imports: string) => `${imports}
      const buckets = new pulumi.StackReference("acme/data/prod").requireOutput("buckets");
      ${role("buckets.apply((l) => l.find((x) => x.name === names.documents)?.arn)")}
      export const other = buckets.apply((l) => documentsOf(l));`;
    const names =
      'export const documents = "VALUE";\nexport const documentsOf = (l) => l.find((x) => x.name === documents)?.arn;\n';
    const esm = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n';
    const kinds = {
      "names.js": [`${header}const names = require("./names.js");`, "{}"],
      "names.mjs": [
        `${esm}import * as names from "./names.mjs";\nimport { documentsOf } from "./names.mjs";`,
        '{ "type": "module" }',
      ],
      "names.ts": [`${esm}import * as names from "./names";\nimport { documentsOf } from "./names";`, "{}"],
    };
    for (const [file, [imports = "", manifest = ""]] of Object.entries(kinds)) {
      const access = async (value: string) => {
        const isCommon = file === "names.js";
        const common = (text: string) =>
          text.replace(/export const (\w+) =/g, isCommon ? "const $1 = exports.$1 =" : "$&");
        const index = common(user(imports)).replace(
          "documentsOf(l)",
          isCommon ? "names.documentsOf(l)" : "documentsOf(l)",
        );
        const project = projectIn(folder(), { index });
        writeFileSync(join(project, file), common(names.replaceAll("VALUE", value)));
        writeFileSync(join(project, "package.json"), manifest);
        const main = `index.${file.split(".")[1]}`;
        writeFileSync(join(project, main), index);
        writeFileSync(join(project, "Pulumi.yaml"), `name: shop\nruntime: nodejs\nmain: ${main}\n`);
        return accessIn(project);
      };
      expect(compare(await access("a"), await access("a")), file).to.deep.equal([]);
      expect(compare(await access("a"), await access("b")), file).not.to.deep.equal([]);
    }
  });

  it("tells values apart in one program, which a component may need", async () => {
    const { s3BucketDocumentsArn, s3BucketBackupsArn, ...given } = exampleArgs();
    const { resources, shown } = await run(`
      ${buckets} const { HipaaIamComponent } = require("hipaa-iam");
      const pick = (name) => buckets.apply((l) => l.find((x) => x.name === name)?.arn);
      new HipaaIamComponent("h", { ...${JSON.stringify(given)},
        s3BucketDocumentsArn: pick("documents"), s3BucketBackupsArn: pick("backups") });`);
    const text = JSON.stringify(shown(resources));
    expect(new Set(text.match(/output buckets \[callback [0-9a-f]{8}\]/g))).to.have.lengthOf(2);
  });

  it("is not told where it is secret", async () => {
    const origin = async (text: string) =>
      JSON.stringify(
        (
          await run(
            `${buckets} const name = "${text}"; pulumi.secret(name); exports.out = ${"buckets.apply((l) => l.find((x) => x.name === name)?.arn)"};`,
          )
        ).outputs,
      );
    expect(await origin("hush-one")).to.equal(await origin("hush-two"));
  });
});

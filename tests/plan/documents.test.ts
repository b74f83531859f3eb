import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { documents } from "../../cli/plan/documentTexts";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn } from "./programs";

const aws = dirname(require.resolve("@pulumi/aws/package.json"));

describe("policies that are given as objects", () => {
  it("are taken by all inputs for which @pulumi/aws declares that", () => {
    const modules = readdirSync(aws, { withFileTypes: true }).filter((one) => one.isDirectory());
    const found = modules.flatMap(({ name: module }) =>
      readdirSync(join(aws, module))
        .filter((file) => file.endsWith(".d.ts"))
        .flatMap((file) => {
          const text = readFileSync(join(aws, module, file), "utf8");
          const [, input] =
            /^ {4}(\w+)\??: pulumi\.Input<string \| inputs\.\w+\.\w*Document\b/m.exec(text) ?? [];
          const name = file.replace(".d.ts", "");
          const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
          return input === undefined ? [] : [[`aws:${module}/${name}:${title}`, input]];
        }),
    );
    expect(Object.fromEntries(found)).to.deep.equal(documents);
  });

  const folder = temporaryFolder();
  const { changes, run } = programsIn(folder);
  const made = (resource: string, more = "") => `
    const base = new aws.iam.Policy("base", { name: "base", policy: { Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: ${resource}${more} }] } });`;
  const text = (resource: string, condition = "") =>
    `{"Statement":[{"Action":"s3:GetObject",${condition}"Effect":"Allow","Resource":"${resource}"}],"Version":"2012-10-17"}`;
  const queue = "unknown(sqs.Queue q [name q, region us-east-1], url)";
  const condition = ', Condition: { StringLike: { b: "<&>", "10": 1, "9": true, none: null } }';
  const conditions = '"Condition":{"StringLike":{"10":1,"9":true,"b":"\\u003c\\u0026\\u003e"}},';
  const shown: [what: string, program: string, out: string, expected: unknown][] = [
    ["the text", made('"a"'), "base.policy", text("a")],
    ["a text by its type", made('"a"'), "base.policy.apply((one) => typeof one)", "string"],
    [
      "a text that can be read",
      made('"a"'),
      "base.policy.apply((one) => JSON.parse(one).Statement[0].Resource)",
      "a",
    ],
    ["a text within another", made('"a"'), "pulumi.concat('<', base.policy, '>')", `<${text("a")}>`],
    [
      "keys in the order of Go, and nothing that is null",
      made('"a"', condition),
      "base.policy",
      text("a", conditions),
    ],
    [
      "what is not known, with its origin",
      made('new aws.sqs.Queue("q", { name: "q" }).url'),
      "base.policy",
      text(queue),
    ],
    ["what is secret as a secret", made('pulumi.secret("hush")'), "pulumi.isSecret(base.policy)", true],
    [
      "what may be merged",
      made('"a"'),
      "aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [base.policy] }).minifiedJson",
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"a"}]}',
    ],
  ];
  for (const [what, program, out, expected] of shown) {
    it(`are ${what}`, async () => {
      const { outputs, states, shown } = await run(`${program} exports.out = ${out};`);
      expect(shown(outputs).out).to.equal(expected);
      const policy = states.find(({ type }) => type === "aws:iam/policy:Policy");
      expect(policy?.inputs.policy).to.deep.equal(policy?.outputs.policy);
    });
  }

  it("tell what is secret in them, so that it is hidden where they are read", async () => {
    const { resources, secrets } = await run(made('pulumi.secret("hush")'));
    expect(resources.find(({ name }) => name === "base")?.secrets).to.deep.equal(["policy"]);
    expect(secrets).to.deep.equal(["hush"]);
  });

  const wide = (choice: string) => made('"a"') + grant(`base.policy.apply((one) => ${choice} ? "*" : "b")`);
  const grown: [what: string, old: string, now: string][] = [
    ["that it is a text", wide('typeof one === "object"'), wide('typeof one === "string"')],
    [
      "what is read in it",
      wide('JSON.parse(one).Version === "x"'),
      wide('JSON.parse(one).Version[0] === "2"'),
    ],
  ];
  for (const [what, old, now] of grown) {
    it(`are growth where a program decides by ${what}`, async () => {
      expect(await changes(old, now)).to.deep.equal([1, 1]);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }
});

import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { runOffline } from "../../cli/plan/offline";
import { exampleArgs } from "../support/component";
import { temporaryFolder } from "../support/folder";
import { accessIn, header, projectIn, trust } from "./programs";

/** By kind of value: how a program makes or reads one. */
const kinds = {
  id: (name: string) => `new aws.sqs.Queue("${name}").id`,
  arn: (name: string) => `new aws.sqs.Queue("${name}").arn`,
  "key ID": (name: string) => `new aws.kms.Key("${name}").keyId`,
  nested: (name: string) =>
    `new aws.rds.Instance("${name}", { identifier: "${name}", instanceClass: "c" }).masterUserSecrets[0].secretArn`,
  promise: (name: string) => `pulumi.output(aws.ssm.getParameter({ name: "/${name}" })).value`,
  output: (name: string) => `new pulumi.StackReference("acme/data/prod").getOutput("${name}")`,
  secret: (name: string) => `new pulumi.Config().requireSecret("${name}")`,
};
type Kind = keyof typeof kinds;

/** What is shown: the value itself, a part of it, what is made of it. Anything else is shown as it is, and is known. */
const [whole, part, made] = ["whole", "part", "made"];
const shapes: Record<string, RegExp> = {
  whole: /^unknown\((?!part of |made of )[^()]+\)$/,
  part: /unknown\(part of [^()]+ \[[0-9a-f]{8}\]\)/,
  made: /unknown\(made of [^()]+, or by chance \[[0-9a-f]{8}\]\)/,
};

/** What a program does with a text v, what is shown for most kinds, and what for those of which more is known. */
const operations: [expression: string, shown: string, but?: Partial<Record<Kind, unknown>>][] = [
  ["v", whole],
  ['v.split("/").at(-1)', whole],
  ["v.toUpperCase()", whole],
  ["v.slice(0, 8)", part, { arn: "arn:aws:", nested: "arn:aws:" }],
  ["v.slice(0, 1)", made, { arn: "a", nested: "a" }],
  ["v.slice(-4)", part],
  ["v.at(-1)", made],
  ["v.substring(9, 14)", part, { arn: "qs:us", nested: "ecret" }],
  ["v.toUpperCase().slice(0, 6)", part, { arn: "ARN:AW", nested: "ARN:AW" }],
  ['"x-" + v.slice(-5) + "-y"', part],
  ["JSON.stringify({ a: [v.slice(-8)] })", part],
  ["Buffer.from(v.slice(-8)).toString()", part],
  ["v.length", made, { "key ID": 36 }],
  ["v.length * 2 + 1", made, { "key ID": 73 }],
  ['v.replace(/[aeiou]/g, "")', made],
  ['require("node:crypto").createHash("sha256").update(v).digest("hex")', made],
  ['Buffer.from(v).toString("base64")', made],
  ['[...v].reverse().join("")', made],
  ["v.slice(-6, -3) + v.slice(-2)", made],
  ["Number.parseInt(v.slice(-6), 36)", made],
  ['v.slice(-24).search("[abcf0-4]")', made],
  ['v.split("").sort().join("")', made],
  ["encodeURIComponent(v.slice(-3))", made],
  ['v < "q" ? "before" : "after"', made, { arn: "before", nested: "before", "key ID": "before" }],
];

describe("what a program makes of a value that is not known", () => {
  const folder = temporaryFolder();
  const projectOf = (index: string) =>
    projectIn(folder(), {
      index: header + index,
      config: "  shop:a: {secure: AAABBB}\n  shop:b: {secure: AAACCC}\n",
    });
  const told = async (index: string) => {
    const run = await runOffline({ folder: projectOf(index), stack: "t", standIn: {}, config: [] });
    return run.shown({ outputs: run.outputs, unread: run.unread, states: run.states });
  };
  const failureOf = (index: string) =>
    told(index).then(
      () => "",
      ({ message }: Error) => message,
    );
  const by = (expression: string) => `value.apply((one) => { const v = String(one); return ${expression}; })`;

  for (const kind of Object.keys(kinds) as Kind[]) {
    const of = kinds[kind];
    it(`is shown as such, and never as if it were a value: ${kind}`, async () => {
      const all = operations.map(([expression], at) => `o${at}: ${by(expression)}`);
      const { outputs } = await told(
        `const value = ${of("a")};\nmodule.exports = pulumi.unsecret(pulumi.output({ ${all} }));`,
      );
      for (const [at, [expression, most, but = {}]] of operations.entries()) {
        const [expected, found] = [but[kind] ?? most, outputs[`o${at}`]];
        const shape = shapes[String(expected)];
        if (shape) expect(found, expression).to.match(shape);
        else expect(found, expression).to.equal(expected);
      }
    });

    it(`is growth if it is made of another: ${kind}`, async () => {
      const access = (name: string) => {
        const grants = operations.map(
          ([expression], at) =>
            `{ Effect: "Allow", Action: "x:Do${at}", Resource: ${by(`"r:" + (${expression})`)} }`,
        );
        const role = `new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}' });`;
        return accessIn(
          projectOf(`const value = ${of(name)};\n${role}
            new aws.iam.RolePolicy("p", { name: "p", role: "r", policy: pulumi.unsecret(pulumi.jsonStringify({
              Version: "2012-10-17", Statement: [${grants}],
            })) });`),
        );
      };
      const found = compare(await access("a"), await access("b")).filter(({ grew }) => grew);
      const actions = found.flatMap((one) => one.access.flatMap(({ actions }) => actions));
      const isOpen = ([, most, but = {}]: (typeof operations)[number]) => String(but[kind] ?? most) in shapes;
      const expected = operations.flatMap((row, at) => (isOpen(row) ? [`x:Do${at}`] : []));
      expect(actions.sort()).to.deep.equal(expected.sort());
      expect(compare(await access("a"), await access("a"))).to.deep.equal([]);
    });
  }

  /** Each alone, as it must be noticed that the program has the value in its hands. */
  const ways: [way: string, program: string][] = [
    ["a callback", 'exports.out = new aws.sqs.Queue("q").id.apply((id) => id.slice(0, 6));'],
    [
      "a callback with a rest",
      'exports.out = new aws.sqs.Queue("q").id.apply((...all) => all[0].slice(0, 6));',
    ],
    [
      "a callback with arguments",
      'exports.out = new aws.sqs.Queue("q").id.apply(function () { return arguments[0].slice(0, 6); });',
    ],
    ["a property of an Output", 'exports.out = new aws.sqs.Queue("q").arn.length;'],
    [
      "several Outputs",
      'exports.out = pulumi.all([new aws.sqs.Queue("q").id]).apply(([id]) => id.slice(0, 6));',
    ],
    [
      "an answer in a promise",
      'module.exports = async () => ({ out: (await aws.ssm.getParameter({ name: "/a" })).value.slice(0, 6) });',
    ],
    [
      "an output of another stack in a promise",
      `module.exports = async () => ({
        out: String(await new pulumi.StackReference("acme/data/prod").getOutputValue("a")).slice(0, 6) });`,
    ],
    ["the organization", "exports.out = pulumi.getOrganization().slice(0, 6);"],
    ["config", 'exports.out = new pulumi.Config().require("a").slice(0, 6);'],
  ];
  for (const [way, program] of ways) {
    it(`is noticed where it comes in ${way}`, async () => {
      expect((await told(program)).outputs.out).to.match(/^unknown\((part|made) of /);
    });
  }

  const counted = (program: string) => `globalThis.runs = (globalThis.runs ?? 0) + 1;\n${program}`;
  const runs = async (program: string, isAccountOpen = false) => {
    const global = globalThis as { runs?: number };
    global.runs = 0;
    const path = projectIn(folder(), { index: header + counted(program) });
    await runOffline({ folder: path, stack: "t", standIn: {}, config: [], isAccountOpen });
    return global.runs;
  };
  it("costs a second run only where the program has such a value in its hands", async () => {
    const queue = 'const q = new aws.sqs.Queue("q");';
    expect(await runs(`${queue} new aws.sqs.QueuePolicy("p", { queueUrl: q.id, policy: "{}" });`)).to.equal(
      1,
    );
    expect(await runs("exports.out = aws.getCallerIdentityOutput().accountId.apply((id) => id);")).to.equal(
      1,
    );
    expect(await runs(`${queue} q.id.apply(() => "a");`)).to.equal(1);
    expect(await runs(`${queue} q.id.apply((id) => id);`)).to.equal(2);
  });

  it("costs none where the component alone has it, which hands on the whole of it", async () => {
    const app = `const { HipaaIamComponent } = require("hipaa-iam");
      const app = new HipaaIamComponent("app", ${JSON.stringify({ ...exampleArgs(), externalId: "only-we-know-this" })});`;
    expect(await runs(app, true)).to.equal(1);
    for (const own of [
      "app.appIamRoleArn.apply((arn) => arn);",
      // A text that the SDK makes for the program.
      'pulumi.concat("as ", app.appIamRoleArn);',
      "aws.getCallerIdentity().then(({ accountId }) => accountId);",
    ])
      expect(await runs(`${app} ${own}`, true), own).to.equal(2);
  });

  const parameter = 'aws.ssm.getParameterOutput({ name: "/a" }).value';
  it("is none where the provider sorts a list by what is not known: both runs have the same in it", async () => {
    const output = (name: string) => `new pulumi.StackReference("acme/data/prod").getOutput("${name}Arn")`;
    const buckets = ["one", "two", "three", "four", "five"].map(output).join();
    const { states } = await told(
      `const resources = [${buckets}]; exports.out = ${output("other")}.apply((arn) => arn);
       new aws.iam.Policy("p", { policy: aws.iam.getPolicyDocumentOutput({
         statements: [{ actions: ["s3:GetObject"], resources }] }).json });`,
    );
    const text = JSON.stringify(states.find(({ type }) => type === "aws:iam/policy:Policy")?.inputs);
    expect(text.match(/unknown\(StackReference acme\/data\/prod, output \w+Arn\)/g)).to.have.lengthOf(5);
    expect(text).not.to.match(/made of|part of/);
  });

  it("is told in names, in IDs, in keys and in what is read by it", async () => {
    const { states, unread } = await told(
      `
      ${parameter}.apply((v) => {
        new aws.iam.Role("r-" + v.slice(0, 8), { assumeRolePolicy: '${trust}', tags: { [v.slice(0, 8)]: "x" } });
        aws.kms.Key.get("k", "k-" + v.slice(0, 8));
      });`,
    );
    const words = JSON.stringify([states, unread]);
    const marker = "unknown(part of ssm.getParameter[{name:/a}, region us-east-1], value [";
    for (const place of ["::r-", '{"', "kms.Key.get(k, k-"]) expect(words).to.include(`${place}${marker}`);
  });

  it("ends the run where it decides what is made, and where it decides whether the program fails", async () => {
    const decides = `${parameter}.apply((v) => { if (v < "q") new aws.sqs.Queue("only"); });`;
    expect(await failureOf(decides))
      .to.include("In another run the program makes or reads other resources: only (aws:sqs/queue:Queue).")
      .and.include("ssm.getParameter[{name:/a}, region us-east-1], value")
      .and.include("Deploy it");
    const fails = `${parameter}.apply((v) => { if (v > "q") throw new Error("not " + v); });`;
    expect(await failureOf(fails)).to.include(
      "not unknown(ssm.getParameter[{name:/a}, region us-east-1], value)",
    );
  });

  it("is a list, a field or a kind of value that is another in each run", async () => {
    const choices = [
      'v < "q" ? ["a"] : ["a", "b"]',
      'v < "q" ? { a: 1 } : { b: "x", c: 2 }',
      'v < "q" ? 1 : "b"',
    ];
    const all = choices.map((choice, at) => `o${at}: ${parameter}.apply((v) => (${choice}))`);
    const { outputs } = await told(`module.exports = { ${all} };`);
    expect(outputs.o0).to.have.length(1);
    expect(JSON.stringify(outputs.o0)).to.match(/made of/);
    expect(Object.values(outputs.o1 as object).every((one) => /made of/.test(String(one)))).to.equal(true);
    expect(outputs.o2).to.match(/made of/);
  });

  it("tells no digest of what is secret besides", async () => {
    const secret = (text: string) =>
      told(`
      const id = new aws.sqs.Queue("q").id;
      new aws.sqs.Queue("p", { name: pulumi.all([id, pulumi.secret("${text}")]).apply(([v, s]) => v.length + s) });`);
    const name = async (text: string) =>
      JSON.stringify((await secret(text)).states.find(({ urn }) => urn.endsWith("::p"))?.inputs);
    expect(await name("hush-one"))
      .to.match(/made of [^()]+ \[a secret\]/)
      .and.not.include("hush");
    expect(await name("hush-one")).to.equal(await name("hush-two"));
  });

  it("may come from chance as well: then nothing of it is shown", async () => {
    const { outputs } = await told(
      `exports.out = ${parameter}.apply((v) => "at-" + process.hrtime.bigint());`,
    );
    expect(outputs.out).to.match(
      /^at-unknown\(made of ssm.getParameter\[.*, or by chance \[[0-9a-f]{8}\]\)$/,
    );
  });
});

import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn, trust } from "./programs";

const stack =
  'const s = new pulumi.StackReference("acme/data/prod"); const buckets = s.requireOutput("buckets");';
const all = "const names = aws.iam.getRolesOutput().names;";
const boundary = (value: string) => `
  new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}', permissionsBoundary: ${value} });`;

/** What a program decides by a list whose members nobody knows, with a VALUE. */
const decisions: [what: string, program: string][] = [
  [
    "filter",
    grant(
      'buckets.apply((l) => ["arn:aws:s3:::a", ...l.filter((x) => x.name === "VALUE").map((x) => x.arn)])',
    ),
  ],
  ["find", grant('buckets.apply((l) => l.find((x) => x.name === "VALUE")?.arn ?? "*")')],
  ["findLast", grant('buckets.apply((l) => l.findLast((x) => x.name === "VALUE")?.arn ?? "*")')],
  ["findIndex", grant('buckets.apply((l) => l.findIndex((x) => x.name === "VALUE") < 0 ? "*" : "a")')],
  ["some", grant('buckets.apply((l) => l.some((x) => x.name === "VALUE") ? "a" : "*")')],
  ["every", grant('buckets.apply((l) => l.every((x) => x.name === "VALUE") ? "a" : "*")')],
  ["includes", grant('buckets.apply((l) => l.includes("VALUE") ? "a" : "*")')],
  ["indexOf", grant('buckets.apply((l) => l.indexOf("VALUE") < 0 ? "*" : "a")')],
  [
    "includes, of what is made of each",
    grant('buckets.apply((l) => l.map((x) => x.name).includes("VALUE") ? "a" : "*")'),
  ],
  ["reduce", grant('buckets.apply((l) => l.reduce((found, x) => x.name === "VALUE" ? x.arn : found, "*"))')],
  ["sort", grant('buckets.apply((l) => l.map((x) => x.arn + "VALUE").sort()[0])')],
  [
    "filter, in an async callback",
    grant('buckets.apply(async (l) => ["a", ...l.filter((x) => x === "VALUE")])'),
  ],
  [
    "filter, in a callback within",
    grant('buckets.apply((l) => pulumi.output("VALUE").apply((n) => l.filter((x) => x === n).concat("*")))'),
  ],
  [
    "includes, for an Output",
    `const a = pulumi.output("VALUE"); ${grant('buckets.apply((l) => l.includes("x") ? a : pulumi.output("*"))')}`,
  ],
  [
    "filter, of what a function answers",
    grant('names.apply((l) => ["a", ...l.filter((x) => x === "VALUE")])'),
  ],
  ["find, of what a function answers", grant('names.apply((l) => l.find((x) => x === "VALUE") ?? "*")')],
  [
    "some, for what is made",
    'buckets.apply((l) => { if (l.some((x) => x.name === "VALUE")) new aws.sqs.Queue("q"); }); ' +
      boundary('"arn:aws:iam::123456789012:policy/p"'),
  ],
];

/** What stands in where the value is not there, with a VALUE. */
const defaults: [what: string, program: string][] = [
  ["||", boundary('s.getOutput("boundary").apply((b) => b || "arn:aws:iam::123456789012:policy/VALUE")')],
  ["??", boundary('s.getOutput("boundary").apply((b) => b ?? "arn:aws:iam::123456789012:policy/VALUE")')],
  [
    "if",
    boundary(
      's.getOutput("b").apply((b) => { if (b) return b; return "arn:aws:iam::123456789012:policy/VALUE"; })',
    ),
  ],
  [
    "a field",
    boundary('s.getOutput("net").apply((n) => n.boundary ?? "arn:aws:iam::123456789012:policy/VALUE")'),
  ],
  [
    "one of several",
    boundary(
      'pulumi.all([s.getOutput("a"), "b"]).apply(([a]) => a ?? "arn:aws:iam::123456789012:policy/VALUE")',
    ),
  ],
  [
    "a helper",
    `const orElse = (v, d) => v ?? d; ${boundary('s.getOutput("a").apply((a) => orElse(a, "arn:aws:iam::123456789012:policy/VALUE"))')}`,
  ],
  [
    "a default of the argument",
    boundary('s.getOutput("a").apply((a = "arn:aws:iam::123456789012:policy/VALUE") => a)'),
  ],
  [
    "a default of a field",
    boundary('s.getOutput("a").apply(({ arn = "arn:aws:iam::123456789012:policy/VALUE" }) => arn)'),
  ],
  [
    "the first that is there",
    boundary('s.getOutput("a").apply((a) => [a, "arn:aws:iam::123456789012:policy/VALUE"].find(Boolean))'),
  ],
  [
    "after two values",
    boundary(
      'pulumi.all([s.getOutput("a"), s.getOutput("b")]).apply(([a, b]) => a ?? b ?? "arn:aws:iam::123456789012:policy/VALUE")',
    ),
  ],
  [
    "another output",
    boundary('pulumi.all([s.getOutput("a"), s.getOutput("VALUE")]).apply(([a, b]) => a ?? b)'),
  ],
  [
    "of a function",
    boundary(
      'aws.ssm.getParameterOutput({ name: "/a" }).value.apply((b) => b || "arn:aws:iam::123456789012:policy/VALUE")',
    ),
  ],
];

describe("what a callback decides by a value that is not known", () => {
  const { changes, run } = programsIn(temporaryFolder());
  const with_ = (program: string, value: string) => stack + all + program.replaceAll("VALUE", value);

  for (const [what, program] of [
    ...decisions,
    ...defaults.map(([one, of]) => [`a default, ${one}`, of] as const),
  ]) {
    it(`is compared: ${what}`, async () => {
      const [narrow, wide] = [with_(program, "a"), with_(program, "b")];
      expect((await changes(narrow, wide))[1]).to.be.above(0);
      expect(await changes(narrow, narrow)).to.deep.equal([0, 0]);
    });
  }

  it("is told with the default", async () => {
    const { outputs, shown } = await run(
      `${stack} exports.out = s.getOutput("boundary").apply((b) => b || "narrow");`,
    );
    expect(shown(outputs)).to.deep.equal({
      out: "unknown(StackReference acme/data/prod, output boundary, or narrow)",
    });
  });

  /** Of a list with members of any number, and of a value that is handed on. */
  const kept: [expression: string, shown: unknown][] = [
    ["buckets.apply((l) => l.map((x) => x.arn))", ["[0].arn", "[1 and so on].arn"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a program.
    ['buckets.apply((l) => l.map((x) => `${x.arn}/*`).join(","))', "[0].arn)/*,unknown("],
    ["buckets.apply((l) => [...l].concat())", ["[0]", "[1 and so on]"]],
    ["buckets.apply((l) => l.flatMap((x) => [x.arn]))", ["[0].arn", "[1 and so on].arn"]],
    ["buckets.apply(([first]) => first.arn)", "buckets[0].arn)"],
    ["buckets.apply((l) => Promise.all(l))", ["[0]", "[1 and so on]"]],
    ["buckets.apply((l) => pulumi.all(l.map((x) => x.arn)))", ["[0].arn", "[1 and so on].arn"]],
    ["buckets.apply((l) => JSON.stringify(l.map((x) => x.arn)))", "[0].arn)"],
    ['s.getOutput("a").apply((a) => a ? a : undefined)', "output a)"],
    ['let n = 0; exports.other = s.getOutput("a").apply((a) => { n++; return a || "x" + n; })', "output a)"],
  ];
  for (const [expression, expected] of kept) {
    it(`is none: ${expression}`, async () => {
      const at = expression.lastIndexOf("exports.other = ");
      const program =
        at < 0 ? `exports.out = ${expression};` : `${expression.replace("exports.other", "exports.out")};`;
      const { outputs, shown } = await run(stack + program);
      const found = shown(outputs).out;
      for (const [index, one] of [expected].flat().entries()) {
        expect(Array.isArray(expected) ? (found as string[])[index] : found).to.include(String(one));
      }
      expect(JSON.stringify(found)).not.to.match(/callback|, or /);
    });
  }

  it("makes nothing twice", async () => {
    const { resources } = await run(
      `${stack} s.getOutput("a").apply((a) => { new aws.sqs.Queue(a ? "q" : "other"); return a ?? "none"; });`,
    );
    expect(
      resources.filter(({ type }) => type === "aws:sqs/queue:Queue").map(({ name }) => name),
    ).to.deep.equal(["q"]);
  });
});

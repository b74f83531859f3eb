import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn, trust } from "./programs";

const stack = 'aws.cloudformation.getStackOutput({ name: "net" }).outputs';
const tags = 'aws.s3.Bucket.get("b", "b").tags';
const from = "cloudformation.getStack[{name:net}, region us-east-1], outputs";
const of = (key: string) => `unknown(${from}${key})`;
const whole = { [of(", a key")]: of(", a value") };

/** Maps by keys that no package declares: outputs of another stack, tags of what exists. */
describe("a map that is not known offline", () => {
  const { changes, run } = programsIn(temporaryFolder());
  const told = async (expression: string) => {
    const { shown, outputs, unread } = await run(`const outputs = ${stack}; exports.out = ${expression};`);
    return { out: shown(outputs).out, unread };
  };

  const values: [expression: string, expected: unknown][] = [
    ["outputs.boundary", of(".boundary")],
    ['outputs["a b"]', of(".[a b]")],
    ["outputs.apply(({ boundary }) => typeof boundary)", "string"],
    ["pulumi.all([outputs]).apply(([all]) => all.boundary)", of(".boundary")],
    ['outputs.boundaryArn.apply((arn) => arn.split(":").length)', 6],
    ["outputs", whole],
    ["pulumi.jsonStringify(outputs)", JSON.stringify(whole)],
    ["outputs.apply(Object.entries)", Object.entries(whole)],
    ["outputs.apply((all) => ({ ...all }))", whole],
    ['outputs.apply((all) => ({ ...all, a: "b" }))', { ...whole, a: "b" }],
    ['outputs.apply((all) => "boundary" in all && all.hasOwnProperty("other"))', true],
    ['new aws.sqs.Queue("q", { tags: outputs }).tags', whole],
    ['new aws.sqs.Queue("q", { tags: outputs }).tags.boundary', of(".boundary")],
    ['new aws.sqs.Queue("q", { tags: outputs.apply((o) => ({ ...o, a: "b" })) }).tags.a', "b"],
    ["aws.ssm.getParameterOutput({ name: outputs.name }).value", "refers to it"],
  ];
  for (const [expression, expected] of values) {
    it(`has ${expression}`, async () => {
      const { out } = await told(expression);
      if (expected === "refers to it") expect(out).to.include(`${from}.name`);
      else expect(out).to.deep.equal(expected);
    });
  }

  it("comes out of a plain function, too", async () => {
    const { outputs, shown } = await run(`module.exports = async () => {
      const { outputs } = await aws.cloudformation.getStack({ name: "net" });
      return { out: [outputs.boundary, outputs] }; };`);
    expect(shown(outputs).out).to.deep.equal([of(".boundary"), whole]);
  });

  it("tells each key that is read, and no other", async () => {
    const { unread } = await told('outputs.apply((all) => (all.on === "yes" ? all.arn : all.other))');
    const stack = "cloudformation.getStack({name:net}, region us-east-1)";
    expect(unread).to.deep.equal([stack, `${stack}, outputs.on`, `${stack}, outputs.other`]);
  });

  const role = (boundary: string) =>
    `new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}', permissionsBoundary: ${boundary} });`;
  const decides = (read: string) => grant(`${read}.apply((v) => (v === "on" ? "*" : "arn:aws:s3:::a"))`);
  const variables =
    'aws.lambda.getFunctionOutput({ functionName: "f" }).environment.apply((e) => e.variables)';
  const given = (read: string) =>
    `const made = new aws.sqs.Queue("q", { tags: ${stack} });${grant(`made.tags.${read}`)}`;
  const others: [what: string, old: string, now: string][] = [
    ["a boundary", role(`${stack}.a`), role(`${stack}.b`)],
    ["a boundary that is a tag", role(`${tags}.apply((t) => t.a)`), role(`${tags}.apply((t) => t.b)`)],
    ["a boundary out of several", role(`pulumi.all([${tags}, 1]).apply(([t]) => t.a)`), role(`${tags}.b`)],
    ["a boundary, and none", role("undefined"), role(`${stack}.b`)],
    ["a resource", grant(`${stack}.a`), grant(`${stack}.b`)],
    ["a variable", role(`${variables}.a`), role(`${variables}.b`)],
    ["a key that decides", decides(`${stack}.a`), decides(`${stack}.b`)],
    [
      "a key that is there",
      decides(`${stack}.apply((o) => "a" in o)`),
      decides(`${stack}.apply((o) => "b" in o)`),
    ],
    ["a map that goes through a resource", given("a"), given("b")],
  ];
  for (const [what, old, now] of others) {
    it(`is compared by its keys: another of ${what}`, async () => {
      expect((await changes(old, now))[1]).to.be.above(0);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }
});

describe("a field far inside of what is not known offline", () => {
  const { changes, run } = programsIn(temporaryFolder());
  const acl = 'aws.wafv2.WebAcl.get("w", "i")';
  const deep = "rules[0].statement.andStatement.statements[0]";
  const name = "wafv2.WebAcl.get[w, i, region us-east-1]";
  const values: [path: string, origin: string][] = [
    [`${deep}.notStatement`, `${deep}.notStatement`],
    [`${deep}.notStatement.statements[1].geoMatchStatement.countryCodes[0]`, ""],
    [`${deep}.apply((s) => s.orStatement.statements.map((one) => one.labelMatchStatement.key))[1]`, ""],
  ];
  for (const [path, origin] of values) {
    it(`has an origin with its path: ${path}`, async () => {
      const { outputs, shown } = await run(`exports.out = ${acl}.${path};`);
      if (origin) expect(shown(outputs).out).to.equal(`unknown(${name}, ${origin})`);
      else
        expect(shown(outputs).out).to.match(
          /^unknown\(wafv2.WebAcl.get\[w, i, .*statements\[\d.*\.(key|countryCodes\[0\])\)$/,
        );
    });
  }

  it("is another where its path is, which is growth", async () => {
    const read = (field: string) => grant(`${acl}.${deep}.${field}.arn`);
    expect(await changes(read("regexPatternSetReferenceStatement"), read("ipSetReferenceStatement")))
      .to.have.property("1")
      .above(0);
  });
});

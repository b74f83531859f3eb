import { expect } from "chai";
import { run as plan } from "../../cli/plan/cli";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn } from "./programs";

const cluster = (config: string) =>
  `new aws.eks.Cluster("c", { name: "c", roleArn: "arn:aws:iam::111111111111:role/r", vpcConfig: ${config} })`;
const given = cluster('{ subnetIds: ["a"] }');
const of = (field: string) =>
  new RegExp(`^unknown\\(eks\\.Cluster c \\[name c, .*region us-east-1\\], vpcConfig\\.${field}\\)$`);
const network = "vpcConfig: { subnetIds: ['s'], securityGroupIds: ['g'] }";
const lambda = `new aws.lambda.Function("f", { name: "f", role: "arn:aws:iam::111111111111:role/r", ${network} })`;

describe("an object that a program gives in part", () => {
  const { changes, run } = programsIn(temporaryFolder());
  const told = async (expression: string) => {
    const { shown, outputs } = await run(`exports.out = ${expression};`);
    return shown(outputs).out;
  };

  const values: [expression: string, expected: unknown][] = [
    [`${given}.vpcConfig.clusterSecurityGroupId`, of("clusterSecurityGroupId")],
    [`${given}.vpcConfig.apply((v) => v.vpcId)`, of("vpcId")],
    [`${given}.vpcConfig.subnetIds`, ["a"]],
    [`pulumi.unsecret(${cluster('pulumi.secret({ subnetIds: ["a"] })')}.vpcConfig).vpcId`, of("vpcId")],
    [`${given}.vpcConfig.apply((v) => v.publicAccessCidrs)`, "a list"],
    [
      `${lambda}.vpcConfig.apply((v) => v?.vpcId)`,
      /^unknown\(lambda\.Function f \[.*\], vpcConfig\.vpcId\)$/,
    ],
    [
      'new aws.ec2.Instance("i", { ebsBlockDevices: [{ deviceName: "d" }] }).ebsBlockDevices[0].volumeId',
      /^unknown\(ec2\.Instance i \[.*\], ebsBlockDevices\[0\]\.volumeId\)$/,
    ],
    // What the package declares as optional may be missing in AWS, too.
    ['new aws.s3.Bucket("b", { versioning: { enabled: true } }).versioning', { enabled: true }],
  ];
  for (const [expression, expected] of values) {
    it(`has what AWS adds: ${expression}`, async () => {
      const out = await told(expression);
      if (expected instanceof RegExp) expect(out).to.match(expected);
      else if (expected === "a list") expect(out).to.have.length(2);
      else expect(out).to.deep.equal(expected);
    });
  }

  it("is another where another field of it is read, which is growth", async () => {
    const read = (field: string) => grant(`${given}.vpcConfig.${field}`);
    expect(await changes(read("vpcId"), read("clusterSecurityGroupId"))).to.deep.equal([2, 1]);
    expect(await changes(read("vpcId"), read("vpcId"))).to.deep.equal([0, 0]);
  });
});

describe("a value that a program takes for another than it is", () => {
  const { project } = programsIn(temporaryFolder());
  const ended = (program: string) => plan(["--stack", "t", "--folder", project(program)]);

  const cases: [what: string, program: string, cause: string][] = [
    ["made", 'new aws.sqs.Queue("q").arn.apply((arn) => arn.foo.bar);', "sqs.Queue q"],
    [
      "made, and a part of it",
      'new aws.sqs.Queue("q").arn.apply((arn) => arn.split(":")[9].trim());',
      "sqs.Queue q",
    ],
    ["made, as JSON", 'new aws.sqs.Queue("q").arn.apply(JSON.parse);', "sqs.Queue q"],
    [
      "made, as a length",
      'new aws.sqs.Queue("q").id.apply((id) => "-".repeat(-Number.parseFloat("1" + id)));',
      "sqs.Queue q",
    ],
    [
      "read",
      'aws.ssm.getParameterOutput({ name: "/a" }).value.apply((v) => v.foo.bar);',
      "ssm.getParameter({name:/a}",
    ],
    [
      "read in a promise",
      'aws.ssm.getParameter({ name: "/a" }).then(({ value }) => value.foo.bar);',
      "ssm.getParameter({name:/a}",
    ],
    [
      "read in an async program",
      'module.exports = async () => (await aws.ssm.getParameter({ name: "/a" })).value.foo.bar;',
      "ssm.getParameter({name:/a}",
    ],
    [
      "another stack's",
      'new pulumi.StackReference("acme/data/prod").getOutput("arn").apply((arn) => arn.split(":")[9].trim());',
      "StackReference acme/data/prod, output arn",
    ],
  ];
  for (const [what, program, cause] of cases) {
    it(`ends the run with its origin, and what to do: one that is ${what}`, async () => {
      const { exitCode, stderr } = await ended(program);
      expect(exitCode).to.equal(2);
      expect(stderr).to.include(cause).and.include("Read each field by its name").and.include("Deploy it");
      expect(stderr).not.to.match(/^\s+at /m);
    });
  }

  it("is not suspected where the program has none", async () => {
    const { exitCode, stderr } = await ended("pulumi.output({}).apply((v) => v.foo.bar);");
    expect([exitCode, stderr.trim()]).to.deep.equal([
      2,
      "Cannot read properties of undefined (reading 'bar')",
    ]);
  });
});

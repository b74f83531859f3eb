import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { programsIn, trust } from "./programs";

const before = `const q = new aws.sqs.Queue("q");
  const lost = pulumi.output(aws.sqs.getQueue({ name: "q" }).then(({ arn }) => arn.split(":")[9]));
  const role = new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}' });`;
const json = (statement: string) =>
  `pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ${statement} }] })`;
const policy = (statement: string) =>
  `new aws.iam.RolePolicy("p", { role: "r", policy: ${json(statement)} });`;
const bucket = (statement: string) =>
  `new aws.s3.BucketPolicy("p", { bucket: "b", policy: ${json(statement)} });`;
const trusts = (statement: string) =>
  `new aws.iam.Role("p", { assumeRolePolicy: ${json(`Action: "sts:AssumeRole", ${statement}`)} });`;
const [x, all] = ['Action: "x:*"', 'Resource: "*"'];

/** The segment of an ARN that it never has stands for all that a program may lose: in a promise, where nobody sees it. */
describe("a value that is lost offline", () => {
  const { run } = programsIn(temporaryFolder());
  const told = (program: string) =>
    run(`${before}\n${program}`).then(
      () => "",
      ({ message }: Error) => message,
    );

  const refused: [program: string, flaw: string][] = [
    [
      policy(`${x}, Resource: lost`),
      "iam.RolePolicy p: policy: statement 1 has no Resource and no Principal",
    ],
    [policy(`Action: lost, ${all}`), "policy: statement 1 has no Action"],
    [policy(`Effect: lost, ${x}, ${all}`), "policy: statement 1 has no Effect"],
    [policy(`${x}, Resource: [lost]`), "policy: Resource of statement 1 has an empty member"],
    [policy(`${x}, Resource: lost.apply((l) => (l ? [l] : []))`), "Resource of statement 1 is empty"],
    [
      policy(`${x}, Resource: pulumi.interpolate\`arn:aws:s3:::\${lost}/*\``),
      'policy holds the text "undefined"',
    ],
    [policy(`${x}, Resource: lost.apply((l) => "a-" + l)`), 'policy holds the text "undefined"'],
    [policy(`${x}, Resource: lost.apply((l) => "a:" + Number(l))`), 'policy holds the text "NaN"'],
    [policy(`${x}, Resource: lost.apply((l) => "a:" + (l ?? null))`), 'policy holds the text "null"'],
    [policy(`${x}, Resource: lost.apply((l) => "a" + { l })`), 'policy holds the text "[object Object]"'],
    [policy(`${x}, ${all}, Condition: lost.apply((l) => l ?? null)`), "Condition of statement 1 is empty"],
    [
      policy(`${x}, ${all}, Condition: { StringEquals: { "aws:a": lost } }`),
      "StringEquals in Condition of statement 1 is empty",
    ],
    [
      policy(`${x}, ${all}, Condition: { StringEquals: { "aws:a": [lost] } }`),
      "aws:a in StringEquals in Condition of statement 1 has an empty member",
    ],
    [
      `new aws.iam.RolePolicy("p", { role: "r", policy: lost.apply((l) => JSON.stringify({ Statement: [l] })) });`,
      "policy: statement 1 is empty",
    ],
    [trusts("Principal: { AWS: lost }"), "iam.Role p: assumeRolePolicy: Principal of statement 1 is empty"],
    [trusts("Principal: { AWS: [lost] }"), "AWS in Principal of statement 1 has an empty member"],
    [trusts("Principal: lost"), "assumeRolePolicy: statement 1 has no Resource and no Principal"],
    [
      bucket(`${x}, Principal: "*", Resource: lost`),
      "s3.BucketPolicy p: policy: statement 1 has no Resource",
    ],
    [
      `new aws.kms.Key("p", { policy: ${json(`${x}, Principal: "*", Resource: lost`)} });`,
      "kms.Key p: policy: statement 1 has no Resource",
    ],
    [
      `new aws.organizations.Policy("p", { content: ${json(`${x}, Resource: lost`)} });`,
      "organizations.Policy p: content: statement 1 has no Resource",
    ],
    [
      `new aws.iam.Role("p", { assumeRolePolicy: '${trust}',
        inlinePolicies: [{ name: "i", policy: ${json(`${x}, Resource: lost`)} }] });`,
      "iam.Role p: inlinePolicies: statement 1 has no Resource",
    ],
    [
      'new aws.iam.RolePolicyAttachment("p", { role, policyArn: lost });',
      "iam.RolePolicyAttachment p: its required input policyArn is missing",
    ],
    [
      `new aws.iam.Role("p", { assumeRolePolicy: '${trust}', maxSessionDuration: lost.apply(async () => 0 / 0) });`,
      "iam.Role p: maxSessionDuration is no number",
    ],
    [`new aws.iam.RolePolicy("p", { role: lost, policy: "{}" });`, "its required input role is missing"],
    [
      `new aws.iam.RolePolicy("p", { role: lost.apply((l) => l ?? ""), policy: "{}" });`,
      "its required input role is missing",
    ],
    [
      `new aws.iam.Role("p", { assumeRolePolicy: '${trust}', managedPolicyArns: [lost] });`,
      "iam.Role p: managedPolicyArns has an empty member",
    ],
    [
      `new aws.iam.Role("p", { assumeRolePolicy: '${trust}', permissionsBoundary: pulumi.interpolate\`\${lost}\` });`,
      'iam.Role p: permissionsBoundary holds the text "undefined"',
    ],
  ];
  for (const [program, flaw] of refused) {
    it(`is refused where ${flaw}: ${program.slice(0, 90)}`, async () => {
      const message = await told(program);
      expect(message).to.include(flaw).and.include("sqs.Queue q").and.include("Deploy it");
    });
  }

  it("is refused with what the program reads", async () => {
    const read =
      'new pulumi.StackReference("acme/data/prod").getOutputValue("arn").then((a) => a.split(":")[9])';
    expect(await told(policy(`${x}, Resource: ${read}`))).to.include(
      "StackReference acme/data/prod, output arn",
    );
  });

  const accepted: [what: string, program: string][] = [
    ["a policy that says who", bucket(`${x}, Principal: "*", Resource: q.arn`)],
    ["a condition without members", policy(`${x}, ${all}, Condition: {}`)],
    [
      "a policy of what the service implies",
      `new aws.ecr.RepositoryPolicy("p", { repository: "b", policy: ${json(`${x}, Principal: "*"`)} });`,
    ],
    ["the operator Null", policy(`${x}, ${all}, Condition: { Null: { "aws:TokenIssueTime": "true" } }`)],
    [
      "a name with such a word",
      policy(`${x}, Resource: ["arn:aws:s3:::dev-null", "arn:aws:s3:::undefinedx"]`),
    ],
    [
      "a description",
      `new aws.iam.Role("p", { assumeRolePolicy: '${trust}', description: "undefined", tags: { a: "null" } });`,
    ],
    [
      "what gives no access",
      'new aws.s3.BucketObject("p", { bucket: "b", key: lost.apply(String), content: "x" });',
    ],
  ];
  for (const [what, program] of accepted) {
    it(`is not suspected in ${what}`, async () => expect(await told(program)).to.equal(""));
  }
});

const queue = 'new aws.sqs.Queue("q").arn';
const groups = 'new aws.rds.Instance("d", { identifier: "d", instanceClass: "c" }).vpcSecurityGroupIds';
const stack = 'aws.cloudformation.getStackOutput({ name: "net" }).outputs';
const role = (boundary: string) =>
  `new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}', permissionsBoundary: ${boundary} });`;
const conditional = (condition: string) =>
  policy(`${x}, ${all}, Condition: { StringEquals: { "aws:a": ${condition} } }`);

describe("a value that a callback loses offline", () => {
  const { changes, run } = programsIn(temporaryFolder());
  const of = "unknown(sqs.Queue q [region us-east-1], arn [";
  const kept: [expression: string, starts: string][] = [
    [`${queue}.apply((a) => a.split(":")[9])`, `${of}callback `],
    [`${queue}.apply(async (a) => a.split(":")[9] ?? null)`, `${of}callback `],
    [`${queue}.apply((a) => a.split(":")[9]).apply((part) => part ?? "of my own")`, `${of}callback `],
    [`${queue}.apply((a) => a.split(":"))[9]`, `${of}field 9])`],
    [`pulumi.all([${queue}, "b"]).apply(([a]) => a.split(":")[9])`, `${of}callback `],
    [`${queue}.apply((a) => Number.parseInt(a, 10))`, `${of}callback `],
    [`${queue}.apply(Number).apply((seconds) => seconds * 2)`, `${of}callback `],
    [`${groups}[2]`, "unknown(rds.Instance d [identifier d"],
    [`${groups}.apply((list) => list[2])`, "unknown(rds.Instance d [identifier d"],
    [`${stack}.apply((o) => ({ ...o })).boundary`, "unknown(cloudformation.getStack"],
    [`${stack}.apply((o) => ({ ...o }).boundary)`, "unknown(cloudformation.getStack"],
  ];
  for (const [expression, starts] of kept) {
    it(`is not known, as an optional input: ${expression}`, async () => {
      const { resources, shown } = await run(role(expression));
      const made = resources.find(({ type }) => type === "aws:iam/role:Role");
      expect(String(shown(made?.inputs.permissionsBoundary))).to.satisfy((one: string) =>
        one.startsWith(starts),
      );
    });
  }

  const absent: [what: string, expression: string][] = [
    ["takes none", `${queue}.apply(() => undefined)`],
    ["is given nothing, too", `pulumi.all([${queue}, undefined]).apply(([, b]) => b)`],
    ["is given what is known", 'pulumi.output("a").apply((a) => a.split(":")[9])'],
  ];
  for (const [what, expression] of absent) {
    it(`is none where the callback ${what}`, async () => {
      const { resources } = await run(role(expression));
      const made = resources.find(({ type }) => type === "aws:iam/role:Role");
      expect(made?.inputs).not.to.have.property("permissionsBoundary");
    });
  }

  const lasting = (seconds: string) =>
    `new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}', maxSessionDuration: ${seconds} });`;
  const parameter = (name: string, make: string) =>
    `aws.ssm.getParameterOutput({ name: "/${name}" }).value.apply(${make})`;
  const others: [what: string, old: string, now: string][] = [
    ["a session, and one whose length is not known", lasting("3600"), lasting(parameter("a", "Number"))],
    ["a boundary, and one that is lost", role('"arn:aws:iam::aws:policy/a"'), role(`${groups}[2]`)],
    ["no boundary, and one that is lost", role("undefined"), role(`${groups}[2]`)],
    ["a member of a list", role(`${groups}[2]`), role(`${groups}[3]`)],
    ["a member in a callback", role(`${groups}.apply((l) => l[2])`), role(`${groups}.apply((l) => l[3])`)],
    [
      "a key of a copy",
      role(`${stack}.apply((o) => ({ ...o })).a`),
      role(`${stack}.apply((o) => ({ ...o })).b`),
    ],
    ["a condition", conditional(`${groups}[2]`), conditional(`${groups}[3]`)],
  ];
  for (const [what, old, now] of others) {
    it(`is compared by what is taken: another of ${what}`, async () => {
      expect((await changes(old, now))[1]).to.be.above(0);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }
});

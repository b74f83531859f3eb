import { join } from "node:path";
import { expect } from "chai";
import { defaultStandIn, type Run } from "../../cli/plan/run";
import { readStack } from "../../cli/plan/stackFile";
import { documentsOf, run } from "../support/component";

const root = join(__dirname, "../..");
const program = require("../../index");

const arn = (kind: string, name: string) => `arn:aws:iam::123456789012:${kind}/${name}`;

/** Stack, the children of its component, and its outputs. */
const stacks: [stack: string, children: number, outputs: Record<string, string>, externalId: string][] = [
  [
    "dev",
    7,
    {
      appIamRoleArn: arn("role", "hipaa-app-backend-dev"),
      appIamRoleName: "hipaa-app-backend-dev",
      s3PolicyArn: arn("policy", "dev-s3-access-policy"),
      kmsPolicyArn: arn("policy", "dev-kms-access-policy"),
      bedrockPolicyArn: arn("policy", "dev-bedrock-access-policy"),
    },
    "railway-hipaa-app-dev",
  ],
  [
    "staging",
    9,
    {
      appIamRoleArn: arn("role", "hipaa-app-backend-staging"),
      appIamRoleName: "hipaa-app-backend-staging",
      rdsMonitoringRoleArn: arn("role", "staging-rds-monitoring-role"),
      s3PolicyArn: arn("policy", "staging-s3-access-policy"),
      kmsPolicyArn: arn("policy", "staging-kms-access-policy"),
      bedrockPolicyArn: arn("policy", "staging-bedrock-access-policy"),
    },
    "railway-hipaa-app-staging",
  ],
  [
    "production",
    9,
    {
      appIamRoleArn: arn("role", "hipaa-app-backend-production"),
      appIamRoleName: "hipaa-app-backend-production",
      rdsMonitoringRoleArn: arn("role", "production-rds-monitoring-role"),
      s3PolicyArn: arn("policy", "production-s3-access-policy"),
      kmsPolicyArn: arn("policy", "production-kms-access-policy"),
      bedrockPolicyArn: arn("policy", "production-bedrock-access-policy"),
    },
    "railway-hipaa-app-production",
  ],
];

describe("the stack program with the stack files as they stand", () => {
  for (const [stack, children, outputs, externalId] of stacks) {
    describe(`Pulumi.${stack}.yaml`, () => {
      let done: Run;
      before(async () => {
        const stackConfig = readStack(root, stack);
        const region = stackConfig.config["aws:region"] ?? "";
        done = await run(program, { ...stackConfig, stack, standIn: { ...defaultStandIn, region } });
      });

      it("runs without an error, and warns of an external ID that everybody can read where it counts", () => {
        expect(done.errors).to.deep.equal([]);
        expect(done.warnings.map((warning) => warning.split(",")[0])).to.deep.equal(
          stack === "production" ? ["externalId: production has a public value"] : [],
        );
      });

      it(`makes one component with ${children} resources, and nothing else`, () => {
        expect(done.resources).to.have.length(1 + 1 + children);
        const components = done.resources.filter(({ type }) => type === "hipaa-iam:index:HipaaIamComponent");
        expect(components.map(({ name }) => name)).to.deep.equal(["hipaa-iam"]);
      });

      it("exports the component's outputs, by the same names", () => {
        expect(done.outputs).to.deep.equal(outputs);
      });

      it("has the tags and the values of its environment", () => {
        const role = done.resources.find(({ name }) => name === "hipaa-iam-role");
        expect(role?.inputs.tags).to.deep.equal({
          Project: "HIPAA-Compliant Stack",
          CostCenter: "Engineering",
          Environment: stack,
          ManagedBy: "Pulumi",
          Module: "hipaa-iam",
          Name: `hipaa-app-backend-${stack}`,
        });
        const documents = documentsOf(done);
        expect(documents[`hipaa-app-backend-${stack}`]?.Statement[0]?.Condition).to.deep.equal({
          StringEquals: { "sts:ExternalId": externalId },
        });
        expect(documents[`${stack}-s3-access-policy`]?.Statement[1]?.Resource).to.deep.equal([
          `arn:aws:s3:::example-${stack}-backups`,
          `arn:aws:s3:::example-${stack}-audit-logs`,
        ]);
      });
    });
  }

  it("production names the one database that its monitoring role serves", async () => {
    const done = await run(program, { ...readStack(root, "production"), stack: "production" });
    const [statement] = documentsOf(done)["production-rds-monitoring-role"]?.Statement ?? [];
    expect(statement?.Condition).to.deep.include({
      ArnLike: { "aws:SourceArn": "arn:aws:rds:us-east-1:123456789012:db:example-production" },
    });
  });
});

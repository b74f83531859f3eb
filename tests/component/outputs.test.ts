import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HipaaIamComponent } from "../../components";
import { exampleArgs, run, runComponent } from "../support/component";

const role = "arn:aws:iam::123456789012:role";
const policy = "arn:aws:iam::123456789012:policy";
const always = {
  appIamRoleArn: `${role}/hipaa-app-backend-dev`,
  appIamRoleName: "hipaa-app-backend-dev",
  s3PolicyArn: `${policy}/dev-s3-access-policy`,
  kmsPolicyArn: `${policy}/dev-kms-access-policy`,
  bedrockPolicyArn: `${policy}/dev-bedrock-access-policy`,
};
const withMonitoring = { ...always, rdsMonitoringRoleArn: `${role}/dev-rds-monitoring-role` };

describe("the outputs of a component", () => {
  for (const [enableRdsMonitoring, expected] of [
    [false, always],
    [true, withMonitoring],
  ] as const) {
    it(`are registered, exactly the public ones, with monitoring ${enableRdsMonitoring}`, async () => {
      const done = await runComponent({ enableRdsMonitoring });
      expect(done.resources.find(({ name }) => name === "app")?.outputs).to.deep.equal(expected);
    });

    it(`are properties of the component, with monitoring ${enableRdsMonitoring}`, async () => {
      const done = await run(() => {
        const iam = new HipaaIamComponent("app", { ...exampleArgs(), enableRdsMonitoring });
        const { appIamRoleArn, appIamRoleName, rdsMonitoringRoleArn, s3PolicyArn, kmsPolicyArn } = iam;
        const { bedrockPolicyArn } = iam;
        return {
          appIamRoleArn,
          appIamRoleName,
          rdsMonitoringRoleArn,
          s3PolicyArn,
          kmsPolicyArn,
          bedrockPolicyArn,
        };
      });
      expect(done.outputs).to.deep.equal(expected);
    });
  }

  it("rdsMonitoringRoleArn is undefined, not an Output of nothing, with monitoring off", async () => {
    let iam: HipaaIamComponent | undefined;
    await run(() => {
      iam = new HipaaIamComponent("app", exampleArgs());
    });
    expect(iam?.rdsMonitoringRoleArn).to.equal(undefined);
    expect(pulumi.Output.isInstance(iam?.appIamRoleArn)).to.equal(true);
  });
});

describe("two components in one program", () => {
  it("have resources and names of their own", async () => {
    const done = await run(() => {
      new HipaaIamComponent("one", exampleArgs());
      new HipaaIamComponent("two", { ...exampleArgs(), nameSuffix: "two", enableRdsMonitoring: true });
    });
    expect(done.errors).to.deep.equal([]);
    expect(done.resources).to.have.length(1 + 1 + 7 + 1 + 9);
    const physical = done.resources.flatMap(({ inputs }) => ("name" in inputs ? [inputs.name] : []));
    expect(new Set(physical)).to.have.property("size", 4 + 5);
    const attached = done.resources.find(({ name }) => name === "two-kms-attachment")?.inputs;
    expect(attached).to.deep.equal({
      role: "hipaa-app-backend-dev-two",
      policyArn: `${policy}/dev-two-kms-access-policy`,
    });
  });

  it("are told apart in an error", async () => {
    const done = await run(() => {
      new HipaaIamComponent("good", exampleArgs());
      new HipaaIamComponent("bad", { ...exampleArgs(), externalId: pulumi.output("x") });
    });
    expect(done.errors).to.have.length(1);
    expect(done.errors[0]?.message).to.match(/^HipaaIamComponent "bad": 1 input is not accepted/);
  });
});

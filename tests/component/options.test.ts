import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Run } from "../../cli/plan/run";
import type { HipaaIamComponentArgs } from "../../components";
import { runComponent } from "../support/component";

/** An input of each child that has it, by logical name. */
function inputOf(run: Run, input: string): Record<string, unknown> {
  const children = run.resources.filter(({ type, inputs }) => type.startsWith("aws:iam/") && input in inputs);
  return Object.fromEntries(children.map(({ name, inputs }) => [name, inputs[input]]));
}

const enableRdsMonitoring = true;

describe("tags", () => {
  const own = (environment: string, name: string) => ({
    Environment: environment,
    ManagedBy: "Pulumi",
    Module: "hipaa-iam",
    Name: name,
  });
  const ofAll = (environment: string, given: Record<string, string>) => ({
    "app-role": { ...given, ...own(environment, `hipaa-app-backend-${environment}`) },
    "app-s3-policy": { ...given, ...own(environment, `${environment}-s3-access-policy`) },
    "app-kms-policy": { ...given, ...own(environment, `${environment}-kms-access-policy`) },
    "app-bedrock-policy": { ...given, ...own(environment, `${environment}-bedrock-access-policy`) },
    "app-rds-monitoring-role": { ...given, ...own(environment, `${environment}-rds-monitoring-role`) },
  });
  const rows: [why: string, tags: HipaaIamComponentArgs["tags"], given: Record<string, string>][] = [
    ["are the component's own without others", undefined, {}],
    ["are the user's besides", { CostCenter: "Engineering" }, { CostCenter: "Engineering" }],
    ["may be Outputs", { CostCenter: pulumi.output("Engineering") }, { CostCenter: "Engineering" }],
    [
      "of the component win over the user's",
      { Environment: "x", ManagedBy: "x", Module: "x", Name: "x", Other: "y" },
      { Other: "y" },
    ],
  ];
  for (const [why, tags, given] of rows) {
    it(why, async () => {
      const run = await runComponent({ environment: "staging", enableRdsMonitoring, ...(tags && { tags }) });
      expect(inputOf(run, "tags")).to.deep.equal(ofAll("staging", given));
    });
  }
});

describe("nameSuffix", () => {
  it("stands behind the environment in every physical name, and in no logical name", async () => {
    const run = await runComponent({ environment: "production", nameSuffix: "eu-1", enableRdsMonitoring });
    expect(inputOf(run, "name")).to.deep.equal({
      "app-role": "hipaa-app-backend-production-eu-1",
      "app-s3-policy": "production-eu-1-s3-access-policy",
      "app-kms-policy": "production-eu-1-kms-access-policy",
      "app-bedrock-policy": "production-eu-1-bedrock-access-policy",
      "app-rds-monitoring-role": "production-eu-1-rds-monitoring-role",
    });
  });

  it("is in the tag Name but not in Environment, which admits to tenant keys", async () => {
    const run = await runComponent({ environment: "production", nameSuffix: "eu-1" });
    expect(inputOf(run, "tags")["app-role"]).to.include({
      Environment: "production",
      Name: "hipaa-app-backend-production-eu-1",
    });
    expect(inputOf(run, "policy")["app-kms-policy"]).to.include('"production"').and.not.include("eu-1");
  });

  it("changes nothing if it is left out", async () => {
    const run = await runComponent({});
    expect(inputOf(run, "name")).to.include({ "app-role": "hipaa-app-backend-dev" });
  });
});

describe("maxSessionDuration", () => {
  for (const [given, seconds] of [
    [undefined, 3600],
    [43200, 43200],
  ]) {
    it(`${given} is ${seconds}, on the backend's role only`, async () => {
      const run = await runComponent({ ...(given && { maxSessionDuration: given }), enableRdsMonitoring });
      expect(inputOf(run, "maxSessionDuration")).to.deep.equal({ "app-role": seconds });
    });
  }
});

describe("permissionsBoundaryArn", () => {
  const boundary = "arn:aws:iam::123456789012:policy/workload-boundary";
  for (const [kind, given] of [
    ["a plain value", boundary],
    ["an Output", pulumi.output(boundary)],
  ] as const) {
    it(`${kind}: is on every role made`, async () => {
      const run = await runComponent({ permissionsBoundaryArn: given, enableRdsMonitoring });
      expect(inputOf(run, "permissionsBoundary")).to.deep.equal({
        "app-role": boundary,
        "app-rds-monitoring-role": boundary,
      });
    });
  }

  it("left out: is on none", async () => {
    const run = await runComponent({ enableRdsMonitoring });
    expect(inputOf(run, "permissionsBoundary")).to.deep.equal({});
  });
});

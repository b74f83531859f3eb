import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HipaaIamBoundary, HipaaIamComponent } from "../../components";
import { exampleArgs, run } from "../support/component";

const component = "urn:pulumi:test::hipaa-iam::hipaa-iam:index:HipaaIamBoundary::edge";

describe("the resources of a boundary", () => {
  const made = () =>
    run(() => {
      const externalId = pulumi.secret("only-we-know");
      const boundary = new HipaaIamBoundary("edge", { ...exampleArgs(), externalId, nameSuffix: "a" });
      return { policyArn: boundary.policyArn };
    });

  it("are one policy, named after it, whose name the old one gives up first", async () => {
    const { resources, errors } = await made();
    expect(errors).to.deep.equal([]);
    const policies = resources.filter(({ type }) => type.startsWith("aws:"));
    const [{ inputs, ...policy } = { inputs: {} as Record<string, unknown> }] = policies.map(
      ({ name, type, parent, deleteBeforeReplace, ignoreChanges, inputs }) => {
        return { name, type, parent, deleteBeforeReplace, ignoreChanges, inputs };
      },
    );
    expect(policies).to.have.lengthOf(1);
    expect(policy).to.deep.equal({
      name: "edge-policy",
      type: "aws:iam/policy:Policy",
      parent: component,
      deleteBeforeReplace: true,
      ignoreChanges: ["description"],
    });
    const { policy: document, ...rest } = inputs;
    expect(JSON.parse(String(document)).Statement).to.have.length.greaterThan(5);
    expect(rest).to.deep.equal({
      name: "dev-a-boundary",
      description: "Permissions boundary of the HIPAA backend, dev",
      tags: { Environment: "dev", ManagedBy: "Pulumi", Module: "hipaa-iam", Name: "dev-a-boundary" },
    });
  });

  it("and the component has its inputs but the external ID, and its ARN as only output", async () => {
    const { resources, outputs } = await made();
    const edge = resources.find(({ name }) => name === "edge");
    expect(edge?.type).to.equal("hipaa-iam:index:HipaaIamBoundary");
    expect(edge?.inputs).to.deep.equal({ ...exampleArgs(), nameSuffix: "a" });
    const policyArn = "arn:aws:iam::123456789012:policy/dev-a-boundary";
    expect(edge?.outputs).to.deep.equal({ policyArn });
    expect(outputs).to.deep.equal({ policyArn });
  });

  it("have the roles behind them, whose names a preview of a new boundary knows", async () => {
    const done = await run(
      () => {
        const { policyArn } = new HipaaIamBoundary("edge", exampleArgs());
        new HipaaIamComponent("app", { ...exampleArgs(), permissionsBoundaryArn: policyArn });
      },
      { preview: true },
    );
    const { inputs, dependencies } = done.resources.find(({ name }) => name === "app-role") ?? {};
    expect(inputs?.name).to.equal("hipaa-app-backend-dev");
    expect(dependencies).to.deep.equal([
      "urn:pulumi:test::hipaa-iam::hipaa-iam:index:HipaaIamBoundary$aws:iam/policy:Policy::edge-policy",
    ]);
  });
});

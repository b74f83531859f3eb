import { expect } from "chai";
import { messagesOf } from "../support/refusals";
import { componentArgsOf, leastConfig, runStack } from "../support/stack";

const boundary = "arn:aws:iam::123456789012:policy/dev-boundary";

describe("createBoundary", () => {
  it("makes a boundary of the same inputs, without the external ID, and sets it on every role", async () => {
    const config = {
      createBoundary: "true",
      enableRdsMonitoring: "true",
      nameSuffix: "",
      externalId: "only-we-know",
    };
    const run = await runStack({ ...leastConfig, ...config });
    expect(run.errors).to.deep.equal([]);
    const made = run.resources.filter(({ name }) => name.startsWith("hipaa-boundary"));
    expect(made.map(({ name, inputs }) => [name, inputs.name]).sort()).to.deep.equal([
      ["hipaa-boundary", undefined],
      ["hipaa-boundary-policy", "dev-boundary"],
    ]);
    expect(made[0]?.inputs).to.deep.equal({ ...leastConfig, enableRdsMonitoring: true });
    const roles = run.resources.filter(({ type }) => type === "aws:iam/role:Role");
    expect(roles.map(({ inputs }) => inputs.permissionsBoundary)).to.deep.equal([boundary, boundary]);
  });

  for (const text of ["false", ""]) {
    it(`${text || "empty"}: there is none`, async () => {
      const run = await runStack({ ...leastConfig, ...(text && { createBoundary: text }) });
      expect(run.errors).to.deep.equal([]);
      expect(run.resources.map(({ name }) => name)).not.to.include("hipaa-boundary");
      expect(componentArgsOf(run)).to.deep.equal(leastConfig);
    });
  }

  it("together with permissionsBoundaryArn is refused before anything is made", async () => {
    const run = await runStack({ ...leastConfig, createBoundary: "true", permissionsBoundaryArn: boundary });
    expect(messagesOf(run)).to.deep.equal([
      "Stack test has both createBoundary and permissionsBoundaryArn, and a role takes one boundary. " +
        "Remove one with: pulumi config rm --stack test KEY",
    ]);
    expect(run.resources.map(({ type }) => type)).to.deep.equal(["pulumi:pulumi:Stack"]);
  });
});

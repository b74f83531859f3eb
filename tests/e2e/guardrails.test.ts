import { expect } from "chai";
import { exampleGuardrails } from "../guardrails/guardrails";
import { openProgram } from "./interop/program";
import { localApi } from "./support/moto";
import { copyOf } from "./support/project";
import { TestStack } from "./support/stack";
import { toldOnce } from "./support/told";

describe("guardrails of an organisation", () => {
  const api = localApi();

  /** A call of AWS Organizations, which the local API answers whoever signs it. */
  async function organizations(action: string, input: object = {}): Promise<Record<string, unknown>> {
    const response = await fetch(api(), {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSOrganizationsV20161128.${action}`,
        Authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/organizations/aws4_request",
      },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
    return JSON.parse((await response.text()) || "{}");
  }
  const policies = async () => {
    const { Policies = [] } = await organizations("ListPolicies", { Filter: "SERVICE_CONTROL_POLICY" });
    return (Policies as { Id: string; Name: string }[]).filter(({ Name }) => Name !== "FullAWSAccess");
  };

  const targetsOf = async (policy: { Id: string } | undefined) => {
    const { Targets } = await organizations("ListTargetsForPolicy", { PolicyId: policy?.Id });
    return (Targets as { TargetId: string }[]).map(({ TargetId }) => TargetId);
  };

  let root: string;
  before(async () => {
    await organizations("CreateOrganization", { FeatureSet: "ALL" });
    const { Roots } = await organizations("ListRoots");
    [{ Id: root }] = Roots as { Id: string }[] as [{ Id: string }];
    await organizations("EnablePolicyType", { RootId: root, PolicyType: "SERVICE_CONTROL_POLICY" });
  });

  it("are attached to their targets, change nothing the second time, follow their args and go away", async () => {
    const { OrganizationalUnit } = await organizations("CreateOrganizationalUnit", {
      ParentId: root,
      Name: "health",
    });
    const { Id: unit } = OrganizationalUnit as { Id: string };

    const stack = await TestStack.open(copyOf("examples/organization"), "example", api());
    await stack.configure({ "targetIds[0]": unit });
    expect((await stack.up()).errors).to.deep.equal([]);
    const [policy, ...more] = await policies();
    expect(more).to.deep.equal([]);
    expect(policy?.Name).to.equal("hipaa-iam-guardrails");
    expect(await targetsOf(policy)).to.deep.equal([unit]);
    const { Policy } = await organizations("DescribePolicy", { PolicyId: policy?.Id });
    const { Content } = Policy as { Content: string };
    expect(Content).to.include(
      '"Resource":["arn:aws:s3:::example-backups/*","arn:aws:s3:::example-audit-logs/*","arn:aws:s3:*:*:accesspoint/*/object/*"]',
    );
    expect(Content.length).to.be.below(10240);
    expect(Object.keys((await stack.up()).operations)).to.deep.equal(["same"]);

    await stack.configure({ "targetIds[1]": root, "allowedRegions[1]": "us-west-2" });
    const { operations } = await stack.up();
    expect(operations.create).to.have.lengthOf(1);
    expect(operations.update).to.have.lengthOf(2); // The component and its policy.
    expect(operations).to.not.have.any.keys("delete", "replace");

    expect((await stack.destroy()).errors).to.deep.equal([]);
    expect(await policies()).to.deep.equal([]);
  });

  for (const by of ["transformations", "transforms"] as const) {
    it(`with 49 tags by ${by}: an up without a preview attaches nothing`, async () => {
      const tags = Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`tag-${at}`, "x"]));
      const stack = await openProgram("provided", api(), {
        component: "HipaaIamGuardrails",
        args: { ...exampleGuardrails, targetIds: [root] },
        tagged: { by, type: "aws:organizations/policy:Policy", tags },
      });
      const told = toldOnce(await stack.up());
      expect(told).to.have.lengthOf(1);
      expect(told[0]).to.include("49 tags of a transformation make 51 with the component's own");
      const made = await policies();
      expect(made).to.have.lengthOf(by === "transforms" ? 1 : 0); // The local API has no such quota.
      for (const policy of made) expect(await targetsOf(policy)).to.deep.equal([]);
      expect((await stack.destroy()).errors).to.deep.equal([]);
      expect(await policies()).to.deep.equal([]);
    });
  }
});

import { expect } from "chai";
import { localApi } from "./support/moto";
import { copyOf } from "./support/project";
import { TestStack } from "./support/stack";

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

  it("are attached to their targets, change nothing the second time, follow their args and go away", async () => {
    await organizations("CreateOrganization", { FeatureSet: "ALL" });
    const { Roots } = await organizations("ListRoots");
    const [{ Id: root }] = Roots as { Id: string }[] as [{ Id: string }];
    await organizations("EnablePolicyType", { RootId: root, PolicyType: "SERVICE_CONTROL_POLICY" });
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
    const targets = await organizations("ListTargetsForPolicy", { PolicyId: policy?.Id });
    expect((targets.Targets as { TargetId: string }[]).map(({ TargetId }) => TargetId)).to.deep.equal([unit]);
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
});

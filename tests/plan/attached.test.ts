import { Policy, PolicyAttachment, RolePolicy, RolePolicyAttachment } from "@pulumi/aws/iam";
import { RolePoliciesExclusive } from "@pulumi/aws/iam/rolePoliciesExclusive";
import { RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { accessOfResources } from "../../cli/diff/resources";
import { provenReviewOf } from "../../cli/review/proofs";
import { reviewOf } from "../../cli/review/reviewing";
import { deploymentOf } from "../review/reviewed";

const extra = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Extra", Effect: "Allow", Action: "s3:*", Resource: "*" }],
};
const policy = JSON.stringify(extra);
const denial = JSON.stringify({
  ...extra,
  Statement: [{ ...extra.Statement[0], Effect: "Deny", Action: "ec2:*" }],
});

/** A resource of aws-native, as its package makes it. */
class Native extends pulumi.CustomResource {
  constructor(type: string, args: pulumi.Inputs) {
    super(`aws-native:iam:${type}`, "extra", args);
  }
}
const native = (type: string, args: pulumi.Inputs) => new Native(type, args);

/** Every way to attach a policy to a role of the component. */
const ways: Record<string, (role: pulumi.Output<string>) => unknown> = {
  "an inline policy": (role) => new RolePolicy("extra", { role, policy }),
  "an attachment": (role) =>
    new RolePolicyAttachment("extra", { role, policyArn: new Policy("made", { name: "made", policy }).arn }),
  "an attachment to many": (role) =>
    new PolicyAttachment("extra", {
      roles: [role],
      policyArn: new Policy("made", { name: "made", policy }).arn,
    }),
  "all that is attached": (role) =>
    new RolePolicyAttachmentsExclusive("extra", {
      roleName: role,
      policyArns: [new Policy("made", { name: "made", policy }).arn],
    }),
  "an inline policy of aws-native": (roleName) =>
    native("RolePolicy", { roleName, policyName: "extra", policyDocument: extra }),
  "a managed policy of aws-native": (roleName) =>
    native("ManagedPolicy", { roles: [roleName], managedPolicyName: "extra", policyDocument: extra }),
  "an inline policy by a role's path": (role) =>
    new RolePolicy("extra", { role: pulumi.interpolate`team/${role}`, policy }),
};

const hasWhy = (all: string[] | undefined) =>
  all?.includes("list leaves out told: AWS's provider may take it off the role") === true;

describe("what is attached to the component's role is seen by review and diff alike", () => {
  for (const [way, attach] of Object.entries(ways)) {
    it(way, async () => {
      const deployment = await deploymentOf({}, ({ appIamRoleName }) => void attach(appIamRoleName));
      const [component] = reviewOf(deployment).components;
      const reviewed = component?.roles[0]?.documents.flatMap(({ statements }) => statements);
      expect(reviewed?.filter(({ sid }) => sid === "Extra")).to.have.lengthOf(1);

      const { roles, policies } = accessOfResources(deployment.resources);
      const compared = roles.find(({ name }) => name === "hipaa-app-backend-dev")?.policies;
      const statements = compared?.flatMap((document) => document.statements) ?? [];
      expect(statements.filter(({ sid }) => sid === "Extra")).to.have.lengthOf(1);
      expect(policies.flatMap((document) => document.statements)).to.deep.equal([]);
    });
  }

  it("an inline policy that the stack lets be on the role, its text elsewhere, leaves each promise open", async () => {
    const exclusive = (roleName: pulumi.Output<string>) => {
      const { name } = new RolePolicy("told", { role: roleName, policy: denial });
      new RolePoliciesExclusive("extra", { roleName, policyNames: [name, "by-hand"] });
    };
    const deployment = await deploymentOf({}, ({ appIamRoleName }) => exclusive(appIamRoleName));
    const [component] = provenReviewOf(deployment).components;
    const documents = component?.roles[0]?.documents.filter(({ kind }) => kind === "inline policy");
    expect(documents?.map(({ unread }) => unread)).to.have.members([
      "",
      "The text of this policy is not in this stack.",
    ]);
    const outcomes = component?.promises?.filter(({ of }) => of === "backend") ?? [];
    // A deny that is read holds all the same.
    const open = outcomes.filter(
      ({ outcome, answer }) => (outcome === "not proven") === (answer !== "denied"),
    );
    expect(open).to.deep.equal(outcomes);
    const why = new Set(outcomes.map((one) => one.why).filter((one) => one !== undefined));
    expect([...why]).to.deep.equal(["by-hand was not read"]);
  });

  const leaving: Record<string, (role: pulumi.Output<string>, own: pulumi.Output<string>) => unknown> = {
    "no managed policy is listed": (roleName) =>
      new RolePolicyAttachmentsExclusive("list", { roleName, policyArns: [] }),
    "one of three is listed": (roleName, own) =>
      new RolePolicyAttachmentsExclusive("list", { roleName, policyArns: [own] }),
    "other roles are listed for one of them": (_, policyArn) =>
      new PolicyAttachment("list", { name: "list", policyArn, roles: ["another"] }),
  };
  for (const [way, leave] of Object.entries(leaving)) {
    it(`policies of the component that AWS's provider takes off leave the promises open, denies too: ${way}`, async () => {
      const deployment = await deploymentOf(
        {},
        ({ appIamRoleName, s3PolicyArn }) => void leave(appIamRoleName, s3PolicyArn),
      );
      const [component] = provenReviewOf(deployment).components;
      const outcomes = component?.promises?.filter(({ of }) => of === "backend") ?? [];
      expect(
        outcomes.filter(({ outcome, answer }) => outcome === "proven" && answer !== "denied"),
      ).to.deep.equal([]);
      const denied = outcomes.filter(
        ({ outcome, answer }) => outcome === "not proven" && answer === "denied",
      );
      expect(denied.length).to.be.above(1);
      expect(denied[0]?.why).to.match(/^list leaves out .*: AWS's provider may take (it|them) off the role$/);
      const others = [...accessOfResources(deployment.resources).others.keys()];
      expect(
        others.filter((one) => /on hipaa-app-backend-dev, which the list of list .* leaves out/.test(one)),
      ).to.have.lengthOf.above(0);
    });
  }

  it("a policy of somebody else that a list leaves out is not sure to refuse; one that is listed is", async () => {
    const outcomesWith = async (policyNames: string[]) => {
      const deployment = await deploymentOf({}, ({ appIamRoleName: role }) => {
        new RolePolicy("told", { name: "told", role, policy: denial });
        new RolePoliciesExclusive("list", { roleName: role, policyNames });
      });
      return provenReviewOf(deployment).components[0]?.promises?.map(({ outcome, why }) => why ?? outcome);
    };
    expect(await outcomesWith(["told"]))
      .to.not.include("broken")
      .and.to.not.satisfy(hasWhy);
    expect(await outcomesWith([])).to.satisfy(hasWhy);
  });

  it("a role of aws-native is read as one of aws", () => {
    const trust = { ...extra, Statement: [{ ...extra.Statement[0], Principal: "*", Resource: undefined }] };
    const inputs = {
      ...{ roleName: "theirs", assumeRolePolicyDocument: trust, maxSessionDuration: 7200 },
      ...{ policies: [{ policyName: "extra", policyDocument: extra }], permissionsBoundary: "arn:edge" },
      managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    };
    const urn = "urn:pulumi:s::p::aws-native:iam:Role::theirs";
    const { roles, others } = accessOfResources([
      { type: "aws-native:iam:Role", urn, inputs, outputs: inputs },
    ]);
    expect([...others]).to.deep.equal([]);
    const [role] = roles;
    expect(role).to.include({ name: "theirs", boundary: "arn:edge", maxSessionDuration: 7200 });
    expect(role?.unread).to.deep.equal(["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
    const sids = (of: "trust" | "policies") =>
      role?.[of].flatMap(({ statements }) => statements.map(({ sid }) => sid));
    expect([sids("trust"), sids("policies")]).to.deep.equal([["Extra"], ["Extra"]]);
  });

  it("what is attached to users and groups too is compared as a text besides", () => {
    const attached = (groups: string[]) => {
      const inputs = { roles: ["one"], groups, managedPolicyName: "extra", policyDocument: extra };
      const urn = "urn:pulumi:s::p::aws-native:iam:ManagedPolicy::extra";
      const outputs = { ...inputs, policyArn: "arn:aws:iam::123456789012:policy/extra" };
      return accessOfResources([{ type: "aws-native:iam:ManagedPolicy", urn, inputs, outputs }]).others;
    };
    expect([...attached(["a"])]).not.to.deep.equal([...attached(["b"])]);
  });
});

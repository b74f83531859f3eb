import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { type Account, allowing, emptyAccount, iamClient, readAccount } from "./support/account";
import { accountOf, doubleOf } from "./support/double";
import { accountId, localApi } from "./support/moto";
import { commandsOf, follow } from "./support/page";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";
import { expectOperations, least, monitoring, surroundingsOf, urnsOf } from "./support/urns";

const program = require("../index");
const page = "migrate-from-terraform.md";
const Tags = [
  { Key: "Environment", Value: "production" },
  { Key: "ManagedBy", Value: "Terraform" },
];

/** The resources as the Terraform module leaves them: the same names, other documents, tags and descriptions. */
async function applyTerraformModule(client: IAMClient): Promise<void> {
  const RoleName = "hipaa-app-backend-production";
  const trust = (fields: object) => allowing({ ...fields, Action: "sts:AssumeRole" });
  await client.send(
    new CreateRoleCommand({
      ...{ RoleName, Tags, Description: "IAM role for the backend application" },
      AssumeRolePolicyDocument: trust({
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Condition: { StringEquals: { "sts:ExternalId": "railway-hipaa-app" } },
      }),
    }),
  );
  for (const service of ["s3", "kms", "bedrock"]) {
    const { Policy } = await client.send(
      new CreatePolicyCommand({
        ...{ PolicyName: `production-${service}-access-policy`, Tags },
        Description: `${service} access of the backend application`,
        PolicyDocument: allowing({ Action: `${service}:List*`, Resource: "*" }),
      }),
    );
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  }
  const monitoringRole = { RoleName: "production-rds-monitoring-role" };
  await client.send(
    new CreateRoleCommand({
      ...{ ...monitoringRole, Tags },
      AssumeRolePolicyDocument: trust({ Principal: { Service: "monitoring.rds.amazonaws.com" } }),
    }),
  );
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";
  await client.send(new AttachRolePolicyCommand({ ...monitoringRole, PolicyArn }));
}

describe("resources of the Terraform module", () => {
  const api = localApi();
  const children = [...least, ...monitoring];
  const all = urnsOf("production", [...surroundingsOf("production"), ...children]);
  let stack: TestStack;
  let asLeft: Account;

  before(async () => {
    await applyTerraformModule(iamClient(api()));
    asLeft = await readAccount(iamClient(api()));
    stack = await TestStack.open(checkout(), "production", api(), { program });
  });

  it("are imported into the component's own URNs by the commands of the page, and stay as they are", async () => {
    await follow(stack, commandsOf(page, "Import"));
    const imported = Object.keys(await stack.inputs());
    expect(imported).to.include.members(urnsOf("production", ["component", ...children]));
    expect(await readAccount(iamClient(api()))).to.deep.equal(asLeft);
  });

  it("are updated in place by the next up: nothing is replaced or deleted", async () => {
    const { stdout } = await follow(stack, commandsOf(page, "Look, then update"), {
      environment: "production",
    });
    expect(stdout).not.to.match(/replace|delete/);
    const updated = [...stdout.matchAll(/^ ~ {2}\S+ (\S+) updated /gm)].map(([, name]) => name);
    const roles = ["hipaa-iam-role", "hipaa-iam-rds-monitoring-role"];
    const policies = ["hipaa-iam-s3-policy", "hipaa-iam-kms-policy", "hipaa-iam-bedrock-policy"];
    expect(updated).to.have.members([...roles, ...policies]);
    // These and the component; the stack and four attachments are the same.
    expect(stdout).to.match(/Resources:\n {4}~ 6 updated\n {4}5 unchanged\n\nDuration/);
  });

  it("are then what the component makes, but for the policies' descriptions", async () => {
    const expected = accountOf(await doubleOf(stack.folder, "production", program));
    for (const [name, policy] of Object.entries(expected.policies)) {
      policy.description = asLeft.policies[name]?.description;
    }
    expect(await readAccount(iamClient(api()))).to.deep.equal(expected);
    expectOperations(await stack.up(), {}, all);
  });

  it("are the stack's own: destroy leaves nothing", async () => {
    expect((await stack.destroy()).errors).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });
});

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

const program = require("../../index");
const page = "migrate-from-terraform.md";

/** The page's commands as a reader without monitoring adapts them: two resources are left out. */
const withoutMonitoring = (commands: string) =>
  commands.replace(
    / *\{ "parent": "hipaa-iam", "type": "\S+",\n *"name": "hipaa-iam-rds-monitoring-[^}]*\},\n/g,
    "",
  );

/** The resources as the Terraform module leaves them: the same names, other documents, tags and descriptions. */
async function applyTerraformModule(
  client: IAMClient,
  environment: string,
  monitored: boolean,
): Promise<void> {
  const RoleName = `hipaa-app-backend-${environment}`;
  const Tags = [
    { Key: "Environment", Value: environment },
    { Key: "ManagedBy", Value: "Terraform" },
  ];
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
        ...{ PolicyName: `${environment}-${service}-access-policy`, Tags },
        Description: `${service} access of the backend application`,
        PolicyDocument: allowing({ Action: `${service}:List*`, Resource: "*" }),
      }),
    );
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  }
  if (!monitored) return;
  const monitoringRole = { RoleName: `${environment}-rds-monitoring-role` };
  await client.send(
    new CreateRoleCommand({
      ...{ ...monitoringRole, Tags },
      AssumeRolePolicyDocument: trust({ Principal: { Service: "monitoring.rds.amazonaws.com" } }),
    }),
  );
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";
  await client.send(new AttachRolePolicyCommand({ ...monitoringRole, PolicyArn }));
}

for (const [environment, monitored] of [
  ["production", true],
  ["dev", false],
] as const) {
  describe(`resources of the Terraform module, ${monitored ? "with" : "without"} monitoring`, () => {
    const api = localApi();
    const children = [...least, ...(monitored ? monitoring : [])];
    const all = urnsOf(environment, [...surroundingsOf(environment), ...children]);
    let stack: TestStack;
    let asLeft: Account;

    before(async () => {
      await applyTerraformModule(iamClient(api()), environment, monitored);
      asLeft = await readAccount(iamClient(api()));
      stack = await TestStack.open(checkout(), environment, api(), { program });
    });

    it("are imported into the component's own URNs by the commands of the page, and stay as they are", async () => {
      const [commands = ""] = commandsOf(page, "Import");
      const own = commands.replace("environment=production", `environment=${environment}`);
      await follow(stack, [monitored ? own : withoutMonitoring(own)]);
      const imported = Object.keys(await stack.inputs());
      expect(imported).to.include.members(urnsOf(environment, ["component", ...children]));
      expect(await readAccount(iamClient(api()))).to.deep.equal(asLeft);
    });

    it("are updated in place by the next up: nothing is replaced or deleted", async () => {
      const { stdout } = await follow(stack, commandsOf(page, "Look, then update"), { environment });
      expect(stdout).not.to.match(/replace|delete/);
      const updated = [...stdout.matchAll(/^ ~ {2}\S+ (\S+) updated /gm)].map(([, name]) => name);
      const roles = ["hipaa-iam-role", ...(monitored ? ["hipaa-iam-rds-monitoring-role"] : [])];
      const policies = ["hipaa-iam-s3-policy", "hipaa-iam-kms-policy", "hipaa-iam-bedrock-policy"];
      expect(updated).to.have.members([...roles, ...policies]);
      // These and the component; the stack and the attachments are the same.
      const [updates, others] = monitored ? [6, 5] : [5, 4];
      expect(stdout).to.include(`Resources:\n    ~ ${updates} updated\n    ${others} unchanged\n\nDuration`);
    });

    it("are then what the component makes, but for the policies' descriptions", async () => {
      const expected = accountOf(await doubleOf(stack.folder, environment, program));
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
}

import {
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { type Account, allowing, emptyAccount, iamClient, readAccount } from "./support/account";
import { accountId, localApi } from "./support/moto";
import type { Operations } from "./support/operations";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";
import { expectOperations, least, monitoring, operationsOn, surroundingsOf, urnsOf } from "./support/urns";

const role = { RoleName: "hipaa-app-backend-production" };
const monitoringRole = { RoleName: "production-rds-monitoring-role" };
const policyArn = (service: string) => `arn:aws:iam::${accountId}:policy/production-${service}-access-policy`;

interface Drift {
  what: string;
  happens(client: IAMClient): Promise<unknown>;
  refresh: Operations;
  up: Operations;
}

const drifts: Drift[] = [
  {
    what: "a policy is detached",
    happens: (client) => client.send(new DetachRolePolicyCommand({ ...role, PolicyArn: policyArn("s3") })),
    refresh: { delete: ["s3-attachment"] },
    up: { create: ["s3-attachment"] },
  },
  {
    what: "the trust is widened",
    happens: (client) =>
      client.send(
        new UpdateAssumeRolePolicyCommand({
          ...role,
          PolicyDocument: allowing({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
        }),
      ),
    refresh: { update: ["role"] },
    up: { update: ["role"] },
  },
  {
    what: "a policy gets another default version",
    happens: (client) =>
      client.send(
        new CreatePolicyVersionCommand({
          PolicyArn: policyArn("kms"),
          PolicyDocument: allowing({ Action: "kms:*", Resource: "*" }),
          SetAsDefault: true,
        }),
      ),
    refresh: { update: ["kms-policy"] },
    up: { update: ["kms-policy"] },
  },
  {
    what: "the monitoring role is deleted",
    happens: async (client) => {
      const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";
      await client.send(new DetachRolePolicyCommand({ ...monitoringRole, PolicyArn }));
      await client.send(new DeleteRoleCommand(monitoringRole));
    },
    refresh: { delete: monitoring },
    up: { create: monitoring },
  },
  {
    what: "a tag is added",
    happens: (client) =>
      client.send(new TagRoleCommand({ ...role, Tags: [{ Key: "Owner", Value: "nobody" }] })),
    refresh: { update: ["role"] },
    up: { update: ["role"] },
  },
];

describe("drift", () => {
  const api = localApi();
  const all = urnsOf("production", [...surroundingsOf("production"), ...least, ...monitoring]);
  const urns = (operations: Operations) => operationsOn("production", operations);
  let stack: TestStack;
  let asDeployed: Account;

  before(async () => {
    stack = await TestStack.open(checkout(), "production", api(), { program: require("../../index") });
    expect((await stack.up()).succeeded).to.equal(true);
    asDeployed = await readAccount(iamClient(api()));
  });

  for (const { what, happens, refresh, up } of drifts) {
    it(`is shown and mended where ${what}`, async () => {
      await happens(iamClient(api()));
      expect(await readAccount(iamClient(api()))).not.to.deep.equal(asDeployed);
      expectOperations(await stack.refresh(), urns(refresh), all);
      expectOperations(await stack.up(), urns(up), all);
      expect(await readAccount(iamClient(api()))).to.deep.equal(asDeployed);
    });
  }

  it("leaves nothing behind when the stack is destroyed", async () => {
    expectOperations(await stack.destroy(), { delete: all }, []);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });
});

import { CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { allowing, emptyAccount, iamClient, readAccount } from "./support/account";
import { FreshStack } from "./support/faultCases";
import { localApi } from "./support/moto";
import type { EngineRun } from "./support/operations";
import { TestStack } from "./support/stack";

describe("an up that cannot succeed", () => {
  const api = localApi();
  let fresh: FreshStack;
  before(async () => {
    fresh = await FreshStack.open(api());
  });
  beforeEach(() => fresh.reset());
  after(() => fresh.faulty.stop());

  it("tells of denied credentials once, and makes nothing", async () => {
    fresh.faulty.faultOf = () => "invalid token";
    const run = await fresh.stack.up();
    expect(run.succeeded).to.equal(false);
    expect(run.errors).to.have.lengthOf(1);
    expect(run.errors[0]).to.include("The security token included in the request is invalid.");
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });

  it("tells of a wrong endpoint once, and makes nothing", async () => {
    const stack = await TestStack.open(fresh.stack.folder, "dev", "http://127.0.0.1:1");
    const run = await stack.up();
    expect(run.succeeded).to.equal(false);
    expect(run.errors).to.have.lengthOf(1);
    expect(run.errors[0]).to.include(
      'Post "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused',
    );
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });

  it("tells of a caller who may not make the role once, and makes nothing", async () => {
    fresh.faulty.faultOf = (call) => (call.startsWith("CreateRole") ? "access denied" : undefined);
    const run = await fresh.stack.up();
    expectTold(run, {
      "hipaa-iam-role": "AccessDenied: The caller may not CreateRole hipaa-app-backend-dev",
    });
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });

  it("tells of a foreign role of the same name once, and makes nothing", async () => {
    await iamClient(api()).send(foreignRole("hipaa-app-backend-dev"));
    const before = await readAccount(iamClient(api()));
    await fresh.stack.configure({ enableRdsMonitoring: "true", tenantKeyProvisioning: "provisioner" });
    const run = await fresh.stack.up();
    expectTold(run, {
      "hipaa-iam-role": "EntityAlreadyExists: Role with name hipaa-app-backend-dev already exists",
    });
    expect(await readAccount(iamClient(api()))).to.deep.equal(before);
  });

  const iam = () => iamClient(api());
  const role = (name: string) => ({
    occupy: () => iam().send(foreignRole(name)),
    error: `EntityAlreadyExists: Role with name ${name} already exists`,
  });
  const policy = (PolicyName: string) => ({
    occupy: () => iam().send(new CreatePolicyCommand({ PolicyName, PolicyDocument: harmless })),
    error: `EntityAlreadyExists: A policy called ${PolicyName} already exists. Duplicate names are not allowed`,
  });
  const taken = {
    "hipaa-iam-kms-policy": policy("dev-kms-access-policy"),
    "hipaa-iam-rds-monitoring-role": role("dev-rds-monitoring-role"),
    "hipaa-iam-key-provisioner": role("dev-key-provisioner"),
    "hipaa-iam-key-provisioner-policy": policy("dev-key-provisioner-policy"),
  };
  for (const [name, { occupy, error }] of Object.entries(taken)) {
    it(`tells of a foreign name for ${name} once, leaves what has it as it is, and destroy takes the rest back`, async () => {
      await occupy();
      const before = await readAccount(iam());
      await fresh.stack.configure({ enableRdsMonitoring: "true", tenantKeyProvisioning: "provisioner" });
      expectTold(await fresh.stack.up(), { [name]: error });
      await fresh.stack.destroy();
      expect(await readAccount(iam())).to.deep.equal(before);
    });
  }
});

const harmless = allowing({ Action: "kms:ListKeys", Resource: "*" });
const foreignRole = (RoleName: string) =>
  new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: allowing({ Action: "sts:AssumeRole" }) });

/**
 * Each resource that failed has one error. The provider logs it and the engine tells of it once more, and has the last
 * word: no other error is there.
 */
function expectTold(run: EngineRun, byResource: Record<string, string>): void {
  const expected = Object.entries(byResource);
  expect(run.failed.sort()).to.deep.equal(expected.map(([name]) => name));
  const told = run.errors.filter((error) => error !== "update failed").map(essence);
  expect(told.sort()).to.deep.equal(expected.flatMap(([, error]) => [error, error]).sort());
}

/** What AWS says, without the request's ID and the words around it. */
function essence(error: string): string {
  const [said = error] = /(EntityAlreadyExists|AccessDenied): [^:\n]*/.exec(error) ?? [];
  return said.trim().replace(/\.$/, "");
}

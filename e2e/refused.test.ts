import { CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { FreshStack } from "./support/faultCases";
import { localApi } from "./support/moto";
import { TestStack } from "./support/stack";

const harmless = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "kms:ListKeys", Resource: "*" }],
});

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

  it("tells of a foreign role of the same name once, and makes nothing", async () => {
    await iamClient(api()).send(
      new CreateRoleCommand({ RoleName: "hipaa-app-backend-dev", AssumeRolePolicyDocument: "{}" }),
    );
    const before = await readAccount(iamClient(api()));
    const run = await fresh.stack.up();
    expect(run.failed).to.deep.equal(["hipaa-iam-role"]);
    const [once, ...more] = told(run.errors);
    expect(once).to.include("Role with name hipaa-app-backend-dev already exists");
    expect(more).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(before);
  });

  it("tells of a foreign policy of the same name once, leaves it as it is, and destroy takes the rest back", async () => {
    const iam = iamClient(api());
    await iam.send(
      new CreatePolicyCommand({ PolicyName: "dev-kms-access-policy", PolicyDocument: harmless }),
    );
    const before = await readAccount(iam);
    const run = await fresh.stack.up();
    expect(run.failed).to.deep.equal(["hipaa-iam-kms-policy"]);
    const [once, ...more] = told(run.errors);
    expect(once).to.include("A policy called dev-kms-access-policy already exists");
    expect(more).to.deep.equal([]);
    await fresh.stack.destroy();
    expect(await readAccount(iam)).to.deep.equal(before);
  });
});

/** The errors without the engine's own last word. The provider logs its error, and the engine tells of it once more. */
function told(errors: string[]): string[] {
  expect(errors.at(-1)).to.equal("update failed");
  return [...new Set(errors.slice(0, -1).map(essence))];
}

/** What AWS says, without the request's ID and the words around it. */
function essence(error: string): string {
  return /EntityAlreadyExists: [^:\n]*/.exec(error)?.[0].trim() ?? error;
}

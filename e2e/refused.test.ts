import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { FreshStack } from "./support/faultCases";
import { localApi } from "./support/moto";
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

  it("tells of a foreign role of the same name once, and makes nothing", async () => {
    await iamClient(api()).send(
      new CreateRoleCommand({ RoleName: "hipaa-app-backend-dev", AssumeRolePolicyDocument: "{}" }),
    );
    const before = await readAccount(iamClient(api()));
    const run = await fresh.stack.up();
    expect(run.failed).to.deep.equal(["hipaa-iam-role"]);
    for (const error of run.errors.slice(0, -1)) {
      expect(error).to.include("Role with name hipaa-app-backend-dev already exists");
    }
    expect(run.errors.at(-1)).to.equal("update failed"); // The engine's own last word.
    expect(await readAccount(iamClient(api()))).to.deep.equal(before);
  });
});

import { GetRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { localApi } from "./support/moto";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";

const program = require("../index");

describe("a permissions boundary of the same args", () => {
  const api = localApi();

  it("is set on each role, changes nothing the second time, and goes away after the roles", async () => {
    const stack = await TestStack.open(checkout(), "dev", api(), { program });
    await stack.configure({ createBoundary: "true", tenantKeyProvisioning: "provisioner" });
    expect((await stack.up()).errors).to.deep.equal([]);
    for (const RoleName of ["hipaa-app-backend-dev", "dev-key-provisioner"]) {
      const { Role } = await iamClient(api()).send(new GetRoleCommand({ RoleName }));
      const arn = "arn:aws:iam::123456789012:policy/dev-boundary";
      expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn, RoleName).to.equal(arn);
    }
    expect(Object.keys((await stack.up()).operations)).to.deep.equal(["same"]);
    expect((await stack.destroy()).errors).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });
});

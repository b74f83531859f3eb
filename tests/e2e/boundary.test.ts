import { GetRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { FaultyApi } from "./support/faultyApi";
import { localApi } from "./support/moto";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";

const program = require("../../index");

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

  it("of another name is set before the old one is deleted: AWS deletes no boundary that is in use", async () => {
    const counting = await FaultyApi.start(api());
    const stack = await TestStack.open(checkout(), "dev", counting.endpoint, { program });
    await stack.configure({ createBoundary: "true", tenantKeyProvisioning: "provisioner" });
    expect((await stack.up()).errors).to.deep.equal([]);
    counting.calls.length = 0;
    await stack.configure({ nameSuffix: "eu" });
    expect((await stack.up()).errors).to.deep.equal([]);
    const at = (call: string) => counting.calls.indexOf(call);
    for (const role of ["hipaa-app-backend-dev", "dev-key-provisioner"]) {
      expect(at(`DeleteRole ${role}`), role).to.be.within(0, at("DeletePolicy dev-boundary") - 1);
    }
    expect(at("CreatePolicy dev-eu-boundary")).to.be.within(0, at("CreateRole hipaa-app-backend-dev-eu") - 1);
    expect((await stack.destroy()).errors).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    counting.stop();
  });
});

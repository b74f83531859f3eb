import { GetRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { FaultyApi } from "./support/faultyApi";
import { localApi } from "./support/moto";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";
import { urnsOf } from "./support/urns";

const program = require("../../index");

const policy =
  "urn:pulumi:dev::hipaa-iam::hipaa-iam:index:HipaaIamBoundary$aws:iam/policy:Policy::hipaa-boundary-policy";
const roles = ["role", "key-provisioner"];

/** What brings a new boundary about: config, or what `pulumi up` is told. */
type Change = (stack: TestStack) => Promise<{ replace?: string[] }>;

describe("a permissions boundary of the same args", () => {
  const api = localApi();

  const expectBoundary = async (name: string) => {
    for (const RoleName of [`hipaa-app-backend-${name}`, `${name}-key-provisioner`]) {
      const { Role } = await iamClient(api()).send(new GetRoleCommand({ RoleName }));
      const arn = `arn:aws:iam::123456789012:policy/${name}-boundary`;
      expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn, RoleName).to.equal(arn);
    }
  };

  it("is set on each role, changes nothing the second time, and goes away after the roles", async () => {
    const stack = await TestStack.open(checkout(), "dev", api(), { program });
    await stack.configure({ createBoundary: "true", tenantKeyProvisioning: "provisioner" });
    expect((await stack.up()).errors).to.deep.equal([]);
    await expectBoundary("dev");
    expect(Object.keys((await stack.up()).operations)).to.deep.equal(["same"]);
    expect((await stack.destroy()).errors).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });

  const region: Change = async (stack) => {
    await stack.configure({ "aws:region": "us-west-2" });
    return {};
  };
  const suffix: Change = async (stack) => {
    await stack.configure({ nameSuffix: "eu" });
    return {};
  };
  for (const [what, change, after] of [
    ["another Region", region, "dev"],
    ["another name", suffix, "dev-eu"],
    ["a person who asks for it", async () => ({ replace: [policy] }), "dev"],
  ] as const) {
    it(`is replaced by ${what} in one run, as the preview says: the roles go before it and come back with it`, async () => {
      const counting = await FaultyApi.start(api());
      const stack = await TestStack.open(checkout(), "dev", counting.endpoint, { program });
      await stack.configure({ createBoundary: "true", tenantKeyProvisioning: "provisioner" });
      expect((await stack.up()).errors).to.deep.equal([]);
      const options = await change(stack);
      const preview = await stack.preview(options);
      counting.calls.length = 0;
      const run = await stack.up(options);
      expect(run.errors).to.deep.equal([]);
      expect(run.operations.replace).to.include.members([policy, ...urnsOf("dev", roles)]);
      expect(preview.operations.replace).to.deep.equal(run.operations.replace);

      const at = (call: string) => counting.calls.indexOf(call);
      const order = (name: string, other: string) => [
        ...[`DeleteRole hipaa-app-backend-${name}`, `DeletePolicy ${name}-boundary`],
        ...[`CreatePolicy ${other}-boundary`, `CreateRole hipaa-app-backend-${other}`],
      ];
      const places = order("dev", after).map(at);
      expect(places).to.deep.equal([...places].sort((a, b) => a - b));
      expect(places[0]).to.be.greaterThan(-1);
      expect(at("DeleteRole dev-key-provisioner")).to.be.within(0, at("DeletePolicy dev-boundary"));
      expect(counting.calls.filter((call) => call.includes("RolePermissionsBoundary"))).to.deep.equal([]);
      await expectBoundary(after);
      expect(Object.keys((await stack.up()).operations)).to.deep.equal(["same"]);
      expect((await stack.destroy()).errors).to.deep.equal([]);
      expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
      counting.stop();
    });
  }
});

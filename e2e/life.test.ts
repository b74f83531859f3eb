import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { localApi } from "./support/moto";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";

describe("dev, with the default provider", () => {
  const api = localApi();
  it("comes up and goes away", async () => {
    const stack = await TestStack.open(checkout(), "dev", api());
    const { operations, errors } = await stack.up();
    expect(errors).to.deep.equal([]);
    expect(operations.create).to.have.lengthOf(10);
    await stack.destroy();
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });
});

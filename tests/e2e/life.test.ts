import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { RegisteredResource } from "../../cli/plan/resources";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { accountOf, doubleOf } from "./support/double";
import { accountId, localApi } from "./support/moto";
import type { EngineRun } from "./support/operations";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";
import { defaultProvider, expectOperations, least, monitoring, surroundingsOf, urnsOf } from "./support/urns";

/** Where a component's provider comes from, and what the program registers for it. */
const providers = {
  "the default provider": {
    // As Pulumi.yaml says, by the language host.
    program: undefined,
    module: "../../index",
    provider: defaultProvider,
  },
  "a provider of another Region": {
    program: require("./programs/otherRegion"),
    module: "./programs/otherRegion",
    provider: "pulumi:providers:aws::ireland",
  },
};

const stacks = { dev: least, staging: [...least, ...monitoring], production: [...least, ...monitoring] };

for (const [stackName, children] of Object.entries(stacks)) {
  for (const [which, { program, module, provider }] of Object.entries(providers)) {
    describe(`${stackName}, with ${which}`, () => {
      const api = localApi();
      const urns = urnsOf(stackName, [...surroundingsOf(stackName, provider), ...children]);
      let stack: TestStack;
      let double: RegisteredResource[];
      const runs: EngineRun[] = [];
      const keep = (run: EngineRun) => {
        runs.push(run);
        return run;
      };

      before(async () => {
        stack = await TestStack.open(checkout(), stackName, api(), { program });
        double = await doubleOf(stack.folder, stackName, require(module));
      });

      it("is previewed: every resource would be made", async () => {
        expectOperations(keep(await stack.preview()), { create: urns }, urns);
        expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
      });

      it("comes up as the preview said", async () => {
        expectOperations(keep(await stack.up()), { create: urns }, urns);
      });

      it("is in the account what the unit tests' double says, and nothing else", async () => {
        expect(await readAccount(iamClient(api()))).to.deep.equal(accountOf(double));
      });

      it("exports what the component gives: names and ARNs of what is in the account", async () => {
        const arn = (name: string) => `arn:aws:iam::${accountId}:${name}`;
        const policy = (service: string) => arn(`policy/${stackName}-${service}-access-policy`);
        const appIamRoleArn = arn(`role/hipaa-app-backend-${stackName}`);
        const outputs = await stack.outputs();
        if (module !== "../../index") return expect(outputs).to.deep.equal({ appIamRoleArn }); // All that this program exports.
        return expect(outputs).to.deep.equal({
          appIamRoleArn,
          appIamRoleName: `hipaa-app-backend-${stackName}`,
          ...(children !== least && {
            rdsMonitoringRoleArn: arn(`role/${stackName}-rds-monitoring-role`),
          }),
          ...{ s3PolicyArn: policy("s3"), kmsPolicyArn: policy("kms"), bedrockPolicyArn: policy("bedrock") },
        });
      });

      it("has each document as the double renders it, byte for byte", async () => {
        const inputs = await stack.inputs();
        const texts = (resources: [string, Record<string, unknown>][]) =>
          Object.fromEntries(
            resources
              .map(([urn, { policy, assumeRolePolicy }]) => [
                urn.split("::").at(-1),
                policy ?? assumeRolePolicy,
              ])
              .filter(([, text]) => text !== undefined),
          );
        const rendered = texts(double.map(({ urn, inputs }) => [urn, inputs]));
        expect(Object.keys(rendered)).to.have.lengthOf(children.length === least.length ? 4 : 5);
        expect(texts(Object.entries(inputs))).to.deep.equal(rendered);
      });

      it("comes up again without a change", async () => {
        expectOperations(keep(await stack.up()), {}, urns);
      });

      it("is refreshed without a change", async () => {
        expectOperations(keep(await stack.refresh()), {}, urns);
      });

      it("keeps its external ID out of the state and of what is printed", async () => {
        const state = readFileSync(
          join(stack.folder, `.state/.pulumi/stacks/hipaa-iam/${stackName}.json`),
          "utf8",
        );
        const printed = runs.map(({ stdout, warnings }) => [stdout, ...warnings].join("\n"));
        expect(state).to.include(`"hipaa-app-backend-${stackName}"`);
        for (const text of [state, ...printed]) expect(text).not.to.include(`railway-hipaa-app-${stackName}`);
      });

      it("is destroyed: nothing is left in the account", async () => {
        expectOperations(await stack.destroy(), { delete: urns }, []);
        expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
      });
    });
  }
}

describe("a provider that assumes a role of the same program", () => {
  const api = localApi();

  it("is previewed while it can answer nothing yet, and comes up", async () => {
    const program = require("./programs/lateProvider");
    const stack = await TestStack.open(checkout(), "dev", api(), { program });
    const preview = await stack.preview();
    expect(preview.errors).to.deep.equal([]);
    expect(preview.operations.create).to.have.length(1 + 2 + 1 + 1 + 7); // Stack, providers, role, component, children.
    expect((await stack.up()).errors).to.deep.equal([]);
    expect(Object.keys((await readAccount(iamClient(api()))).policies)).to.have.length(3);
    expect((await stack.destroy()).errors).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });
});

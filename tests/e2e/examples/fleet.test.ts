import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "../support/account";
import { accountId, localApi } from "../support/moto";
import { copyOf } from "../support/project";
import { TestStack } from "../support/stack";
import { watchMemory } from "./memory";

const accounts = ["111111111111", "222222222222", "333333333333", "444444444444", "555555555555"];
const regions = ["us-east-1", "eu-west-1"];
const environments = ["dev", "production"];
const components = accounts.length * regions.length * environments.length;

describe("examples/fleet", () => {
  const api = localApi();
  let stack: TestStack;
  const outsider = { accessKeyId: "test", secretAccessKey: "test" };

  /** Credentials of a role in an account. */
  async function credentialsOf(account: string) {
    const sts = new STSClient({ endpoint: api(), region: "us-east-1", credentials: outsider });
    const RoleArn = `arn:aws:iam::${account}:role/pulumi-deploy`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  }

  /** The master keys that the program finds by their aliases. */
  const masterKeys = new Map<string, string>();
  async function createMasterKeys(account: string): Promise<void> {
    const credentials = await credentialsOf(account);
    for (const region of regions) {
      const kms = new KMSClient({ endpoint: api(), region, credentials });
      for (const environment of environments) {
        const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
        const alias = { AliasName: `alias/hipaa-${environment}`, TargetKeyId: KeyMetadata?.KeyId };
        await kms.send(new CreateAliasCommand(alias));
        masterKeys.set(`${account} ${region} ${environment}`, KeyMetadata?.Arn ?? "");
      }
    }
  }

  before(async () => {
    for (const account of accounts) await createMasterKeys(account);
    const folder = copyOf("examples/fleet");
    const config = { "hipaa-fleet:accounts": accounts.map((id) => ({ id, regions, environments })) };
    writeFileSync(join(folder, "Pulumi.test.yaml"), JSON.stringify({ config }));
    stack = await TestStack.open(folder, "test", api());
    for (const environment of environments) {
      const secret = { value: `only-we-know-${environment}`, secret: true };
      await stack.stack.setConfig(`externalIds.${environment}`, secret, true);
    }
  });

  it(`deploys ${components} components into ${accounts.length} accounts`, async () => {
    const memory = watchMemory();
    const start = performance.now();
    const { errors, operations } = await stack.up();
    const seconds = (performance.now() - start) / 1000;
    const megabytes = memory.stop();
    expect(errors).to.deep.equal([]);
    // Each component with its seven resources, a provider for each account and Region, the stack.
    expect(operations).to.have.all.keys("create");
    expect(operations.create).to.have.lengthOf(components * 8 + accounts.length * regions.length + 1);
    const each = (total: number) => `${total.toFixed(0)} (${(total / components).toFixed(1)} a component)`;
    console.log(
      `      fleet: ${components} components, ${operations.create?.length} resources, ` +
        `seconds ${each(seconds)}, MB at the peak, all processes ${each(megabytes.all)}, program ${each(megabytes.program)}`,
    );
  });

  it("puts each component into its own account and Region", async () => {
    for (const account of accounts) {
      const { roles, policies } = await readAccount(iamClient(api(), await credentialsOf(account)));
      const names = regions.flatMap((region) =>
        environments.map((environment) => `${environment}-${region}`),
      );
      expect(Object.keys(roles), account).to.have.members(names.map((name) => `hipaa-app-backend-${name}`));
      expect(Object.keys(policies), account).to.have.members(
        names.flatMap((name) =>
          ["s3", "kms", "bedrock"].map((service) => `${name}-${service}-access-policy`),
        ),
      );
      for (const region of regions) {
        for (const environment of environments) {
          const policy = (service: string) =>
            JSON.stringify(policies[`${environment}-${region}-${service}-access-policy`]?.document);
          expect(policy("kms")).to.include(masterKeys.get(`${account} ${region} ${environment}`));
          expect(policy("kms")).to.include(`arn:aws:kms:${region}:${account}:key/*`);
          expect(policy("s3")).to.include(`arn:aws:s3:::${account}-${region}-${environment}-documents/`);
          expect(policy("bedrock")).to.include(`arn:aws:bedrock:${region}::foundation-model/`);
          const { trust, arn } = roles[`hipaa-app-backend-${environment}-${region}`] ?? {};
          expect(JSON.stringify(trust)).to.include(`"arn:aws:iam::${account}:root"`);
          expect(JSON.stringify(trust)).to.include(`"only-we-know-${environment}"`);
          const { roles: outputs } = (await outputsOnce()) as {
            roles: Record<string, Record<string, object>>;
          };
          expect(outputs[account]?.[region]).to.have.property(environment, arn);
        }
      }
    }
  });

  it("puts nothing into the account that it is run from", async () => {
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    expect(accounts).not.to.include(accountId);
  });

  it("goes away again, from every account", async () => {
    const { errors } = await stack.destroy();
    expect(errors).to.deep.equal([]);
    for (const account of accounts) {
      expect(await readAccount(iamClient(api(), await credentialsOf(account)))).to.deep.equal(emptyAccount);
    }
  });

  let outputs: Promise<Record<string, unknown>> | undefined;
  const outputsOnce = () => {
    outputs ??= stack.outputs();
    return outputs;
  };
});

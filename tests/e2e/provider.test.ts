import { expect } from "chai";
import { exampleGuardrails } from "../guardrails/guardrails";
import { exampleArgs } from "../support/component";
import { openProgram, type ProgramConfig } from "./interop/program";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { localApi } from "./support/moto";
import { toldOnce } from "./support/told";

const args = { ...exampleArgs(), bedrockInRegionOnly: true } as ProgramConfig["args"];
const twin = "'environment' of $BY differs from 'Environment' only in case, which IAM takes for the same.";
const tags = { environment: "x" };

const guardrails = { component: "HipaaIamGuardrails", args: { ...exampleGuardrails } };
const many = Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`tag-${at}`, "x"]));
const tooMany =
  "49 tags of $BY make 51 with the component's own, and AWS Organizations takes 50. Give fewer.";

describe("a provider, or tags of a program, that a component cannot work with", () => {
  const api = localApi();

  // Before anything is made: what a preview refuses, `pulumi up` does not begin.
  const rows: [what: string, config: Partial<ProgramConfig>, reason: string][] = [
    [
      "allowedAccountIds of others",
      { provider: { allowedAccountIds: ["210987654321"] } },
      "provider: it does not say where it works: AWS account ID not allowed: 123456789012",
    ],
    [
      "another partition",
      { provider: { region: "cn-north-1" } },
      "kmsMasterKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' " +
        "is in partition aws, the provider in aws-cn.",
    ],
    [
      "defaultTags",
      { provider: { defaultTags: { tags } } },
      `tags: ${twin.replace("$BY", "the provider's defaultTags")}`,
    ],
    [
      "a transform of roles",
      { tagged: { type: "aws:iam/role:Role", tags } },
      `tags: ${twin.replace("$BY", "a transformation")}`,
    ],
    [
      "a transform of policies",
      { tagged: { type: "aws:iam/policy:Policy", tags } },
      `tags: ${twin.replace("$BY", "a transformation")}`,
    ],
    [
      "defaultTags of guardrails",
      { ...guardrails, provider: { defaultTags: { tags: many } } },
      `tags: ${tooMany.replace("$BY", "the provider's defaultTags")}`,
    ],
    [
      "a transform of guardrails",
      { ...guardrails, tagged: { type: "aws:organizations/policy:Policy", tags: many } },
      `tags: ${tooMany.replace("$BY", "a transformation")}`,
    ],
  ];
  for (const [what, config, reason] of rows) {
    it(`${what}: a preview refuses it, without a stack trace`, async () => {
      const stack = await openProgram("provided", api(), { args, ...config });
      const run = await stack.preview();
      expect(toldOnce(run).join("\n"), run.stdout).to.include(reason);
      expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    });
  }

  // Without a preview. Transformations are the SDK's. What comes of transforms the engine tells when it has made a resource; what
  // waits for it is not made, attachments above all.
  const boundary = "dev-boundary";
  const role = "hipaa-app-backend-dev";
  const made: [by: "transformations" | "transforms", of: string, roles: string[], policies: string[]][] = [
    ["transformations", "aws:iam/role:Role", [], [boundary]],
    ["transformations", "aws:iam/policy:Policy", [], []],
    ["transforms", "aws:iam/role:Role", [role], [boundary]],
    ["transforms", "aws:iam/policy:Policy", [], [boundary]], // The boundary is the first, and the role waits for it.
  ];
  for (const [by, type, roles, policies] of made) {
    const what = `the tag of tenants by ${by} of ${type}`;
    it(`${what}: an up without a preview makes ${roles.length} roles, ${policies.length} policies`, async () => {
      const tagged = { by, type, tags: { TenantId: "shared" } };
      const stack = await openProgram("provided", api(), { args: { ...args, tenantIsolation: {} }, tagged });
      const run = await stack.up();
      expect(run.succeeded, run.stdout).to.equal(false);
      expect(run.errors.join("\n"), run.stdout).to.include(
        "tags: 'TenantId' of a transformation would count",
      );
      const account = await readAccount(iamClient(api()));
      expect(Object.keys(account.policies)).to.deep.equal(policies);
      expect(Object.entries(account.roles).map(([name, { attached }]) => [name, attached])).to.deep.equal(
        roles.map((name) => [name, []]),
      );
      expect((await stack.destroy()).errors).to.deep.equal([]);
    });
  }

  it("one that asks for no account and checks no credentials works, as the component asks itself", async () => {
    const provider = { skipRequestingAccountId: true, skipCredentialsValidation: true };
    const stack = await openProgram("provided", api(), { args, provider });
    const run = await stack.up();
    expect(run.errors).to.deep.equal([]);
    expect(Object.keys((await readAccount(iamClient(api()))).roles)).to.deep.equal(["hipaa-app-backend-dev"]);
    expect((await stack.destroy()).errors).to.deep.equal([]);
  });

  it("one of another account than the key's is told with a warning", async () => {
    const kmsMasterKeyArn = String(args.kmsMasterKeyArn).replace("123456789012", "210987654321");
    const stack = await openProgram("provided", api(), { args: { ...args, kmsMasterKeyArn }, provider: {} });
    const run = await stack.preview();
    expect(run.errors).to.deep.equal([]);
    expect(run.warnings).to.include(
      "kmsMasterKeyArn: the key is in account 210987654321, the provider in 123456789012. " +
        "The key's own policy must let the role in.",
    );
  });
});

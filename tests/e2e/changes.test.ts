import { expect } from "chai";
import { HipaaIamComponent } from "../../components";
import { stackArgs } from "../../stack/config";
import { type Account, emptyAccount, iamClient, readAccount } from "./support/account";
import { accountOf, doubleOf } from "./support/double";
import { localApi } from "./support/moto";
import type { Operations } from "./support/operations";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";
import { expectOperations, least, monitoring, operationsOn, surroundingsOf, urnsOf } from "./support/urns";

const program = require("../../index");
const attachments = ["s3-attachment", "kms-attachment", "bedrock-attachment"];
const provisioner = ["key-provisioner", "key-provisioner-policy", "key-provisioner-attachment"];
const secrets = ["secrets-policy", "secrets-attachment"];
const policies = ["s3-policy", "kms-policy", "bedrock-policy"];

/** Every name is new, so every resource is: the old one goes before the new one comes. */
const anew = (names: string[]): Operations => ({
  "delete-replaced": names,
  replace: names,
  "create-replacement": names,
});

/** One after the other, each on what the one before has left. Without "same": all else is the same. */
const changes: [what: string, config: Record<string, string | undefined>, operations: Operations][] = [
  ["monitoring on", { enableRdsMonitoring: "true" }, { create: monitoring, update: ["component"] }],
  ["monitoring off", { enableRdsMonitoring: "false" }, { delete: monitoring, update: ["component"] }],
  ["another external ID", { externalId: "rotated-external-id" }, { update: ["component", "role"] }],
  [
    "another bucket",
    { s3BucketBackupsArn: "arn:aws:s3:::other-backups" },
    { update: ["component", "s3-policy"] },
  ],
  ["one tag more", { "tags.Team": "Care" }, { update: ["component", "role", ...policies] }],
  [
    "an option: backups may be overwritten",
    { backupsWriteOnce: "false" },
    { update: ["component", "s3-policy"] },
  ],
  ["longer sessions", { maxSessionDuration: "7200" }, { update: ["component", "role"] }],
  [
    "a permissions boundary",
    { permissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
    { update: ["component", "role"] },
  ],
  ["the buckets' owner", { bucketOwnerAccountId: "123456789012" }, { update: ["component", "s3-policy"] }],
  [
    "models through inference profiles",
    { "bedrockInferenceRegions[0]": "us-east-1", "bedrockInferenceRegions[1]": "us-west-1" },
    { update: ["component", "bedrock-policy"] },
  ],
  [
    "a provisioner of keys",
    { tenantKeyProvisioning: "provisioner" },
    { create: provisioner, update: ["component", "kms-policy"] },
  ],
  [
    "no provisioner of keys",
    { tenantKeyProvisioning: "application" },
    { delete: provisioner, update: ["component", "kms-policy"] },
  ],
  [
    "certificates besides the account",
    {
      "trustedPrincipalArns[0]": "arn:aws:iam::123456789012:root",
      "rolesAnywhere.trustAnchorArn":
        "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
      "rolesAnywhere.subjectCommonName": "backend.dev",
    },
    { update: ["component", "role"] },
  ],
  [
    "tokens instead of certificates",
    {
      rolesAnywhere: undefined,
      "oidc.providerArn": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      "oidc.audience": "sts.amazonaws.com",
      "oidc.subjects[0]": "repo:example@1234/backend@5678:environment:dev",
    },
    { update: ["component", "role"] },
  ],
  [
    "a further claim of theirs, which config has as a number",
    { "oidc.claims.repository_id": "5678" },
    { update: ["component", "role"] },
  ],
  [
    "sessions of one tenant each",
    { "tenantIsolation.tagKey": "TenantId" },
    { update: ["component", "role", "s3-policy", "kms-policy"] },
  ],
  ["aborted uploads", { s3AbortMultipartUploads: "true" }, { update: ["component", "s3-policy"] }],
  [
    "a guardrail",
    { bedrockGuardrailArn: "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl:3" },
    { update: ["component", "bedrock-policy"] },
  ],
  [
    "a guardrail that others enforce, and tokens that are counted",
    {
      "bedrockEnforcedGuardrailArns[0]": "arn:aws:bedrock:us-east-1:210987654321:guardrail/abcdefghijkl",
      bedrockCountTokens: "true",
    },
    { update: ["component", "bedrock-policy"] },
  ],
  [
    "the mantle endpoint in place of a guardrail",
    {
      bedrockGuardrailArn: undefined,
      "bedrockMantle.projectArns[0]": "arn:aws:bedrock-mantle:us-east-1:123456789012:project/proj_abc123",
    },
    { update: ["component", "bedrock-policy"] },
  ],
  [
    "a secret",
    { "secretArns[0]": "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf" },
    { create: secrets, update: ["component"] },
  ],
  ["no secret", { secretArns: undefined }, { delete: secrets, update: ["component"] }],
  ["a suffix", { nameSuffix: "eu" }, { update: ["component"], ...anew(least) }],
  ["another environment", { environment: "staging" }, { update: ["component"], ...anew(least) }],
];

/** moto forgets a role's description when the session duration changes. AWS keeps it. */
function withoutDescriptions({ roles, policies }: Account): Account {
  const plain = Object.entries(roles).map(([name, role]) => [name, { ...role, description: undefined }]);
  return { roles: Object.fromEntries(plain), policies };
}

describe("a change", () => {
  const api = localApi();
  const all = urnsOf("dev", [...surroundingsOf("dev"), ...least]);
  const urns = (operations: Operations, component?: string) => operationsOn("dev", operations, component);
  let stack: TestStack;

  const expectAccount = async (program: () => unknown) => {
    const double = await doubleOf(stack.folder, "dev", program);
    const account = await readAccount(iamClient(api()));
    expect(withoutDescriptions(account)).to.deep.equal(withoutDescriptions(accountOf(double)));
  };

  before(async () => {
    stack = await TestStack.open(checkout(), "dev", api(), { program });
    expect((await stack.up()).errors).to.deep.equal([]);
  });

  for (const [what, config, operations] of changes) {
    it(`of ${what} touches this alone`, async () => {
      await stack.configure(config);
      expectOperations(await stack.up(), urns(operations), all);
      await expectAccount(program);
    });
  }

  it("of nothing, where a person asks to replace the role, deletes the old one before its name is used again", async () => {
    const run = await stack.up({ replace: urnsOf("dev", ["role"]) });
    expectOperations(run, urns(anew(["role", ...attachments])), all);
    await expectAccount(program);
  });

  for (const replaced of [...attachments, ...policies]) {
    it(`of nothing, where a person asks to replace ${replaced}, leaves every policy attached`, async () => {
      const run = await stack.up({ replace: urnsOf("dev", [replaced]) });
      const own = replaced.replace("policy", "attachment"); // Of a policy it goes along.
      expectOperations(run, urns(anew([...new Set([replaced, own])])), all);
      await expectAccount(program);
    });
  }

  it("that adds a second component with another suffix leaves the first alone", async () => {
    const both = async () => {
      const args = await stackArgs();
      new HipaaIamComponent("hipaa-iam", args);
      new HipaaIamComponent("second", { ...args, nameSuffix: "second" });
    };
    const second = await TestStack.open(stack.folder, "dev", api(), { program: both });
    const run = await second.up();
    expectOperations(run, urns({ create: ["component", ...least] }, "second"), [
      ...all,
      ...urnsOf("dev", ["component", ...least], "second"),
    ]);
    await expectAccount(both);
    expect((await second.destroy()).errors).to.deep.equal([]);
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
  });
});

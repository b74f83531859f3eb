import { expect } from "chai";
import { type Account, emptyAccount, iamClient, readAccount } from "../support/account";
import { localApi } from "../support/moto";
import { type Args, openProgram, type ProgramConfig, stateOf } from "./program";

const least: Args = {
  environment: "dev",
  s3BucketDocumentsArn: "arn:aws:s3:::example-documents",
  s3BucketBackupsArn: "arn:aws:s3:::example-backups",
  s3BucketAuditLogsArn: "arn:aws:s3:::example-audit-logs",
  kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
const full: Args = {
  ...least,
  environment: "staging",
  externalId: "only-we-know",
  rdsArn: "arn:aws:rds:us-east-1:123456789012:db:example",
  enableRdsMonitoring: true,
  tags: { CostCenter: "Engineering" },
  nameSuffix: "eu",
  permissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess",
  maxSessionDuration: 7200,
  backupsWriteOnce: false,
  auditLogsAppendOnly: false,
};
const account = "123456789012";
const optional: Args = {
  ...least,
  externalId: "only-we-know",
  bucketOwnerAccountId: account,
  bedrockInferenceRegions: ["us-east-1", "us-west-2"],
  bedrockModelPatterns: ["anthropic.claude-haiku-*"],
  s3AbortMultipartUploads: true,
  bedrockStreaming: true,
  bedrockCountTokens: true,
  bedrockEnforcedGuardrailArns: [`arn:aws:bedrock:us-east-1:${account}:guardrail/enforced`],
  bedrockGuardrailArn: `arn:aws:bedrock:us-east-1:${account}:guardrail/abcdefghijkl:3`,
  tenantKeyProvisioning: "provisioner",
  secretArns: [`arn:aws:secretsmanager:us-east-1:${account}:secret:database-AbCdEf`],
  secretsKmsKeyArn: `arn:aws:kms:us-east-1:${account}:key/55555555-5555-4555-8555-555555555555`,
  trustedPrincipalArns: [`arn:aws:iam::${account}:role/deploy`],
  organizationId: "o-a1b2c3d4e5",
  oidc: {
    providerArn: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    audience: "sts.amazonaws.com",
    subjects: ["repo:example/backend:environment:production"],
    claims: { repository_id: "5678", environment: "production" },
  },
  rolesAnywhere: {
    trustAnchorArn: `arn:aws:rolesanywhere:us-east-1:${account}:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab`,
    subjectCommonName: "backend",
  },
};

/** What is different each time: times, random IDs, and where in the program a resource was made. */
const changing = /^(id|created|modified|createDate|uniqueId|policyId|sourcePosition|stackTrace)$/;

interface Made {
  /** The state of the component and its children. */
  resources: Record<string, unknown>[];
  outputs: Record<string, unknown>;
  account: Account;
  state: string;
}

describe("the component, constructed by another program through the plugin protocol", () => {
  const api = localApi();

  /** What a program makes; it is destroyed again. */
  async function make(program: "remote" | "direct", config: ProgramConfig): Promise<Made> {
    const stack = await openProgram(program, api(), config);
    const { errors } = await stack.up();
    expect(errors).to.deep.equal([]);
    const state = stateOf(stack);
    const outputs = await stack.outputs();
    const account = await readAccount(iamClient(api()));
    await stack.destroy();
    expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    return { resources: resourcesOf(state), outputs, account, state };
  }

  it("has the same resources, outputs and documents as the direct import", async () => {
    const remote = await make("remote", { args: full });
    const direct = await make("direct", { args: full });
    expect(remote.resources.map(({ type }) => type)).to.deep.equal(direct.resources.map(({ type }) => type));
    expect(remote.resources).to.have.lengthOf(10);
    expect(remote.resources).to.deep.equal(direct.resources);
    expect(remote.outputs).to.deep.equal(direct.outputs);
    expect(remote.account).to.deep.equal(direct.account);
    expect(remote.outputs).to.deep.equal({
      appIamRoleArn: "arn:aws:iam::123456789012:role/hipaa-app-backend-staging-eu",
      appIamRoleName: "hipaa-app-backend-staging-eu",
      rdsMonitoringRoleArn: "arn:aws:iam::123456789012:role/staging-eu-rds-monitoring-role",
      s3PolicyArn: "arn:aws:iam::123456789012:policy/staging-eu-s3-access-policy",
      kmsPolicyArn: "arn:aws:iam::123456789012:policy/staging-eu-kms-access-policy",
      bedrockPolicyArn: "arn:aws:iam::123456789012:policy/staging-eu-bedrock-access-policy",
    });
    // The program gave it in the clear.
    for (const { state } of [remote, direct]) expect(state).not.to.include("only-we-know");
  });

  it("has them with every option, too", async () => {
    const remote = await make("remote", { args: optional });
    const direct = await make("direct", { args: optional });
    expect(remote.resources).to.have.lengthOf(13); // The component, two roles, five policies, five attachments.
    expect(remote.resources).to.deep.equal(direct.resources);
    expect(remote.outputs).to.deep.equal(direct.outputs);
    expect(remote.account).to.deep.equal(direct.account);
    expect(remote.outputs).to.include({
      secretsPolicyArn: `arn:aws:iam::${account}:policy/dev-secrets-access-policy`,
      keyProvisionerRoleArn: `arn:aws:iam::${account}:role/dev-key-provisioner`,
    });
  });

  it("has them with sessions of one tenant each, too", async () => {
    const args = { ...least, tenantIsolation: { tagKey: "practice" } };
    const remote = await make("remote", { args });
    const direct = await make("direct", { args });
    expect(remote.resources).to.deep.equal(direct.resources);
    expect(remote.account).to.deep.equal(direct.account);
    expect(JSON.stringify(remote.account)).to.include("aws:PrincipalTag/practice");
  });

  it("takes a tag that is a secret, and changes nothing the second time", async () => {
    for (const program of ["remote", "direct"] as const) {
      const tags = { Owner: "nobody-may-know", CostCenter: "Engineering" };
      const stack = await openProgram(program, api(), { args: { ...least, tags }, secretTags: ["Owner"] });
      expect((await stack.up()).errors).to.deep.equal([]);
      expect((await stack.up()).operations, program).to.have.all.keys("same");
      await stack.destroy();
    }
  });

  it("follows the provider that it is given, and changes nothing the second time", async () => {
    const stack = await openProgram("remote", api(), { args: least, region: "eu-west-1" });
    await stack.up();
    const { policies } = await readAccount(iamClient(api()));
    expect(JSON.stringify(policies["dev-bedrock-access-policy"]?.document)).to.include(
      '"arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-*"',
    );
    expect((await stack.up()).operations).to.have.all.keys("same");
    await stack.destroy();
  });

  const refused: [what: string, config: ProgramConfig, said: string[]][] = [
    [
      "plain values, each with its property",
      { args: { ...least, environment: "qa", s3BucketBackupsArn: undefined, maxSessionDuration: 60 } },
      [
        "property environment with value '{qa}' has a problem: 'qa' is not accepted. Give dev, staging or production, as a plain value.",
        "property s3BucketBackupsArn has a problem: it is missing. Give the ARN of an S3 bucket",
        "property maxSessionDuration with value '{60}' has a problem: 60 is not accepted. Give a whole number",
      ],
    ],
    [
      "an arg that there is none of",
      { args: { ...least, permissionBoundaryArn: "arn:aws:iam::123456789012:policy/example" } },
      ["property permissionBoundaryArn with value", "there is no such input. Give environment,"],
    ],
    [
      "a secret, without showing it",
      { args: { ...least, externalId: "not accepted" }, secrets: ["externalId"] },
      ["property externalId with value", "[secret] is not accepted. Give 2 to 1224 characters"],
    ],
  ];
  for (const [what, config, said] of refused) {
    it(`refuses ${what}`, async () => {
      const stack = await openProgram("remote", api(), config);
      const { errors, succeeded, stdout } = await stack.up();
      expect(succeeded).to.equal(false);
      expect(errors).to.have.lengthOf(1);
      for (const words of said) expect(errors[0]?.split(words), words).to.have.lengthOf(2); // Said once.
      expect(errors[0]).not.to.match(/^\s+at /m); // No stack trace.
      if (config.secrets) expect(stdout).not.to.include("'not accepted'");
      expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    });
  }
});

function resourcesOf(state: string): Record<string, unknown>[] {
  const { resources } = JSON.parse(state, (key, value) => {
    if (changing.test(key)) return undefined;
    // The default provider's ID and an encrypted value are random.
    if (key === "provider") return String(value).replace(/::[^:]*$/, "");
    if (key === "dependencies") return value.sort();
    return key === "ciphertext" ? "encrypted" : value;
  }).checkpoint.latest;
  return resources
    .filter(({ urn }: { urn: string }) => urn.includes("hipaa-iam:index:HipaaIamComponent"))
    .sort((a: { urn: string }, b: { urn: string }) => (a.urn < b.urn ? -1 : 1));
}

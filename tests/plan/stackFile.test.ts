import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Plan, planStack } from "../../plan/plan";
import { repository, temporaryFolder } from "../support/folder";

const arns = `
  hipaa-iam:s3BucketDocumentsArn: arn:aws:s3:::example-documents
  hipaa-iam:s3BucketBackupsArn: arn:aws:s3:::example-backups
  hipaa-iam:s3BucketAuditLogsArn: arn:aws:s3:::example-audit-logs
  hipaa-iam:kmsMasterKeyArn: arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111
`;

describe("the plan of a stack file", () => {
  const folder = temporaryFolder();

  /** Plans the real stack program with the real Pulumi.yaml and a stack file of this text. */
  function planOf(stackFile: string, given = {}): Promise<Plan> {
    for (const file of ["index.ts", "Pulumi.yaml"]) {
      try {
        symlinkSync(join(repository, file), join(folder(), file));
      } catch {} // Is there since the last test.
    }
    writeFileSync(join(folder(), "Pulumi.test.yaml"), stackFile);
    return planStack(folder(), "test", given);
  }

  async function failureOf(stackFile: string): Promise<string> {
    const error = await planOf(stackFile).then(
      () => undefined,
      (error: Error) => error,
    );
    return error?.message ?? "";
  }

  it("takes defaults from Pulumi.yaml", async () => {
    const plan = await planOf(`config:\n  hipaa-iam:environment: dev${arns}`);
    const role = plan.resources.find(({ name }) => name === "hipaa-iam-role");
    expect(role?.inputs.maxSessionDuration).to.equal(3600);
    expect(JSON.stringify(plan.documents)).to.include('"sts:ExternalId":"railway-hipaa-app"');
  });

  it("reads numbers, booleans and maps as the CLI passes them", async () => {
    const plan = await planOf(
      `config:\n  hipaa-iam:environment: dev\n  hipaa-iam:maxSessionDuration: 7200\n` +
        `  hipaa-iam:enableRdsMonitoring: true\n  hipaa-iam:tags:\n    Team: Platform${arns}`,
    );
    const role = plan.resources.find(({ name }) => name === "hipaa-iam-role");
    expect(role?.inputs.maxSessionDuration).to.equal(7200);
    expect(role?.inputs.tags).to.include({ Team: "Platform" });
    expect(plan.outputs.rdsMonitoringRoleArn).to.equal(
      "arn:aws:iam::123456789012:role/dev-rds-monitoring-role",
    );
  });

  it("never has an encrypted value: something else stands in, and it says so", async () => {
    const plan = await planOf(
      `encryptionsalt: v1:abc\nconfig:\n  hipaa-iam:environment: dev\n  hipaa-iam:externalId:\n    secure: v1:c2VjcmV0${arns}`,
    );
    expect(plan.notes).to.deep.equal([
      "hipaa-iam:externalId is encrypted in the stack file; a value that is not it stands in for it.",
    ]);
    expect(JSON.stringify(plan.documents)).to.include('"sts:ExternalId":"secret-value-not-read"');
    expect(JSON.stringify(plan)).not.to.include("c2VjcmV0");
  });

  it("lets an ARN of the right form stand in for an encrypted one", async () => {
    const plan = await planOf(
      `config:\n  hipaa-iam:environment: dev${arns.replace("arn:aws:s3:::example-backups", "\n    secure: v1:abc")}`,
    );
    expect(JSON.stringify(plan.documents)).to.include("arn:aws:s3:::stand-in-backups/*");
  });

  it("lets outputs stand in for those of another stack, and says so", async () => {
    const plan = await planOf(
      "config:\n  hipaa-iam:environment: dev\n  hipaa-iam:dependenciesStack: acme/data/dev\n",
      { region: "us-gov-west-1" },
    );
    expect(plan.notes).to.deep.equal(["Outputs of the stack acme/data/dev are stand-ins."]);
    expect(JSON.stringify(plan.documents)).to.include("arn:aws-us-gov:s3:::stand-in-documents/tenants/*");
  });

  it("takes the Region from the stack file, and the partition from the Region", async () => {
    const { standIn } = await planOf(
      "config:\n  aws:region: cn-north-1\n  hipaa-iam:environment: dev\n  hipaa-iam:dependenciesStack: a/b/c\n",
    );
    expect(standIn).to.deep.equal({ accountId: "123456789012", region: "cn-north-1", partition: "aws-cn" });
  });

  it("shows the program's warnings", async () => {
    const { warnings } = await planOf(`config:\n  hipaa-iam:environment: production${arns}`);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include("production has the public default, railway-hipaa-app");
  });

  const mistakes: [name: string, stackFile: string, message: string][] = [
    [
      "missing config",
      "config: {}",
      "pulumi config set kmsMasterKeyArn arn:aws:kms:REGION:ACCOUNT:key/KEY-ID",
    ],
    ["an empty file", "", "Stack test lacks config."],
    ["a bad value", `config:\n  hipaa-iam:environment: qa${arns}`, "environment: 'qa' is not accepted."],
    [
      "a key without namespace",
      "config:\n  environment: dev",
      'the config key "environment" is not of the form',
    ],
    ["a misspelt key", "config:\n  hipaa-iam:enviroment: dev", "does not know: enviroment."],
    ["broken YAML", "config: [", "Cannot read Pulumi.test.yaml:"],
  ];
  for (const [name, stackFile, message] of mistakes) {
    it(`fails with a clear message for ${name}`, async () => {
      expect(await failureOf(stackFile)).to.include(message);
    });
  }
});

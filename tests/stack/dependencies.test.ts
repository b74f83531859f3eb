import { expect } from "chai";
import { messagesOf, namesOf } from "../support/refusals";
import { componentArgsOf, leastConfig, runStack } from "../support/stack";

const { environment, ...arns } = leastConfig;
const dependenciesStack = "acme/data/dev";
const rdsArn = "arn:aws:rds:us-east-1:123456789012:db:example";

/** How a secret travels in Pulumi's protocol, and so between stacks. */
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("the outputs of the stack that dependenciesStack names", () => {
  it("fill all ARNs that config leaves out", async () => {
    const run = await runStack({ environment, dependenciesStack }, { stackOutputs: { ...arns, rdsArn } });
    expect(run.errors).to.deep.equal([]);
    expect(componentArgsOf(run)).to.deep.equal({ environment, ...arns, rdsArn });
    expect(run.stackReferences).to.deep.equal([dependenciesStack]);
    expect(run.resources).to.have.length(1 + 1 + 7);
  });

  it("give way to config", async () => {
    const s3BucketBackupsArn = "arn:aws:s3:::from-config";
    const run = await runStack(
      { environment, dependenciesStack, s3BucketBackupsArn },
      { stackOutputs: { ...arns, rdsArn } },
    );
    expect(run.errors).to.deep.equal([]);
    expect(componentArgsOf(run)).to.deep.equal({ environment, ...arns, rdsArn, s3BucketBackupsArn });
  });

  it("need not have an rdsArn", async () => {
    const run = await runStack({ environment, dependenciesStack }, { stackOutputs: arns });
    expect(run.errors).to.deep.equal([]);
    expect(componentArgsOf(run)).to.deep.equal({ environment, ...arns });
  });

  it("of other names are not used", async () => {
    const stackOutputs = { ...arns, externalId: "from-there", nameSuffix: "x", environment: "production" };
    const run = await runStack({ environment, dependenciesStack }, { stackOutputs });
    expect(componentArgsOf(run)).to.deep.equal({ environment, ...arns });
  });

  it("are not asked for if no stack is named", async () => {
    const run = await runStack(leastConfig, { stackOutputs: { rdsArn } });
    expect(componentArgsOf(run)).to.deep.equal(leastConfig);
    expect(run.stackReferences).to.deep.equal([]);
  });

  it("are checked as config is", async () => {
    const stackOutputs = { ...arns, kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:alias/example" };
    const run = await runStack({ environment, dependenciesStack }, { stackOutputs });
    expect(messagesOf(run)).to.have.length(1);
    expect(messagesOf(run)[0]).to.match(/kmsMasterKeyArn: '.*alias\/example' is not accepted/);
  });

  it("that are missing are listed in one error with what config lacks", async () => {
    const { kmsMasterKeyArn, s3BucketBackupsArn } = arns;
    const run = await runStack(
      { dependenciesStack, s3BucketBackupsArn },
      { stackOutputs: { kmsMasterKeyArn } },
    );
    expect(messagesOf(run)).to.deep.equal([
      "Stack test lacks config. Set what is missing:\n" +
        '  pulumi config set --stack test environment "dev|staging|production"\n' +
        "  pulumi config set --stack test s3BucketDocumentsArn arn:aws:s3:::DOCUMENTS-BUCKET\n" +
        "  pulumi config set --stack test s3BucketAuditLogsArn arn:aws:s3:::AUDIT-LOGS-BUCKET\n" +
        "The stack acme/data/dev (dependenciesStack) has no such outputs.",
    ]);
    expect(namesOf(run)).to.deep.equal(["hipaa-iam-test"]);
  });

  for (const preview of [false, true]) {
    it(`that are secrets stay secrets${preview ? ", in a preview" : ""}`, async () => {
      const stackOutputs = { ...arns, kmsMasterKeyArn: secret(arns.kmsMasterKeyArn) };
      const run = await runStack({ environment, dependenciesStack }, { stackOutputs, preview });
      expect(run.errors).to.deep.equal([]);
      const secrets = Object.fromEntries(run.resources.map(({ name, secrets }) => [name, secrets]));
      expect(secrets["hipaa-iam"]).to.include("kmsMasterKeyArn");
      expect(secrets["hipaa-iam-kms-policy"]).to.deep.equal(["policy"]);
      expect(secrets["hipaa-iam-bedrock-policy"]).to.deep.equal([]);
    });
  }
});

import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Plan, planStack } from "../../cli/plan/plan";
import { readStack } from "../../cli/plan/stackFile";
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
    for (const file of ["index.ts", "Pulumi.yaml", "tools"]) {
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

  it("never has an encrypted value: it stands as its origin, which says which one it is", async () => {
    const planWith = (cipher: string) =>
      planOf(
        `encryptionsalt: v1:abc\nconfig:\n  hipaa-iam:environment: dev\n  hipaa-iam:externalId:\n    secure: ${cipher}${arns}`,
      );
    const origin = "config hipaa-iam:externalId, encrypted as edc899d8";
    const plan = await planWith("v1:c2VjcmV0");
    expect(plan.notes).to.deep.equal([`Not known offline: ${origin}.`]);
    expect(JSON.stringify(plan.documents)).to.include(`"sts:ExternalId":"unknown(${origin})"`);
    expect(JSON.stringify(plan)).not.to.include("c2VjcmV0");
    expect((await planWith("v1:b3RoZXI")).reads).not.to.deep.equal(plan.reads);
  });

  it("lets an ARN of the right form stand in for an encrypted one, and shows its origin", async () => {
    const plan = await planOf(
      `config:\n  hipaa-iam:environment: dev${arns.replace("arn:aws:s3:::example-backups", "\n    secure: v1:abc")}`,
    );
    const origin = "config hipaa-iam:s3BucketBackupsArn, encrypted as 35b72d5e";
    expect(JSON.stringify(plan.documents)).to.include(`unknown(${origin})/*`).and.not.include("unknown0");
  });

  const secure = "\n    secure: v1:abc";
  for (const key of [
    ...["aws:region", "hipaa-iam:environment", "hipaa-iam:nameSuffix", "hipaa-iam:dependenciesStack"],
    ...["hipaa-iam:enableRdsMonitoring", "hipaa-iam:maxSessionDuration"],
    ...["hipaa-iam:backupsWriteOnce", "hipaa-iam:auditLogsAppendOnly", "hipaa-iam:bedrockInferenceRegions"],
    "hipaa-iam:s3AbortMultipartUploads",
    ...["hipaa-iam:bedrockInRegionOnly", "hipaa-iam:bedrockModelPatterns", "hipaa-iam:bedrockStreaming"],
    ...["hipaa-iam:bedrockCountTokens", "hipaa-iam:bedrockEnforcedGuardrailArns", "hipaa-iam:bedrockMantle"],
    "hipaa-iam:tenantKeyProvisioning",
    ...["hipaa-iam:trustedPrincipalArns", "hipaa-iam:oidc", "hipaa-iam:rolesAnywhere"],
    "hipaa-iam:tenantIsolation",
  ]) {
    it(`refuses an encrypted ${key}, on which the plan depends`, async () => {
      const environment = key.endsWith("environment") ? "" : "  hipaa-iam:environment: dev\n";
      expect(await failureOf(`config:\n${environment}  ${key}:${secure}${arns}`)).to.equal(
        `The plan cannot read the encrypted value of ${key}.\n` +
          "What is planned depends on it. Set it without --secret.",
      );
    });
  }

  it("plans secrets by their origins in place of encrypted secretArns, and those that are not beside them", async () => {
    const origin = "config hipaa-iam:secretArns, encrypted as 35b72d5e";
    const documentsWith = async (yaml: string) => {
      const plan = await planOf(
        `config:\n  hipaa-iam:environment: dev\n  hipaa-iam:secretArns:${yaml}${arns}`,
      );
      expect(plan.notes).to.deep.equal([`Not known offline: ${origin}.`]);
      return JSON.stringify(plan.documents);
    };
    expect(await documentsWith(secure)).to.include(
      `"unknown(${origin}[1 and so on])","unknown(${origin}[0])"`,
    );
    const one = "\n    - secure: v1:abc\n    - arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf";
    expect(await documentsWith(one))
      .to.include(`"unknown(${origin})"`)
      .and.include('a-AbCdEf"');
  });

  it("plans tags by their origin in place of encrypted ones", async () => {
    const origin = "config hipaa-iam:tags, encrypted as 35b72d5e";
    const tagsOf = async (tags: string) => {
      const plan = await planOf(`config:\n  hipaa-iam:environment: dev\n  hipaa-iam:tags:${tags}${arns}`);
      expect(plan.notes).to.deep.equal([`Not known offline: ${origin}.`]);
      const role = plan.resources.find(({ name }) => name === "hipaa-iam-role");
      const { Environment, ManagedBy, Module, Name, ...rest } = (role?.inputs.tags ?? {}) as Record<
        string,
        string
      >;
      return rest;
    };
    expect(await tagsOf(secure)).to.deep.equal({
      [`unknown(${origin}, a key)`]: `unknown(${origin}, a value)`,
    });
    expect(await tagsOf(`\n    Team: a\n    Owner:\n      secure: v1:abc`)).to.deep.equal({
      Team: "a",
      Owner: `unknown(${origin})`,
    });
  });

  it("counts a document's characters as AWS does, without white space", async () => {
    const { documents, resources } = await planOf(`config:\n  hipaa-iam:environment: dev${arns}`);
    const sizes = Object.fromEntries(documents.map(({ name, size }) => [name, size]));
    for (const { inputs } of resources) {
      const text = inputs.policy ?? inputs.assumeRolePolicy;
      if (typeof text !== "string") continue;
      expect(text).to.match(/\s/); // Or the counts could not differ.
      expect(sizes[String(inputs.name)], String(inputs.name)).to.equal(text.replace(/\s/g, "").length);
    }
    expect(Object.keys(sizes)).to.have.length(4);
  });

  it("shows outputs of another stack as their origins", async () => {
    const plan = await planOf(
      "config:\n  hipaa-iam:environment: dev\n  hipaa-iam:dependenciesStack: acme/data/dev\n",
      { region: "us-gov-west-1" },
    );
    const outputs = ["kmsMasterKeyArn", "rdsArn", "s3BucketAuditLogsArn", "s3BucketBackupsArn"];
    const origins = [...outputs, "s3BucketDocumentsArn"].map(
      (output) => `StackReference acme/data/dev, output ${output}`,
    );
    expect(plan.reads).to.deep.equal(origins);
    expect(plan.notes).to.deep.equal(origins.map((origin) => `Not known offline: ${origin}.`));
    expect(JSON.stringify(plan.documents)).to.include(`"unknown(${origins.at(-1)})/tenants/*"`);
  });

  for (const [region, partition] of [
    ["cn-north-1", "aws-cn"],
    ["us-gov-east-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
    ["eu-central-1", "aws"],
  ]) {
    it(`takes the Region from the stack file, and the partition from the Region: ${region}`, async () => {
      const { standIn } = await planOf(
        `config:\n  aws:region: ${region}\n  hipaa-iam:environment: dev\n  hipaa-iam:dependenciesStack: a/b/c\n`,
      );
      expect(standIn).to.deep.equal({ accountId: "123456789012", region, partition });
    });
  }

  it("shows the program's warnings", async () => {
    const { warnings } = await planOf(`config:\n  hipaa-iam:environment: production${arns}`);
    expect(warnings).to.have.length(2);
    expect(warnings[0]).to.include("production has the public default, railway-hipaa-app");
    expect(warnings[1]).to.include(
      "the role can reach no current Claude model. In us-east-1 none is invoked",
    );
  });

  // What `pulumi config --json` of the CLI 3.248.0 gives for each.
  const readings: [yaml: string, text: string][] = [
    ["", ""],
    ["~", ""],
    ["null", ""],
    ['""', ""],
    ["yes", "yes"],
    ["True", "true"],
    ["12345678901234567890", "12345678901234567890"],
    ["9007199254740993", "9007199254740993"],
    ["-12345678901234567890", "-12345678901234567000"],
    ["18446744073709551616", "18446744073709552000"],
    ["123456789012", "123456789012"],
    ["0x1F", "31"],
    ["0o17", "15"],
    ["+5", "5"],
    ["1.50", "1.5"],
    [".5", "0.5"],
    ["1e3", "1000"],
    ["1e25", "1e+25"],
    ["0.000000001", "1e-9"],
    ['"0123"', "0123"],
    ['"2024-01-01"', "2024-01-01"],
    [
      "{A: yes, B: , C: 12345678901234567890, D: 1.50, E: true}",
      '{"A":"yes","B":null,"C":12345678901234567000,"D":1.5,"E":true}',
    ],
  ];
  for (const [yaml, text] of readings) {
    it(`reads ${yaml || "an empty value"} as the CLI does`, () => {
      const plain = mkdtempSync(join(folder(), "plain-"));
      writeFileSync(join(plain, "Pulumi.yaml"), "name: hipaa-iam\n");
      writeFileSync(join(plain, "Pulumi.test.yaml"), `config:\n  hipaa-iam:key: ${yaml}\n`);
      expect(readStack(plain, "test").config).to.deep.equal({ "hipaa-iam:key": text });
    });
  }

  it("takes empty values for unset ones, the external ID for a bad one", async () => {
    const empty = "  hipaa-iam:nameSuffix:\n";
    const { resources } = await planOf(`config:\n  hipaa-iam:environment: dev\n${empty}${arns}`);
    expect(resources.find(({ name }) => name === "hipaa-iam-role")?.inputs.name).to.equal(
      "hipaa-app-backend-dev",
    );
    expect(
      await failureOf(`config:\n  hipaa-iam:environment: dev\n  hipaa-iam:externalId:${arns}`),
    ).to.include("externalId: [secret] is not accepted.");
    expect(await failureOf(`config:\n  hipaa-iam:environment: dev\n  hipaa-iam:rdsArn:${arns}`)).to.include(
      "rdsArn: '' is not accepted.",
    );
  });

  for (const scalar of [
    ...["0123", "-017", "2024-01-01", "2024-1-1", "2001-12-14t21:59:43.10-05:00"],
    ...["1_000", "0b11", "-0x1F", ".inf", ".nan"],
  ]) {
    for (const where of [`hipaa-iam:externalId: ${scalar}`, `hipaa-iam:tags:\n    A: ${scalar}`]) {
      it(`refuses what the CLI reads otherwise, ${where.replace(/\s+/, " ")}`, async () => {
        expect(await failureOf(`config:\n  hipaa-iam:environment: dev\n  ${where}${arns}`)).to.equal(
          `Cannot read Pulumi.test.yaml: ${scalar} is read otherwise by the CLI. Put it in quotes.`,
        );
      });
    }
  }

  const otherTypes: [key: string, yaml: string, type: string][] = [
    ["tags", "", "object"],
    ["tags", '""', "object"],
    ["tags", "[]", "object"],
    ["tags", '"{}"', "object"],
    ["enableRdsMonitoring", "", "boolean"],
    ["enableRdsMonitoring", "yes", "boolean"],
    ["maxSessionDuration", "", "integer"],
    ["maxSessionDuration", "1h", "integer"],
    ["nameSuffix", "{a: b}", "string"],
  ];
  for (const [key, yaml, type] of otherTypes) {
    it(`refuses another type than Pulumi.yaml declares, as the CLI does: ${key}: ${yaml}`, async () => {
      expect(
        await failureOf(`config:\n  hipaa-iam:environment: dev\n  hipaa-iam:${key}: ${yaml}${arns}`),
      ).to.equal(`Stack 'test' with configuration key '${key}' must be of type '${type}'`);
    });
  }

  for (const [key, yaml, said] of [
    ["secretArns", "x", "'x' is not accepted."],
    ["secretArns", "{a: b}", "{ a: 'b' } is not accepted."],
    ["secretArns", "", "'' is not accepted."],
    ["tenantIsolation", "", "'' is not accepted."],
    ["trustedPrincipalArns", "", "'' is not accepted."],
    ["trustedPrincipalArns", "[]", "[] is not accepted."],
  ] as const) {
    it(`refuses what is no list or no map, and none at all: ${key}: ${yaml}`, async () => {
      const yamlOfKey = `config:\n  hipaa-iam:environment: dev\n  hipaa-iam:${key}: ${yaml}${arns}`;
      expect(await failureOf(yamlOfKey)).to.include(`${key}: ${said}`);
    });
  }

  it("isolates tenants by the tag TenantId for an empty map", async () => {
    const { resources } = await planOf(
      `config:\n  hipaa-iam:environment: dev\n  hipaa-iam:tenantIsolation: {}${arns}`,
    );
    const role = resources.find(({ name }) => name === "hipaa-iam-role");
    expect(role?.inputs.assumeRolePolicy).to.include("aws:RequestTag/TenantId");
  });

  const mistakes: [name: string, stackFile: string, message: string][] = [
    [
      "missing config",
      "config: {}",
      "pulumi config set --stack test kmsMasterKeyArn arn:aws:kms:REGION:ACCOUNT:key/KEY-ID",
    ],
    ["an empty file", "", "Stack test lacks config."],
    ["a bad value", `config:\n  hipaa-iam:environment: qa${arns}`, "environment: 'qa' is not accepted."],
    [
      "a key of three parts",
      "config:\n  hipaa-iam:tags:Team: a",
      'the config key "hipaa-iam:tags:Team" is not of the form',
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

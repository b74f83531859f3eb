import { expect } from "chai";
import { messagesOf, namesOf } from "../support/refusals";
import { componentArgsOf, leastConfig, runStack } from "../support/stack";

describe("config becomes the component's args", () => {
  const boundary = "arn:aws:iam::123456789012:policy/example";
  const guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc";
  const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf";
  const role = "arn:aws:iam::123456789012:role/deploy";
  const oidc = {
    providerArn: "arn:aws:iam::123456789012:oidc-provider/gitlab.com",
    audience: "aws",
    subjects: ["project_path:example/backend:*"],
  };
  const rolesAnywhere = {
    trustAnchorArn:
      "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
    subjectCommonName: "backend",
  };
  const rows: [key: string, text: string, value: unknown][] = [
    ["environment", "production", "production"],
    ["externalId", "example", "example"],
    ["enableRdsMonitoring", "true", true],
    ["enableRdsMonitoring", "false", false],
    [
      "rdsArn",
      "arn:aws:rds:us-east-1:123456789012:db:example",
      "arn:aws:rds:us-east-1:123456789012:db:example",
    ],
    ["tags", '{"Team":"a","Other":"b"}', { Team: "a", Other: "b" }],
    ["nameSuffix", "eu", "eu"],
    ["nameSuffix", "1", "1"], // Not a number, though it looks like one.
    ["permissionsBoundaryArn", boundary, boundary],
    ["maxSessionDuration", "7200", 7200],
    ["backupsWriteOnce", "false", false],
    ["auditLogsAppendOnly", "false", false],
    ["bucketOwnerAccountId", "123456789012", "123456789012"], // Not a number either.
    ["bedrockInferenceRegions", '["us-east-1","us-west-2"]', ["us-east-1", "us-west-2"]],
    ["bedrockModelPatterns", '["anthropic.claude-v2"]', ["anthropic.claude-v2"]],
    ["bedrockInRegionOnly", "true", true],
    ["s3AbortMultipartUploads", "true", true],
    ["bedrockStreaming", "true", true],
    ["bedrockCountTokens", "true", true],
    ["bedrockMantle", "{}", {}],
    [
      "bedrockMantle",
      '{"projectArns":["arn:aws:bedrock-mantle:us-east-1:123456789012:project/a"]}',
      { projectArns: ["arn:aws:bedrock-mantle:us-east-1:123456789012:project/a"] },
    ],
    ["bedrockEnforcedGuardrailArns", `["${guardrail}"]`, [guardrail]],
    ["bedrockGuardrailArn", guardrail, guardrail],
    ["tenantKeyProvisioning", "provisioner", "provisioner"],
    ["secretArns", `["${secret}"]`, [secret]],
    ["trustedPrincipalArns", `["${role}"]`, [role]],
    ["organizationId", "o-a1b2c3d4e5", "o-a1b2c3d4e5"],
    ["oidc", JSON.stringify(oidc), oidc],
    [
      "oidc", // With --path, config has digits as a number and true as a boolean. IAM compares text.
      JSON.stringify({ ...oidc, claims: { project_id: 5678, ref_protected: true, user_login: "1" } }),
      { ...oidc, claims: { project_id: "5678", ref_protected: "true", user_login: "1" } },
    ],
    ["rolesAnywhere", JSON.stringify(rolesAnywhere), rolesAnywhere],
    ["tenantIsolation", '{"tagKey":"practice"}', { tagKey: "practice" }],
    ["tenantIsolation", "{}", {}],
  ];
  for (const [key, text, value] of rows) {
    it(`${key}: ${text}`, async () => {
      const run = await runStack({ ...leastConfig, [key]: text });
      expect(run.errors).to.deep.equal([]);
      expect(componentArgsOf(run)).to.deep.equal({ ...leastConfig, [key]: value });
    });
  }

  for (const key of ["nameSuffix", "dependenciesStack"]) {
    it(`${key}: empty is as if it were not there`, async () => {
      const run = await runStack({ ...leastConfig, [key]: "" });
      expect(messagesOf(run)).to.deep.equal([]);
      expect(run.resources).to.have.length(1 + 1 + 7);
    });
  }

  for (const key of [
    ...["bedrockInferenceRegions", "bedrockModelPatterns", "secretArns"],
    "trustedPrincipalArns",
  ]) {
    it(`${key}: an empty list is refused, as it does not say what to narrow to`, async () => {
      const run = await runStack({ ...leastConfig, [key]: "[]" });
      expect(messagesOf(run).join()).to.include(
        `${key}: [] is not accepted. Give a plain list of one or more`,
      );
      expect(run.resources).to.have.length(1);
    });
  }

  for (const [key, shown] of [
    ...[
      "permissionsBoundaryArn",
      "bucketOwnerAccountId",
      "bedrockGuardrailArn",
      "organizationId",
      "rdsArn",
    ].map((key) => [key, ""]),
    ["tenantKeyProvisioning", ""],
    ...["bedrockInferenceRegions", "bedrockModelPatterns", "secretArns", "trustedPrincipalArns"].map(
      (key) => [key, "null"],
    ),
    ...["oidc", "rolesAnywhere", "tenantIsolation"].map((key) => [key, "null"]),
  ]) {
    it(`${key}: ${shown || "nothing"} is refused, as it does not say what to narrow to`, async () => {
      const run = await runStack({ ...leastConfig, [`${key}`]: `${shown}` });
      expect(messagesOf(run).join()).to.include(`${key}: '${shown}' is not accepted.`);
      expect(run.resources).to.have.length(1);
    });
  }

  for (const key of ["oidc", "rolesAnywhere"]) {
    it(`${key}: an empty map is refused`, async () => {
      const run = await runStack({ ...leastConfig, [key]: "{}" });
      expect(messagesOf(run).join()).to.include(`${key}.`).and.include("it is missing.");
      expect(run.resources).to.have.length(1);
    });
  }

  it("secretArns set with --secret are secrets", async () => {
    const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:only-we-know-AbCdEf";
    const run = await runStack(
      { ...leastConfig, secretArns: JSON.stringify([arn]) },
      { secretKeys: ["secretArns"] },
    );
    expect(run.errors).to.deep.equal([]);
    const places = run.resources.flatMap(({ name, inputs, secrets }) =>
      Object.entries(inputs)
        .filter(([, value]) => JSON.stringify(value).includes("only-we-know"))
        .map(([property]) => [name, property, secrets.includes(property)]),
    );
    expect(places).to.have.deep.members([
      ["hipaa-iam", "secretArns", true],
      ["hipaa-iam-secrets-policy", "policy", true],
    ]);
  });

  it("a secret external ID is a secret wherever it stands, and is not an output", async () => {
    const run = await runStack(
      { ...leastConfig, environment: "production", externalId: "only-we-know", bedrockInRegionOnly: "true" },
      { secretKeys: ["externalId"] },
    );
    expect(run.errors).to.deep.equal([]);
    expect(run.warnings).to.deep.equal([]);
    const places = run.resources.flatMap(({ name, inputs, outputs = {}, secrets }) =>
      Object.entries({ ...inputs, ...outputs })
        .filter(([, value]) => JSON.stringify(value).includes("only-we-know"))
        .map(([property]) => [name, property, secrets.includes(property)]),
    );
    expect(places).to.have.deep.members([
      ["hipaa-iam", "externalId", true],
      ["hipaa-iam-role", "assumeRolePolicy", true],
    ]);
  });
});

describe("what config has as a secret stays one in the state", () => {
  const account = "123456789012";
  const rows: [key: string, text: string, mark: string][] = [
    ["trustedPrincipalArns", `["arn:aws:iam::${account}:role/only-we-know"]`, "only-we-know"],
    [
      "oidc",
      JSON.stringify({
        providerArn: `arn:aws:iam::${account}:oidc-provider/gitlab.com`,
        audience: "aws",
        subjects: ["project_path:example/only-we-know:*"],
      }),
      "only-we-know",
    ],
    [
      "oidc",
      JSON.stringify({
        providerArn: `arn:aws:iam::${account}:oidc-provider/gitlab.com`,
        audience: "aws",
        subjects: ["project_path:example/backend:*"],
        claims: { project_id: 77665544332211 },
      }),
      "77665544332211",
    ],
    [
      "rolesAnywhere",
      JSON.stringify({
        trustAnchorArn: `arn:aws:rolesanywhere:us-east-1:${account}:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab`,
        subjectCommonName: "only-we-know",
      }),
      "only-we-know",
    ],
    ["s3BucketDocumentsArn", "arn:aws:s3:::only-we-know", "only-we-know"],
    ["s3BucketBackupsArn", "arn:aws:s3:::only-we-know", "only-we-know"],
    ["s3BucketAuditLogsArn", "arn:aws:s3:::only-we-know", "only-we-know"],
    [
      "kmsMasterKeyArn",
      `arn:aws:kms:us-east-1:${account}:key/99999999-9999-4999-8999-999999999999`,
      "99999999-9999",
    ],
    ["rdsArn", `arn:aws:rds:us-east-1:${account}:db:only-we-know`, "only-we-know"],
    ["permissionsBoundaryArn", `arn:aws:iam::${account}:policy/only-we-know`, "only-we-know"],
    ["tags", '{"Team":"only-we-know","Other":"a"}', "only-we-know"],
  ];
  for (const [key, text, mark] of rows) {
    for (const secretKeys of [[key], []]) {
      it(`${key}, set ${secretKeys.length ? "with" : "without"} --secret`, async () => {
        const run = await runStack(
          { ...leastConfig, enableRdsMonitoring: "true", [key]: text },
          { secretKeys },
        );
        expect(messagesOf(run)).to.deep.equal([]);
        const places = run.resources.flatMap(({ inputs, secrets }) =>
          Object.entries(inputs)
            .filter(([, value]) => JSON.stringify(value).includes(mark))
            .map(([property]) => secrets.includes(property)),
        );
        expect(places.length).to.be.greaterThan(1); // The component's args, and where it is used.
        expect(new Set(places)).to.deep.equal(new Set([secretKeys.length > 0]));
      });
    }
  }

  for (const tags of ["only-we-know", '["only-we-know"]', '{"Team":"only-we-know#"}']) {
    it(`bad tags are not shown: ${tags}`, async () => {
      const run = await runStack({ ...leastConfig, tags }, { secretKeys: ["tags"] });
      expect(messagesOf(run)).to.have.length(1);
      expect(messagesOf(run)[0]).to.include("1 input is not accepted.\n  - tags");
      expect(messagesOf(run)[0]).not.to.include("only-we-know");
    });
  }
});

describe("bad config is refused by the component, with its words", () => {
  const rows: [key: string, text: string, reason: string][] = [
    ["enableRdsMonitoring", "yes", "'yes' is not accepted. Give true or false, as a plain value."],
    ["backupsWriteOnce", "no", "'no' is not accepted. Give true or false, as a plain value."],
    ["auditLogsAppendOnly", "0", "0 is not accepted. Give true or false, as a plain value."],
    [
      "maxSessionDuration",
      "1h",
      "'1h' is not accepted. Give a whole number of seconds from 3600 to 43200, as a plain value.",
    ],
    ["environment", "prod", "'prod' is not accepted. Give dev, staging or production, as a plain value."],
    [
      "tags",
      "a=b",
      "'a=b' is not accepted. Give a plain map from tag keys to strings, such as { CostCenter: \"Engineering\" }.",
    ],
    [
      "tags",
      '["a"]',
      "[ 'a' ] is not accepted. Give a plain map from tag keys to strings, such as { CostCenter: \"Engineering\" }.",
    ],
  ];
  for (const [key, text, reason] of rows) {
    it(`${key}: ${text}`, async () => {
      const run = await runStack({ ...leastConfig, [key]: text });
      expect(messagesOf(run)).to.deep.equal([
        `HipaaIamComponent "hipaa-iam": 1 input is not accepted.\n  - ${key}: ${reason}`,
      ]);
      expect(namesOf(run)).to.deep.equal(["hipaa-iam-test"]);
    });
  }
});

describe("an external ID in config is taken for a secret, so a bad one is not shown", () => {
  for (const [why, externalId] of [
    ["one with a space", "top secret"],
    ["an empty one, which is not replaced by the public default", ""],
  ] as const) {
    it(why, async () => {
      const run = await runStack({ ...leastConfig, externalId });
      expect(messagesOf(run)).to.deep.equal([
        'HipaaIamComponent "hipaa-iam": 1 input is not accepted.\n  - externalId: [secret] is not accepted. ' +
          "Give 2 to 1224 characters, each a letter, a digit or one of _+=,.@:/-.",
      ]);
    });
  }
});

describe("a config key that the program does not know is refused", () => {
  it("with the names of all such keys and of those that it knows", async () => {
    const run = await runStack({ ...leastConfig, permissionBoundaryArn: "x", extra: "y" });
    expect(messagesOf(run)).to.deep.equal([
      "Stack test has config that this program does not know: permissionBoundaryArn, extra.\n" +
        "It knows auditLogsAppendOnly, backupsWriteOnce, bedrockCountTokens, bedrockEnforcedGuardrailArns, " +
        "bedrockGuardrailArn, bedrockInRegionOnly, bedrockInferenceRegions, bedrockMantle, bedrockModelPatterns, " +
        "bedrockStreaming, bucketOwnerAccountId, createBoundary, dependenciesStack, " +
        "enableRdsMonitoring, environment, externalId, kmsMasterKeyArn, maxSessionDuration, nameSuffix, oidc, organizationId, " +
        "permissionsBoundaryArn, rdsArn, rolesAnywhere, s3AbortMultipartUploads, s3BucketAuditLogsArn, s3BucketBackupsArn, " +
        "s3BucketDocumentsArn, secretArns, secretsKmsKeyArn, tags, tenantIsolation, tenantKeyProvisioning, trustedPrincipalArns. " +
        "Remove a key with: pulumi config rm --stack test KEY",
    ]);
    expect(namesOf(run)).to.deep.equal(["hipaa-iam-test"]);
  });
});

describe("missing config is listed in one error, with the lines that set it", () => {
  const lines = {
    environment: '  pulumi config set --stack test environment "dev|staging|production"',
    s3BucketDocumentsArn:
      "  pulumi config set --stack test s3BucketDocumentsArn arn:aws:s3:::DOCUMENTS-BUCKET",
    s3BucketBackupsArn: "  pulumi config set --stack test s3BucketBackupsArn arn:aws:s3:::BACKUPS-BUCKET",
    s3BucketAuditLogsArn:
      "  pulumi config set --stack test s3BucketAuditLogsArn arn:aws:s3:::AUDIT-LOGS-BUCKET",
    kmsMasterKeyArn: "  pulumi config set --stack test kmsMasterKeyArn arn:aws:kms:REGION:ACCOUNT:key/KEY-ID",
  };
  const message = (missing: string[]) =>
    `Stack test lacks config. Set what is missing:\n${missing.join("\n")}\n` +
    "Outputs of another stack can give the ARNs: pulumi config set --stack test dependenciesStack ORGANIZATION/PROJECT/STACK";

  it("all of it", async () => {
    const run = await runStack({});
    expect(messagesOf(run)).to.deep.equal([message(Object.values(lines))]);
    expect(namesOf(run)).to.deep.equal(["hipaa-iam-test"]);
  });

  for (const [key, line] of Object.entries(lines)) {
    for (const [why, value] of [
      ["absent", undefined],
      ["empty", ""],
    ] as const) {
      it(`${key}, ${why}`, async () => {
        const { [key as keyof typeof leastConfig]: _, ...others } = leastConfig;
        const run = await runStack(value === undefined ? others : { ...others, [key]: value });
        expect(messagesOf(run)).to.deep.equal([message([line])]);
      });
    }
  }
});

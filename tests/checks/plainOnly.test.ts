import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { exampleArgs } from "../support/component";
import { construct, expectRefused } from "../support/refusals";

const inputs =
  "environment, s3BucketDocumentsArn, s3BucketBackupsArn, s3BucketAuditLogsArn, kmsMasterKeyArn, rdsArn, " +
  "externalId, enableRdsMonitoring, tags, nameSuffix, permissionsBoundaryArn, maxSessionDuration, " +
  "backupsWriteOnce, auditLogsAppendOnly, s3AbortMultipartUploads, bucketOwnerAccountId, bedrockInferenceRegions, bedrockModelPatterns, " +
  "bedrockInRegionOnly, bedrockStreaming, bedrockCountTokens, bedrockMantle, bedrockGuardrailArn, " +
  "bedrockEnforcedGuardrailArns, tenantKeyProvisioning, secretArns, secretsKmsKeyArn, " +
  "trustedPrincipalArns, organizationId, oidc, rolesAnywhere or tenantIsolation";

describe("an arg that decides names or which resources exist cannot be an Output", () => {
  const rows: [arg: string, value: unknown, accepts: string][] = [
    ["environment", "dev", "dev, staging or production, as a plain value"],
    ["enableRdsMonitoring", true, "true or false, as a plain value"],
    ["tags", { a: "b" }, 'a plain map from tag keys to strings, such as { CostCenter: "Engineering" }'],
    ["nameSuffix", "eu", "lower-case letters, digits and hyphens, as a plain value"],
    ["maxSessionDuration", 3600, "a whole number of seconds from 3600 to 43200, as a plain value"],
    ["backupsWriteOnce", true, "true or false, as a plain value"],
    ["auditLogsAppendOnly", true, "true or false, as a plain value"],
    ["bedrockInRegionOnly", true, "true or false, as a plain value"],
    ["s3AbortMultipartUploads", true, "true or false, as a plain value"],
    ["bedrockStreaming", true, "true or false, as a plain value"],
    ["bedrockCountTokens", true, "true or false, as a plain value"],
    ["bedrockMantle", {}, "a plain map with projectArns"],
    ["bedrockEnforcedGuardrailArns", [], "a plain list of one or more ARNs of guardrails"],
    ["bedrockInferenceRegions", ["us-east-1"], "a plain list of one or more names of Regions"],
    ["bedrockModelPatterns", ["anthropic.claude-*"], "a plain list of one or more ids of Claude models"],
    ["tenantKeyProvisioning", "none", "application, provisioner or none, as a plain value"],
    ["secretArns", [], "a plain list of one or more ARNs of secrets"],
  ];
  for (const [arg, value, accepts] of rows) {
    for (const [kind, later] of [
      ["an Output", pulumi.output(value)],
      ["a secret", pulumi.secret(value)],
      ["a promise", Promise.resolve(value)],
    ] as const) {
      it(`${arg} as ${kind}`, () =>
        expectRefused({ ...exampleArgs(), [arg]: later }, [
          { propertyPath: arg, reason: `it cannot be an Output. Give ${accepts}.` },
        ]));
    }
  }
});

describe("an arg that is not known is refused, as what it was meant to set would stay unset", () => {
  const rows: [why: string, name: string, value: unknown][] = [
    ["a misspelt name", "permissionBoundaryArn", "arn:aws:iam::123456789012:policy/example"],
    ["an Output", "rdsARN", pulumi.output("x")],
    ["undefined", "kmsKeyArn", undefined],
    ["what every object has", "constructor", "x"],
    ["an empty name", "", "x"],
  ];
  for (const [why, name, value] of rows) {
    it(why, () =>
      expectRefused({ ...exampleArgs(), [name]: value }, [
        { propertyPath: name, reason: `there is no such input. Give ${inputs}.` },
      ]),
    );
  }
});

describe("without args, what is required is listed", () => {
  const bucket = "it is missing. Give the ARN of an S3 bucket without path, wildcard or variable, such as";
  for (const args of [undefined, null, {}]) {
    it(`${JSON.stringify(args)}`, () =>
      expectRefused(args, [
        {
          propertyPath: "environment",
          reason: "it is missing. Give dev, staging or production, as a plain value.",
        },
        { propertyPath: "s3BucketDocumentsArn", reason: `${bucket} arn:aws:s3:::example-documents.` },
        { propertyPath: "s3BucketBackupsArn", reason: `${bucket} arn:aws:s3:::example-backups.` },
        { propertyPath: "s3BucketAuditLogsArn", reason: `${bucket} arn:aws:s3:::example-audit-logs.` },
        {
          propertyPath: "kmsMasterKeyArn",
          reason:
            "it is missing. Give the ARN of a KMS key itself, not of an alias, such as " +
            "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab.",
        },
      ]));
  }
});

describe("no value crashes the checks", () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const values: [string, unknown][] = [
    ["NaN", Number.NaN],
    ["a symbol", Symbol("odd")],
    ["a function", () => "odd"],
    ["a class", class Odd {}],
    ["a bigint", 10n],
    ["a date", new Date(Number.NaN)],
    ["a list", [[["odd"]]]],
    ["a list of Outputs", [pulumi.output("odd")]],
    ["a map", new Map([["odd", "odd"]])],
    ["an object without prototype", Object.assign(Object.create(null), { odd: 1 })],
    ["an object that holds itself", circular],
    ["a proxy", new Proxy({}, { get: () => "odd" })],
    ["an error", new Error("odd")],
    ["a lone surrogate", "\ud800"],
  ];
  for (const [what, value] of values) {
    it(`${what}, for every arg and as a tag`, async () => {
      const names = [
        ...Object.keys(exampleArgs()),
        "rdsArn",
        "externalId",
        "enableRdsMonitoring",
        "nameSuffix",
      ];
      names.push("permissionsBoundaryArn", "maxSessionDuration", "backupsWriteOnce", "auditLogsAppendOnly");
      const args = Object.fromEntries(names.map((name) => [name, value]));
      const { thrown } = await construct({ ...args, tags: { Team: value } });
      expect(thrown).to.be.an.instanceOf(pulumi.InputPropertiesError);
      const { errors = [] } = thrown as pulumi.InputPropertiesError;
      expect(errors.map(({ propertyPath }) => propertyPath)).to.have.members([...names, 'tags["Team"]']);
    });
  }

  for (const args of ["dev", 5, true, [], pulumi.output({}), () => exampleArgs()]) {
    it(`${typeof args} as the args themselves`, async () => {
      const { thrown } = await construct(args);
      expect(thrown).to.be.an.instanceOf(pulumi.InputPropertiesError);
    });
  }
});

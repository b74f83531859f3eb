import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { guardrailsRules } from "../../../components/inputs/guardrailsArgs";
import { rules } from "../../../components/inputs/rules";
import golden from "../../../components/schema.json";
import { cliEnvironment, copyOf, repository } from "../support/project";

const component = golden.resources["hipaa-iam:index:HipaaIamComponent"];
const inputs: Record<string, Record<string, unknown>> = component.inputProperties;
const outputs: Record<string, Record<string, unknown>> = component.properties;

const repositoryFile = (path: string) => readFileSync(join(repository, path), "utf8");

/** The text of the comment over a property, as the source has it. */
function commentOf(file: string, property: string): string {
  const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s+(?:public readonly )?${property}\\??:`);
  const [, text = ""] = comment.exec(repositoryFile(file)) ?? [];
  const [description = ""] = text.replace(/^\s*\*? ?/gm, "").split(/^@/m);
  return description.trim();
}

const text = { type: "string" };
const plainTexts = { type: "array", items: { type: "string", plain: true }, plain: true };
const plainFlag = { type: "boolean", plain: true };
const types: Record<string, unknown> = {
  environment: { $ref: "#/types/hipaa-iam:index:Environment", plain: true },
  s3BucketDocumentsArn: text,
  s3BucketBackupsArn: text,
  s3BucketAuditLogsArn: text,
  kmsMasterKeyArn: text,
  rdsArn: text,
  externalId: { ...text, secret: true },
  enableRdsMonitoring: plainFlag,
  tags: { type: "object", additionalProperties: text, plain: true },
  nameSuffix: { type: "string", plain: true },
  permissionsBoundaryArn: text,
  maxSessionDuration: { type: "number", plain: true },
  backupsWriteOnce: plainFlag,
  auditLogsAppendOnly: plainFlag,
  s3AbortMultipartUploads: plainFlag,
  bucketOwnerAccountId: text,
  bedrockInferenceRegions: plainTexts,
  bedrockModelPatterns: plainTexts,
  bedrockInRegionOnly: plainFlag,
  bedrockStreaming: plainFlag,
  bedrockCountTokens: plainFlag,
  bedrockMantle: { $ref: "#/types/hipaa-iam:index:BedrockMantle", plain: true },
  bedrockGuardrailArn: text,
  bedrockEnforcedGuardrailArns: { type: "array", items: text, plain: true },
  tenantKeyProvisioning: { $ref: "#/types/hipaa-iam:index:TenantKeyProvisioning", plain: true },
  secretArns: { type: "array", items: text, plain: true },
  secretsKmsKeyArn: text,
  trustedPrincipalArns: { type: "array", items: text, plain: true },
  organizationId: text,
  oidc: { $ref: "#/types/hipaa-iam:index:OidcTrust", plain: true },
  rolesAnywhere: { $ref: "#/types/hipaa-iam:index:RolesAnywhereTrust", plain: true },
  tenantIsolation: { $ref: "#/types/hipaa-iam:index:TenantIsolation", plain: true },
};
const nestedTypes: Record<string, Record<string, unknown>> = {
  "hipaa-iam:index:BedrockMantle": { projectArns: { type: "array", items: text, plain: true } },
  "hipaa-iam:index:OidcTrust": {
    providerArn: text,
    audience: text,
    subjects: { type: "array", items: text, plain: true },
    claims: { type: "object", additionalProperties: text, plain: true },
  },
  "hipaa-iam:index:RolesAnywhereTrust": { trustAnchorArn: text, subjectCommonName: text },
  "hipaa-iam:index:TenantIsolation": { tagKey: { type: "string", plain: true } },
};
const argNames = Object.keys(rules) as (keyof typeof rules)[];
const required = Object.entries(rules).flatMap(([name, rule]) => (rule.required ? [name] : []));
const outputNames = ["appIamRoleArn", "appIamRoleName", "s3PolicyArn", "kmsPolicyArn", "bedrockPolicyArn"];

const optionalOutputs = ["rdsMonitoringRoleArn", "secretsPolicyArn", "keyProvisionerRoleArn"];

interface Nested {
  properties?: Record<string, Record<string, unknown>>;
  required?: string[];
}

describe("the schema for other languages", () => {
  it("is that of the repository", () => {
    // The CLI takes no folder that has a Pulumi.yaml besides the PulumiPlugin.yaml as its working folder.
    const cwd = copyOf("examples/complete");
    const env = { ...process.env, ...cliEnvironment(cwd, "http://127.0.0.1:1") };
    const schema = execFileSync("pulumi", ["package", "get-schema", repository], {
      cwd,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(JSON.parse(schema)).to.deep.equal({ ...golden, config: {} });
  });

  it("is of the package's name and version", () => {
    const { name, version } = JSON.parse(repositoryFile("package.json"));
    expect(golden).to.deep.include({ name, version });
  });

  it("has every arg, of its type and with its description", () => {
    expect(Object.keys(inputs)).to.have.members(argNames);
    for (const arg of argNames) {
      const { description, ...type } = inputs[arg] ?? {};
      expect(type, arg).to.deep.equal(types[arg]);
      expect(description, arg).to.be.a("string").with.length.above(50);
      expect(description, arg).to.equal(commentOf("components/inputs/args.ts", arg));
    }
  });

  it("has the same args for the boundary, which gives the ARN of its policy", () => {
    const boundary = golden.resources["hipaa-iam:index:HipaaIamBoundary"];
    expect(boundary.inputProperties).to.deep.equal(component.inputProperties);
    expect(boundary.requiredInputs).to.deep.equal(component.requiredInputs);
    expect(Object.keys(boundary.properties)).to.deep.equal(["policyArn"]);
  });

  it("has the guardrails' args and outputs, each with its description", () => {
    const guardrails = golden.resources["hipaa-iam:index:HipaaIamGuardrails"];
    const { inputProperties, properties } = guardrails as unknown as Record<string, typeof inputs>;
    const typesOf = Object.entries(inputProperties ?? {}).map(([arg, { description, ...type }]) => {
      expect(description, arg).to.equal(commentOf("components/inputs/guardrailsArgs.ts", arg));
      return [arg, type];
    });
    expect(Object.fromEntries(typesOf)).to.deep.equal({
      targetIds: plainTexts,
      keptBucketArns: { type: "array", items: text, plain: true },
      allowedRegions: plainTexts,
      administratorArns: { type: "array", items: text, plain: true },
      bedrockMantle: plainFlag,
      policyName: { type: "string", plain: true },
    });
    expect(Object.keys(properties ?? {})).to.have.members(["policyId", "policyArn"]);
    expect(guardrails.requiredInputs).to.have.members(
      Object.keys(guardrailsRules).filter((arg) => !["policyName", "bedrockMantle"].includes(arg)),
    );
  });

  it("asks for the args that the component asks for", () => {
    expect(component.requiredInputs).to.have.members(required);
  });

  it("has every output, a text with its description, and nothing private", () => {
    expect(Object.keys(outputs)).to.have.members([...outputNames, ...optionalOutputs]);
    for (const [output, { description, ...type }] of Object.entries(outputs)) {
      expect(type, output).to.deep.equal(text);
      expect(description, output).to.be.a("string").with.length.above(30);
      expect(description, output).to.equal(commentOf("components/hipaaIamComponent.ts", output));
    }
  });

  it("promises every output but those of what an option makes", () => {
    expect(component.required).to.have.members(outputNames);
  });

  it("has the environments, who provisions keys, and no other type, function or resource", () => {
    const { types: all } = golden as { types: Record<string, Nested> };
    const enums = Object.entries(all).filter(([name]) => !(name in nestedTypes));
    expect(Object.fromEntries(enums)).to.deep.equal({
      "hipaa-iam:index:Environment": {
        type: "string",
        enum: [
          { name: "Dev", value: "dev", description: "Development." },
          { name: "Staging", value: "staging", description: "Staging." },
          { name: "Production", value: "production", description: "Production." },
        ],
      },
      "hipaa-iam:index:TenantKeyProvisioning": {
        type: "string",
        enum: [
          { name: "Application", value: "application", description: "The backend itself, at run time." },
          {
            name: "Provisioner",
            value: "provisioner",
            description:
              "A role of its own, which creates and tags keys and cannot use them. The backend only uses them.",
          },
          {
            name: "None",
            value: "none",
            description: "Nobody that the component knows. The backend only uses keys.",
          },
        ],
      },
    });
    for (const [name, expected] of Object.entries(nestedTypes)) {
      const { properties = {}, required: needed } = all[name] ?? {};
      const members = Object.entries(properties).map(([member, { description, ...type }]) => {
        expect(description, member).to.be.a("string").with.length.above(50);
        return [member, type];
      });
      expect(Object.fromEntries(members), name).to.deep.equal(expected);
      expect(needed ?? [], name).to.have.members(
        Object.keys(expected).filter((member) => !["tagKey", "claims", "projectArns"].includes(member)),
      );
    }
    expect(Object.keys(golden.resources)).to.have.members([
      "hipaa-iam:index:HipaaIamBoundary",
      "hipaa-iam:index:HipaaIamComponent",
      "hipaa-iam:index:HipaaIamGuardrails",
    ]);
    expect(golden).not.to.have.any.keys("functions", "provider");
  });

  it("has the type, the args and the outputs of the YAML program in docs/languages.md", () => {
    const [, program = ""] = /```yaml\n(name: [\s\S]*?)```/.exec(repositoryFile("docs/languages.md")) ?? [];
    const { resources, outputs: exported } = parse(program);
    expect(resources.iam.type).to.equal("hipaa-iam:HipaaIamComponent"); // Short for hipaa-iam:index:...
    expect(Object.keys(resources.iam.properties)).to.have.members([
      ...required,
      "externalId",
      "bedrockInferenceRegions",
    ]);
    expect(Object.entries(exported)).to.deep.equal([["appIamRoleArn", `$\{iam.appIamRoleArn}`]]);
  });
});

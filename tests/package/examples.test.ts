import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { planStack } from "../../cli/plan/plan";
import { defaultStandIn } from "../../cli/plan/run";
import { exampleArgs } from "../support/component";
import { repository, temporaryFolder } from "../support/folder";

describe("examples/complete", () => {
  let made: [type: string, inputs: Record<string, unknown>][];
  before(async () => {
    const config = ["administratorArn=arn:aws:iam::123456789012:role/deploy", "externalId=an-external-id"];
    const { resources } = await planStack(join(repository, "examples/complete"), "dev", {}, config);
    made = resources.map(({ type, inputs }) => [type, inputs]);
  });
  const inputsOf = (type: string) => made.flatMap(([made, inputs]) => (made === type ? [inputs] : []));

  it("names its buckets so that no other account can take the names", () => {
    const { accountId, region } = defaultStandIn;
    expect(inputsOf("aws:s3/bucket:Bucket")).to.deep.equal(
      ["audit-logs", "backups", "documents"].map((data) => ({
        bucket: `hipaa-dev-${data}-${accountId}-${region}-an`,
        bucketNamespace: "account-regional",
      })),
    );
  });

  it("blocks uploads with keys that a client brings, in so many words", () => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const rules = inputsOf(type).flatMap(({ rules }) => rules as { blockedEncryptionTypes?: string[] }[]);
    expect(rules.map(({ blockedEncryptionTypes }) => blockedEncryptionTypes)).to.deep.equal(
      Array(3).fill(["SSE-C"]),
    );
  });
});

describe("programs to start from reach a current model", () => {
  const folder = temporaryFolder();
  const read = (path: string) => readFileSync(join(repository, path), "utf8");
  const us = ["us-east-1", "us-east-2", "us-west-2"];
  const config = (values: object) => Object.entries(values).map(([name, value]) => `${name}=${value}`);
  const { s3BucketDocumentsArn, s3BucketBackupsArn, s3BucketAuditLogsArn, ...others } = exampleArgs();
  const ids = { dev: "only-we-know-1", staging: "only-we-know-2", production: "only-we-know-3" };
  const programs: Record<
    string,
    () => [folder: string, stack: string, config: string[], components: number]
  > = {
    "examples/complete": () => [
      join(repository, "examples/complete"),
      "dev",
      config({ administratorArn: "arn:aws:iam::123456789012:role/deploy", externalId: "only-we-know" }),
      1,
    ],
    "examples/fleet": () => [
      join(repository, "examples/fleet"),
      "example",
      config({ externalIds: JSON.stringify(ids) }),
      4,
    ],
    "the template in TypeScript": () => {
      const from = "examples/templates/typescript";
      for (const file of ["index.ts", "package.json", "tsconfig.json"]) {
        writeFileSync(join(folder(), file), read(`${from}/${file}`));
      }
      writeFileSync(join(folder(), "Pulumi.yaml"), "name: mine\nruntime: nodejs\nmain: index.ts\n");
      writeFileSync(join(folder(), "Pulumi.dev.yaml"), "config:\n  aws:region: us-east-1\n");
      symlinkSync(join(repository, "node_modules"), join(folder(), "node_modules"));
      const buckets = { s3BucketDocumentsArn, s3BucketBackupsArn, s3BucketAuditLogsArn };
      return [folder(), "dev", config({ ...buckets, ...others, externalId: "only-we-know" }), 1];
    },
  };

  for (const [what, program] of Object.entries(programs)) {
    it(what, async () => {
      const [where, stack, given, components] = program();
      const { documents, warnings } = await planStack(where, stack, {}, given);
      expect(warnings).to.deep.equal([]);
      const granted = documents
        .flatMap(({ document }) => document.Statement)
        .filter(({ Sid }) => Sid === "InvokeClaudeThroughProfiles");
      expect(granted).to.have.lengthOf(components);
    });
  }

  it("README's first example, and the templates in YAML and Python, name the Regions of the US profiles", () => {
    const list = `[${us.map((region) => `"${region}"`).join(", ")}]`;
    expect(read("README.md")).to.include(`  bedrockInferenceRegions: ${list},`);
    expect(read("README.md")).to.include(
      "Bedrock processes a prompt in one of the Regions of `bedrockInferenceRegions`.",
    );
    expect(read("examples/templates/python/__main__.py")).to.include(
      `    bedrock_inference_regions=${list},`,
    );
    expect(read("examples/templates/yaml/Pulumi.yaml")).to.include(
      `      bedrockInferenceRegions: [${us.join(", ")}]`,
    );
  });

  it("and none names a model that has ended", () => {
    const pages = [
      "README.md",
      "docs/tenant-isolation.md",
      "docs/clients.md",
      "examples/backend/hipaa_backend.py",
    ];
    for (const page of pages) expect(read(page), page).not.to.match(/claude-(3|sonnet-4-2025|opus-4-2025)/);
    expect(read("components/inputs/args.ts")).not.to.match(/claude-(3|sonnet-4-2025|opus-4-2025)/);
  });
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import schema from "../../../components/schema.json";
import { accountId, localApi } from "../support/moto";
import { cliEnvironment, repository } from "../support/project";
import { TestStack } from "../support/stack";

const config = {
  environment: "dev",
  s3BucketDocumentsArn: "arn:aws:s3:::example-documents",
  s3BucketBackupsArn: "arn:aws:s3:::example-backups",
  s3BucketAuditLogsArn: "arn:aws:s3:::example-audit-logs",
  kmsMasterKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  externalId: "only-we-know",
};

const template = (language: string, file: string) =>
  readFileSync(join(repository, "examples/templates", language, file), "utf8");

describe("templates for a program of one's own", () => {
  const api = localApi();

  /** What `pulumi new` makes of a template. */
  function made(language: string): string {
    const folder = mkdtempSync(join(tmpdir(), "new-"));
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    const from = join(repository, "examples/templates", language);
    const args = [
      "new",
      from,
      "--generate-only",
      "--yes",
      "--force",
      "--name",
      "mine",
      "--description",
      "My own",
    ];
    const env = { ...process.env, ...cliEnvironment(folder, api()) };
    execFileSync("pulumi", args, { cwd: folder, env, stdio: "pipe" });
    return folder;
  }

  it("give a program in TypeScript that deploys", async () => {
    const folder = made("typescript");
    expect(parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8"))).to.include({ name: "mine" });
    const stack = await TestStack.open(folder, "dev", api());
    await stack.configure(config);
    expect((await stack.up()).errors).to.deep.equal([]);
    expect(await stack.outputs()).to.deep.equal({
      appIamRoleArn: `arn:aws:iam::${accountId}:role/hipaa-app-backend-dev`,
    });
    await stack.destroy();
  });

  it("name the published package, at its version", () => {
    const { dependencies } = JSON.parse(template("typescript", "package.json"));
    expect(dependencies["hipaa-iam"]).to.equal(`^${schema.version}`);
  });

  it("ask for the same config in each language, the external ID as a secret", () => {
    for (const language of ["typescript", "python", "yaml"]) {
      const { template: asked } = parse(template(language, "Pulumi.yaml"));
      expect(Object.keys(asked.config), language).to.have.members([...Object.keys(config), "aws:region"]);
      expect(asked.config.externalId.secret, language).to.equal(true);
    }
  });

  it("give YAML and Python the inputs of the schema", () => {
    const { inputProperties, requiredInputs } = schema.resources["hipaa-iam:index:HipaaIamComponent"];
    const { resources } = parse(template("yaml", "Pulumi.yaml"));
    expect(Object.keys(inputProperties)).to.include.members(Object.keys(resources.iam.properties));
    expect(Object.keys(resources.iam.properties)).to.include.members(requiredInputs);
    const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const given = [...template("python", "__main__.py").matchAll(/^ {4}(\w+)=/gm)].map(([, name]) => name);
    expect(given).to.have.members(Object.keys(resources.iam.properties).map(snake));
  });
});

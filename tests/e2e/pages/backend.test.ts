import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { tenantKeyPolicy } from "../../../components";
import { blocksOfPages } from "../../pages/blocks";
import { build } from "../../support/build";
import { backendPython } from "../support/backend";
import { motoPython } from "../support/moto";
import { repository } from "../support/project";

const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-production";
const provisioner = "arn:aws:iam::123456789012:role/production-key-provisioner";
const policyOf = (creatorArn = roleArn) =>
  JSON.stringify(
    tenantKeyPolicy({ roleArn, creatorArn, administratorArns: ["arn:aws:iam::123456789012:role/pulumi"] }),
  );

/** What the backend has around the pieces that pages show. */
const surroundings = `
import os
import boto3
event = dump = document = b"of the tests"
tenant_key_policy = os.environ["TENANT_KEY_POLICY"]
sts = boto3.client("sts")
def clients(credentials):
    keys = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey", "aws_session_token": "SessionToken"}
    session = boto3.Session(**{name: credentials[key] for name, key in keys.items()})
    return session.client("s3"), session.client("kms")
`;

const assumed = `
s3, kms = clients(credentials)
`;

const asProvisioner = `
credentials = sts.assume_role(RoleArn="${provisioner}", RoleSessionName="onboarding", ExternalId=os.environ["EXTERNAL_ID"])["Credentials"]
s3, kms = clients(credentials)
`;

interface Line {
  action?: string;
  decision: string;
}

/** Runs something under the sandbox of the production stack with some config: what was asked, and how it was decided. */
async function underSandbox(
  config: string[],
  run: (env: NodeJS.ProcessEnv) => SpawnSyncReturns<string>,
): Promise<string[]> {
  const options = ["--stack", "production", "--json", "--python", motoPython];
  const given = ["externalId=only-we-know", ...config].flatMap((one) => ["--config", one]);
  const sandbox = spawn(process.execPath, ["dist/cli/main.js", "sandbox", ...options, ...given], {
    cwd: repository,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: Line[] = [];
  try {
    const output = createInterface({ input: sandbox.stdout });
    const variables = await new Promise<Record<string, string>>((resolve, reject) => {
      sandbox.once("close", () => reject(new Error("The sandbox ended.")));
      output.on("line", (line) => {
        const said = JSON.parse(line);
        if (said.variables) resolve(said.variables);
        else lines.push(said);
      });
    });
    const { status, stderr } = run({ PATH: process.env.PATH, ENVIRONMENT: "production", ...variables });
    expect(status, stderr).to.equal(0);
    await new Promise((resolve) => setTimeout(resolve, 300)); // The last line is on its way.
    return lines.map(({ action, decision }) => `${decision} ${action}`);
  } finally {
    sandbox.kill("SIGINT");
  }
}

const python = (program: string, keyPolicy: string) => (env: NodeJS.ProcessEnv) =>
  spawnSync(backendPython, ["-c", program], {
    env: { ...env, TENANT_KEY_POLICY: keyPolicy },
    encoding: "utf8",
  });

/** The Python of the pages, run under the deployed policies: each request is allowed. */
describe("Python of README and docs", () => {
  before(build);
  const blocks = blocksOfPages();
  // s3fs is no part of the example backend: CONTRIBUTING.md lists the blocks that need it.
  const others = /hipaa_iam|s3fs|role_files/;
  const pieces = blocks.filter(({ language, code }) => language === "python" && !others.test(code));
  const of = (page: string) => pieces.filter((block) => block.page === page).map(({ code }) => code);

  it("is on these pages", () => {
    expect([...new Set(pieces.map(({ page }) => page))]).to.deep.equal([
      "docs/backend.md",
      "docs/backups.md",
      "docs/tenant-isolation.md",
      "docs/tenant-keys.md",
    ]);
  });

  it("docs/backend.md: assumes the role, stores, makes a tenant's key, calls a model", async () => {
    const [assume = "", ...rest] = of("docs/backend.md");
    const program = [assume, surroundings, ...rest].join("\n");
    const asked = await underSandbox(["bedrockStreaming=true"], python(program, policyOf()));
    expect(asked).to.deep.equal([
      "allowed sts:AssumeRole",
      ...["allowed s3:PutObject", "allowed s3:PutObject", "allowed s3:PutObject"],
      ...["allowed kms:CreateKey", "allowed kms:EnableKeyRotation"],
      ...["allowed bedrock:InvokeModel", "allowed bedrock:InvokeModelWithResponseStream"],
    ]);
  });

  it("docs/backups.md: pipes a dump of several parts into the backups bucket, and hears of it", async () => {
    const [program = "", record = "", arrived = ""] = of("docs/backups.md");
    const pipe =
      blocks.find(({ page, language }) => page === "docs/backups.md" && language === "sh")?.code ?? "";
    const folder = mkdtempSync(join(tmpdir(), "backup-"));
    writeFileSync(join(folder, "backup.py"), program);
    writeFileSync(join(folder, "record.py"), record);
    writeFileSync(join(folder, "arrived.py"), arrived);
    copyFileSync(join(repository, "examples/backend/hipaa_backend.py"), join(folder, "hipaa_backend.py"));
    // No database is there: what stands for pg_dump writes 20 MB.
    const stands = { pg_dump: "head -c 20000000 /dev/zero", python: `exec ${backendPython} "$@"` };
    for (const [name, script] of Object.entries(stands)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const asked = await underSandbox([], (env) =>
      spawnSync("bash", ["-euc", `${pipe}\npython arrived.py`], {
        cwd: folder,
        // Without what only the whole module needs, such as TENANT_KEY_POLICY.
        env: {
          ...env,
          PATH: `${folder}:${env.PATH}`,
          DATABASE_URL: "postgres://of-the-tests",
          ENVIRONMENT: undefined,
        },
        encoding: "utf8",
      }),
    );
    expect(asked.length).to.be.greaterThan(4);
    const actions = ["sts:AssumeRole", "s3:PutObject", "s3:ListBucket"];
    expect(new Set(asked)).to.deep.equal(new Set(actions.map((action) => `allowed ${action}`)));
  });

  it("docs/tenant-isolation.md: a session and a key of one tenant", async () => {
    const [assume = "", key = ""] = of("docs/tenant-isolation.md");
    const program = [surroundings, assume, assumed, key].join("\n");
    const asked = await underSandbox(['tenantIsolation={"tagKey":"TenantId"}'], python(program, policyOf()));
    expect(asked).to.deep.equal(["allowed sts:AssumeRole", "allowed kms:CreateKey"]);
  });

  it("docs/tenant-keys.md: a key by the provisioner", async () => {
    const program = [surroundings, asProvisioner, ...of("docs/tenant-keys.md")].join("\n");
    const asked = await underSandbox(
      ["tenantKeyProvisioning=provisioner"],
      python(program, policyOf(provisioner)),
    );
    expect(asked).to.deep.equal([
      ...["allowed sts:AssumeRole", "allowed kms:CreateKey", "allowed kms:EnableKeyRotation"],
    ]);
  });
});

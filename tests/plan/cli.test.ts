import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { run } from "../../cli/plan/cli";
import type { Plan } from "../../cli/plan/plan";
import { report } from "../../cli/plan/report";
import { defaultStandIn } from "../../cli/plan/run";
import { repository, temporaryFolder } from "../support/folder";
import { projectIn } from "./programs";

/** Fails where anything would leave the process: a connection, a look-up of a name, another program. */
const nothingOutside = `
  const refuse = (what) => () => { throw new Error("the plan tried to use " + what); };
  require("node:net").Socket.prototype.connect = refuse("the network");
  require("node:dns").lookup = refuse("DNS");
  for (const name of ["spawn", "spawnSync", "exec", "execFile", "execFileSync", "fork"]) {
    require("node:child_process")[name] = refuse("another program");
  }
`;

describe("npm run plan", () => {
  const folder = temporaryFolder();

  /** The command as package.json has it, in a process of its own. */
  function inProcess(...args: string[]) {
    writeFileSync(join(folder(), "nothingOutside.cjs"), nothingOutside);
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    const [, ...words] = scripts.plan.split(" ");
    return spawnSync(
      process.execPath,
      ["--require", join(folder(), "nothingOutside.cjs"), ...words, ...args],
      {
        cwd: repository,
        encoding: "utf8",
        env: {},
      },
    );
  }

  it("prints the plan of a stack with no network, no other program, no environment", () => {
    // What bundles the command is a program of its own, once.
    execFileSync(process.execPath, ["tools/run.js", "cli/plan/main.ts", "--help"], { cwd: repository });
    const { status, stdout, stderr } = inProcess("--stack", "production");
    expect(stderr).to.equal("");
    expect(status).to.equal(0);
    expect(stdout).to.include(
      "Account unknown(account of the stack), Region us-east-1 and partition aws are those",
    );
    expect(stdout).to.include("arn:aws:kms:us-east-1:unknown(account of the stack):key/*");
    expect(stdout).to.include("Resources (9 on AWS)");
    expect(stdout).to.match(/production-s3-access-policy: managed policy, [\d,]+ of 6,144 characters/);
    expect(stdout).to.match(/hipaa-app-backend-production: trust policy, [\d,]+ of 2,048 characters/);
    expect(stdout).to.include("appIamRoleName = hipaa-app-backend-production");
    expect(stdout).to.include("  externalId: production has a public value, one of those in the stack files");
  });

  it("runs a program of ES modules each time, also where what the command is compiled to was kept", () => {
    const project = projectIn(folder(), { index: 'export const out = "told";' });
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
    for (const time of ["first", "second", "third"]) {
      const args = ["tools/run.js", "cli/plan/main.ts", "--folder", project, "--stack", "t"];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: repository,
        encoding: "utf8",
      });
      expect([stderr, status], time).to.deep.equal(["", 0]);
      expect(stdout, time).to.include("out = told");
    }
  });

  it("prints outputs that are no text as JSON", () => {
    const plan = {
      stack: "s",
      standIn: defaultStandIn,
      notes: [],
      reads: [],
      resources: [],
      documents: [],
      unreadDocuments: [],
      warnings: [],
    };
    const outputs = { name: "a", roles: { "us-east-1": ["b"] }, count: 2, none: null };
    const lines = report({ ...plan, outputs } as unknown as Plan).split("\n");
    expect(lines.slice(lines.indexOf("Outputs") + 1, -3)).to.deep.equal([
      ...["  name = a", '  roles = {"us-east-1":["b"]}', "  count = 2", "  none = null"],
    ]);
  });

  it("plans the program of another folder: what guards the organisation", async () => {
    const { exitCode, stdout } = await run(["--folder", "examples/organization", "--stack", "example"]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^hipaa-iam-guardrails: service control policy, [\d,]+ of 10,240 characters$/m);
    expect(stdout).to.match(/^ {4}for HIPAA .*: Nobody deletes or hides a backup or an audit log/m);
  });

  it("plans the other side's documents with the component's", async () => {
    const config = ["--config", "administratorArn=arn:aws:iam::123456789012:role/deployer"];
    const args = [
      "--folder",
      "examples/complete",
      "--stack",
      "dev",
      ...config,
      "--config",
      "externalId=only-we-know",
    ];
    const { stdout } = await run([...args, "--account", "123456789012", "--json"]);
    const { documents } = JSON.parse(stdout) as Plan;
    expect(documents.map(({ name, kind }) => [name, kind])).to.deep.equal([
      ["audit-logs-policy", "bucket policy"],
      ["backups-policy", "bucket policy"],
      ["documents-policy", "bucket policy"],
      ["dev-bedrock-access-policy", "managed policy"],
      ["dev-kms-access-policy", "managed policy"],
      ["hipaa-app-backend-dev", "trust policy"],
      ["dev-s3-access-policy", "managed policy"],
      ["master-key-policy", "key policy"],
    ]);
    for (const { evidence } of documents) {
      for (const [sid, { purpose }] of Object.entries(evidence)) expect(purpose, sid).not.to.equal("");
    }
  });

  it("plans the boundary that a stack's config asks for", async () => {
    const { stdout } = await run(["--stack", "dev", "--config", "createBoundary=true"]);
    expect(stdout).to.match(/^dev-boundary: managed policy, [\d,]+ of 6,144 characters$/m);
  });

  it("prints the same as JSON", async () => {
    const { exitCode, stdout } = await run(["--stack", "dev", "--json"]);
    expect(exitCode).to.equal(0);
    const { stack, documents, outputs } = JSON.parse(stdout);
    expect(stack).to.equal("dev");
    expect(documents.map(({ name }: { name: string }) => name)).to.deep.equal([
      "dev-bedrock-access-policy",
      "dev-kms-access-policy",
      "hipaa-app-backend-dev",
      "dev-s3-access-policy",
    ]);
    expect(Object.keys(outputs).sort()).to.deep.equal([
      "appIamRoleArn",
      "appIamRoleName",
      "bedrockPolicyArn",
      "kmsPolicyArn",
      "s3PolicyArn",
    ]);
  });

  it("writes each document to a file of its own", async () => {
    const out = join(folder(), "documents", "staging");
    expect((await run(["--stack", "staging", "--out", out])).exitCode).to.equal(0);
    expect(readdirSync(out).sort()).to.deep.equal([
      "hipaa-app-backend-staging.json",
      "staging-bedrock-access-policy.json",
      "staging-kms-access-policy.json",
      "staging-rds-monitoring-role.json",
      "staging-s3-access-policy.json",
    ]);
    const bedrock = JSON.parse(readFileSync(join(out, "staging-bedrock-access-policy.json"), "utf8"));
    expect(bedrock.Statement[0].Sid).to.equal("InvokeClaude");
  });

  it("prints its usage", async () => {
    const { exitCode, stdout } = await run(["--help"]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.include("--partition NAME");
  });

  const mistakes: [name: string, args: string[], message: string][] = [
    ["no stack", [], "--stack is missing."],
    ["an unknown stack", ["--stack", "qa"], 'There is no stack "qa": no file Pulumi.qa.yaml. Stacks: dev, '],
    ["a path as stack", ["--stack", "../x"], 'There is no stack "../x"'],
    ["an unknown option", ["--stack", "dev", "--what"], "Unknown option '--what'"],
    ["an option without its value", ["--stack"], "argument missing"],
    [
      "a bad account",
      ["--stack", "dev", "--account", "1234"],
      '--account: "1234" is not accepted. Give 12 digits.',
    ],
    ["a bad Region", ["--stack", "dev", "--region", "moon"], '--region: "moon" is not accepted.'],
    ["a bad partition", ["--stack", "dev", "--partition", "gcp"], '--partition: "gcp" is not accepted.'],
    [
      "a folder that cannot be",
      ["--stack", "dev", "--out", "/dev/null/x"],
      '--out: cannot write to "/dev/null/x"',
    ],
    ["no folder to write to", ["--stack", "dev", "--out", ""], '--out: "" is not accepted. Give a folder.'],
    ["a folder of no program", ["--stack", "dev", "--folder", "/"], "Give --folder one with a program."],
    [
      "config that does not fit the partition",
      ["--stack", "dev", "--region", "us-gov-west-1"],
      "Give an ARN that starts with arn:aws-us-gov:.",
    ],
  ];
  for (const [name, args, message] of mistakes) {
    it(`ends with exit code 2 and a message for ${name}`, async () => {
      const { exitCode, stdout, stderr } = await run(args);
      expect(stderr).to.include(message);
      expect(stderr).not.to.match(/^\s+at /m);
      expect(stdout).to.equal("");
      expect(exitCode).to.equal(2);
    });
  }

  it("exits with code 2 as a process", () => {
    const { status, stdout, stderr } = inProcess("--stack", "dev", "--region", "us-gov-west-1");
    expect(stderr).to.include("5 inputs are not accepted.");
    expect(stdout).to.equal("");
    expect(status).to.equal(2);
  });
});

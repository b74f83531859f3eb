import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Row } from "../../cli/access/row";
import { defaultStandIn } from "../../cli/plan/run";
import { prove } from "../../cli/prove/command";
import type { ReviewedPromise } from "../../cli/review/review";
import { sentenceOf } from "../../cli/review/words";
import { commonJudge } from "../judge/memo";
import { argsOf } from "./argsOf";
import { run } from "./cli";
import { differences } from "./differences";
import type { Entry } from "./report";
import { siteOf } from "./siteOf";

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe("npm run access", () => {
  for (const [stack, services] of [
    ["dev", ["trust", "S3", "KMS", "Bedrock"]],
    ["staging", ["trust", "S3", "KMS", "Bedrock", "monitoring"]],
    ["production", ["trust", "S3", "KMS", "Bedrock", "monitoring"]],
  ] as const) {
    it(`prints what ${stack} may do, and each case is decided as it should be`, async () => {
      const { stdout, stderr, exitCode } = await run(["--stack", stack]);
      expect(stderr).to.equal("");
      expect(exitCode).to.equal(0);
      for (const service of services) expect(stdout).to.include(`\n${service}: may\n`);
      expect(stdout).to.include("\nPromised, and proven for all requests\n");
      expect(stdout).to.include("\n  backend, may not: read any backup\n").and.not.to.include("(broken)");
      const bucket = `arn:aws:s3:::example-${stack}-audit-logs`;
      expect(stdout).to.include(
        [
          "  backend: s3:PutObject",
          `     on ${bucket}/application-logs/2026/11/24/1.json`,
          "     if s3:ObjectCreationOperation = true",
          "    why without If-None-Match an existing audit log would be overwritten (DenyOverwritingAuditLogs); " +
            "HIPAA 164.312(b), 164.312(c)(1)",
        ].join("\n"),
      );
    });
  }

  it("has the promises of `hipaa-iam prove`, and what is open under a heading of its own", async () => {
    const { stdout } = await run(["--stack", "dev"]);
    const [, proven = "", open = ""] = stdout.split(
      /\nPromised, and proven for all requests\n|\nOpen, as README says\n/,
    );
    const { promises } = JSON.parse((await prove(["--stack", "dev", "--json"])).stdout);
    const of = (isOpen: boolean) =>
      promises
        .filter(({ answer }: ReviewedPromise) => (answer === "open") === isOpen)
        .map((one: ReviewedPromise) => `  ${sentenceOf(one)}`);
    expect(lines(proven)).to.have.members(of(false));
    expect(lines(open)).to.have.members(of(true)).and.have.lengthOf(1);
  });

  it("prints the same as JSON, one entry for the actions of which the same holds", async () => {
    const { stdout } = await run(["--stack", "dev", "--json"]);
    const entries: Entry[] = JSON.parse(stdout);
    const master = entries.find(({ why }) => why === "the environment's master key");
    expect(master).to.deep.equal({
      service: "KMS",
      who: "backend",
      decision: "allow",
      resource: "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111",
      condition: [],
      why: "the environment's master key",
      by: ["UseMasterKey"],
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(2)(iv)"],
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
    });
  });

  it("shows no external ID, nor what is nearly one", async () => {
    for (const options of [[], ["--json"]]) {
      const { stdout } = await run(["--stack", "production", ...options]);
      expect(stdout).to.include("sts:ExternalId = the right one").and.to.include("sts:ExternalId = another");
      expect(stdout.toLowerCase()).not.to.include("railway-hipaa-app-productio");
    }
  });

  it("takes another account, Region and partition for what stands in", async () => {
    const { stdout, exitCode } = await run([
      "--stack",
      "dev",
      "--account",
      "111122223333",
      "--region",
      "us-west-2", // One of the Regions in which the stack file lets prompts be processed.
    ]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.include("Account 111122223333, Region us-west-2 and partition aws are stand-ins");
  });

  it("shows no external ID in what is not as it should be", async () => {
    const site = await siteOf({ ...argsOf("dev", defaultStandIn), externalId: "top-secret" }, defaultStandIn);
    const rows = matrix(site).map((row): Row => ({ ...row, expect: "explicit deny" }));
    const found = (await differences(rows, commonJudge)).join("\n").toLowerCase();
    expect(found).to.include("sts:externalid").and.not.to.include("top-secre");
  });

  const wrong: [why: string, args: string[], message: string][] = [
    ["no stack", [], "--stack is missing."],
    ["an unknown stack", ["--stack", "qa"], 'There is no stack "qa"'],
    ["an unknown option", ["--stak", "dev"], "Unknown option '--stak'"],
  ];
  for (const [why, args, message] of wrong) {
    it(`ends with exit code 2 and a message for ${why}`, async () => {
      const { stdout, stderr, exitCode } = await run(args);
      expect(exitCode).to.equal(2);
      expect(stdout).to.equal("");
      expect(stderr).to.include(message);
    });
  }
});

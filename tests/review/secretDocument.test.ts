import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { review } from "../../cli/review/command";
import { programsIn } from "../plan/programs";
import { temporaryFolder } from "../support/folder";

const component = `const { HipaaIamComponent } = require("hipaa-iam");
  const app = new HipaaIamComponent("app", { environment: "dev", externalId: "an-external-id-12345",
    s3BucketDocumentsArn: "arn:aws:s3:::documents", s3BucketBackupsArn: "arn:aws:s3:::backups",
    s3BucketAuditLogsArn: "arn:aws:s3:::logs",
    kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" });`;
const statement = `{ Effect: "Allow", Action: ["s3:GetObject", "x:*"], Resource: ["arn:aws:s3:::hush-bucket/*", "*"],
  Condition: { Bool: { "aws:SecureTransport": "true" }, StringEquals: { "aws:PrincipalTag/t": "hush-value" } } }`;
const extra = (policy: string) => `${component}
  new aws.iam.RolePolicy("extra", { name: "extra", role: "hipaa-app-backend-dev", policy: ${policy} });`;

describe("a review of a policy that is a secret object as a whole", () => {
  const folder = temporaryFolder();
  const { project } = programsIn(folder);
  const written = async (program: string) => {
    const out = join(folder(), "out");
    const from = process.cwd();
    process.chdir(project(program));
    try {
      const { exitCode, stderr } = await review(["--stack", "t", "--out", out]);
      expect(exitCode, stderr).to.equal(0);
    } finally {
      process.chdir(from);
    }
    return readdirSync(out).map((file) => readFileSync(join(out, file), "utf8"));
  };

  const forms: [what: string, policy: string][] = [
    ["an object", `pulumi.secret({ Version: "2012-10-17", Statement: [${statement}] })`],
    [
      "an object of an apply",
      `pulumi.secret("").apply(() => ({ Version: "2012-10-17", Statement: ${statement} }))`,
    ],
  ];
  for (const [what, policy] of forms) {
    it(`hides what it names, and no word of IAM that other policies have: ${what}`, async () => {
      const files = (await written(extra(policy))).join("\n");
      expect(files).not.to.include("hush");
      const [json = ""] = files.match(/^\{\n {2}"schema[\s\S]*?^\}/m) ?? [files];
      const effects = [...json.matchAll(/"effect": "([^"]*)"/g)].map(([, effect]) => effect);
      expect(effects.filter((one) => one === "Allow" || one === "Deny")).to.have.length(effects.length);
      expect(effects.length).to.be.above(25);
      expect(json.match(/"s3:GetObject"/g)?.length).to.be.above(1);
    });
  }
});

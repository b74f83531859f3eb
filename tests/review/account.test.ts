import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { accessFrom } from "../../cli/diff/sources";
import { review } from "../../cli/review/command";
import { somebody } from "../../cli/theorems/promises";
import { programsIn } from "../plan/programs";
import { temporaryFolder } from "../support/folder";

const program = `const { HipaaIamComponent } = require("hipaa-iam");
  new HipaaIamComponent("app", { environment: "dev", externalId: "an-external-id-12345",
    s3BucketDocumentsArn: "arn:aws:s3:::documents", s3BucketBackupsArn: "arn:aws:s3:::backups",
    s3BucketAuditLogsArn: "arn:aws:s3:::logs",
    kmsMasterKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab" });`;
/** Named in the program, and in requests that are found for promises which are open: these may be of anybody. */
const others = ["111111111111", somebody.split(":")[4]];
const open = "unknown(account of the stack)";
/** The accounts that a text tells: twelve digits, and no part of an ID. */
const accountsIn = (text: string) => [...new Set(text.match(/(?<![\w-])\d{12}(?![\w-])/g))];

describe("the account in a review made offline", () => {
  const folder = temporaryFolder();
  const { project } = programsIn(folder);
  async function written(...args: string[]) {
    const from = process.cwd();
    process.chdir(project(program));
    try {
      const { exitCode, stdout, stderr } = await review(["--stack", "t", "--out", "out", ...args]);
      expect(exitCode, stderr).to.equal(0);
      const read = (name: string) => readFileSync(join("out", name), "utf8");
      return { stdout, files: ["review.md", "review.html", "review.csv", "review.json"].map(read) };
    } finally {
      process.chdir(from);
    }
  }

  it("is not known where nobody names it, in every file", async () => {
    const { stdout, files } = await written();
    for (const file of [stdout, ...files]) {
      expect(file).to.include(open);
      expect(accountsIn(file).filter((one) => !others.includes(one))).to.deep.equal([]);
    }
    expect(stdout).not.to.include("the provider in"); // Whether the key is in another account is not known.
  });

  it("is the one that is named", async () => {
    const { stdout, files } = await written("--account", "222222222222");
    for (const file of [stdout, ...files]) {
      expect(file).not.to.include(open);
      expect(accountsIn(file)).to.include("222222222222");
    }
    expect(stdout).to.include("the provider in 222222222222");
  });

  it("is the one that nobody names in the stack, too, where the two are compared, and no other", async () => {
    const from = process.cwd();
    process.chdir(project(program));
    try {
      const growth = async (...args: string[]) => {
        const { exitCode } = await review(["--stack", "t", "--out", "out", ...args]);
        expect(exitCode).to.equal(0);
        const found = compare(await accessFrom("out"), await accessFrom("stack:t"));
        return found.filter(({ grew }) => grew).map(({ note }) => note);
      };
      // A review does not show the external ID, which is a secret.
      expect(await growth()).to.deep.equal(["the values that are not shown are others"]);
      expect(await growth("--account", "222222222222")).to.have.length.above(1);
    } finally {
      process.chdir(from);
    }
  });
});

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { build } from "../support/build";
import { blocksOfPages, isOffline } from "./blocks";
import { standInsIn, wholeCheckout } from "./checkout";

/** What a reader has: an event of CloudTrail. */
const event = {
  eventSource: "s3.amazonaws.com",
  eventName: "PutObject",
  awsRegion: "us-east-1",
  errorCode: "AccessDenied",
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::123456789012:assumed-role/hipaa-app-backend-production/backend",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        arn: "arn:aws:iam::123456789012:role/hipaa-app-backend-production",
      },
    },
  },
  requestParameters: { bucketName: "example-production-backups", key: "x" },
};

/** The same as the text of an error. */
const error =
  `User: ${event.userIdentity.arn} is not authorized to perform: s3:PutObject ` +
  'on resource: "arn:aws:s3:::example-production-backups/x" with an explicit deny in an identity-based policy';

/** Each block of commands that need no engine, run as its reader would run it. */
describe("commands of README and docs", () => {
  let folder: string;
  let path: string;
  before(() => {
    build();
    folder = wholeCheckout();
    path = `${standInsIn(folder)}:${process.env.PATH}`;
    writeFileSync(join(folder, "event.json"), JSON.stringify(event));
    writeFileSync(join(folder, "error.txt"), error);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const blocks = blocksOfPages().filter(isOffline);

  it("are found", () => {
    expect(blocks.length).to.be.greaterThan(10);
  });

  for (const { name, code } of blocks) {
    it(name, () => {
      // A denied request is exit code 3 of explain; all else succeeds.
      const script = `set -uo pipefail\ntrap 'echo "FAILED $? $BASH_COMMAND"' ERR\n${code}`;
      const { stdout, stderr } = spawnSync("bash", ["-c", script], {
        cwd: folder,
        env: { ...process.env, PATH: path },
        encoding: "utf8",
      });
      const failed = stdout.split("\n").filter((line) => /^FAILED (?!3 .*hipaa-iam explain)/.test(line));
      expect(failed, stderr).to.deep.equal([]);
      expect(stdout.length + stderr.length).to.be.greaterThan(0);
    });
  }
});

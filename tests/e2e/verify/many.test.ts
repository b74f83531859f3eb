import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import type { Verification } from "../../../cli/verify/report";
import { openComplete } from "../support/complete";
import { localApi } from "../support/moto";
import { repository } from "../support/project";
import { VerifiedApi } from "./api";

const keys = 5000;
const limit = 250;

/** Says at the end of the command, which leaves by process.exit, how much memory it had at most, in bytes. */
const measure = `
const { exit, resourceUsage } = process;
process.exit = (code) => {
  require("node:fs").writeSync(2, "peak " + resourceUsage().maxRSS * 1024 + "\\n");
  exit(code);
};`;

describe("hipaa-iam verify, of an account with thousands of keys", () => {
  const moto = localApi();

  it(`looks at ${keys} keys and more than 200 promises in less than ${limit} MB`, async () => {
    const stack = await openComplete(moto(), "only-we-know-this", "arn:aws:iam::123456789012:role/deployer");
    expect((await stack.up()).errors).to.deep.equal([]);
    const folder = mkdtempSync(join(tmpdir(), "many-"));
    writeFileSync(join(folder, "state.json"), JSON.stringify(await stack.stack.exportStack()));
    writeFileSync(join(folder, "measure.js"), measure);
    const api = await VerifiedApi.start(moto());
    api.keys = keys;
    try {
      const began = performance.now();
      const child = spawn(
        process.execPath,
        [
          ...["--require", join(folder, "measure.js"), join(repository, "dist/cli/main.js"), "verify"],
          ...["--state", join(folder, "state.json"), "--region", "us-east-1", "--json"],
        ],
        {
          stdio: ["ignore", "pipe", "pipe"],
          env: {
            ...process.env,
            AWS_ENDPOINT_URL: api.endpoint,
            ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
          },
        },
      );
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const seconds = Math.round((performance.now() - began) / 1000);
      const { checks } = JSON.parse(stdout) as Verification;
      const peak = Math.round(Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 2 ** 20);
      const promises = checks
        .filter(({ area, result }) => area === "promises" && result === "agrees")
        .reduce((sum, { details }) => sum + details.length, 0);
      console.log(
        `      ${keys} keys, ${promises} promises, ${api.calls.length} calls: ${seconds} s, ${peak} MB at most`,
      );
      const untagged = checks.find(({ what }) => what.startsWith("keys with neither tag"));
      expect(untagged?.details).to.have.lengthOf(keys / 2);
      expect(promises).to.be.greaterThan(200);
      expect(peak).to.be.greaterThan(0).and.lessThan(limit);
    } finally {
      api.stop();
    }
  });
});

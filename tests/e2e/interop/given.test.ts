import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "../support/account";
import { localApi } from "../support/moto";
import { type Args, openProgram } from "./program";

const args: Args = {
  environment: "dev",
  s3BucketDocumentsArn: "arn:aws:s3:::example-documents",
  s3BucketBackupsArn: "arn:aws:s3:::example-backups",
  s3BucketAuditLogsArn: "arn:aws:s3:::example-audit-logs",
  kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  secretArns: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"],
};
/** All that may be left out and may be an Output. */
const narrowing = [
  ...["rdsArn", "externalId", "permissionsBoundaryArn", "bucketOwnerAccountId", "bedrockGuardrailArn"],
  ...["secretsKmsKeyArn", "organizationId"],
];

describe("an arg whose Output comes to nothing", () => {
  const api = localApi();

  // The protocol between the engine and a plugin has no undefined.
  for (const [program, nothing, come] of [
    ["direct", "undefined", "undefined"],
    ["direct", "null", "null"],
    ["remote", "undefined", "null"],
    ["remote", "null", "null"],
  ] as const) {
    it(`${nothing}, ${program}: nothing is made, and each fault is printed once, without a stack trace`, async () => {
      const given = Object.fromEntries(narrowing.map((arg) => [arg, nothing]));
      const stack = await openProgram(program, api(), { args, nothing: given });
      const run = await stack.up();
      expect(run.succeeded).to.equal(false);
      const said = run.errors.join("\n");
      for (const arg of narrowing) {
        expect(said.split(`it is given, but ${come}.`).length - 1, said).to.equal(narrowing.length);
        expect(said.split(new RegExp(`(?:- |property )${arg}\\b`)).length - 1, said).to.equal(1);
      }
      expect(said).not.to.match(/^ +at /m);
      expect(said).not.to.include("unhandled exception");
      expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    });
  }

  for (const [what, value] of [
    ["empty text", ""],
    ["whitespace", " "],
    ["an empty list", []],
    ["an empty map", {}],
  ] as const) {
    it(`${what}, remote: refused, each fault once`, async () => {
      const given = Object.fromEntries(narrowing.map((arg) => [arg, value]));
      const stack = await openProgram("remote", api(), { args: { ...args, ...given } });
      const run = await stack.up();
      expect(run.succeeded).to.equal(false);
      const said = run.errors.join("\n");
      for (const arg of narrowing) {
        expect(said.split(new RegExp(`property ${arg}\\b`)).length - 1, said).to.equal(1);
      }
      expect(said.split("is not accepted.").length - 1).to.equal(narrowing.length);
      expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    });
  }
});

import { expect } from "chai";
import { emptyAccount, iamClient, readAccount } from "./support/account";
import { accountOf, doubleOf } from "./support/double";
import { localApi } from "./support/moto";
import type { Operations } from "./support/operations";
import { checkout } from "./support/project";
import { TestStack } from "./support/stack";
import { expectOperations, least, monitoring, urnsOf } from "./support/urns";

const program = require("../index");
const surroundings = ["pulumi:pulumi:Stack::hipaa-iam-dev", "pulumi:providers:aws::default_7_48_0"];
const policies = ["s3-policy", "kms-policy", "bedrock-policy"];
const attachments = ["s3-attachment", "kms-attachment", "bedrock-attachment"];

/** Every name is new, so every resource is: the old one goes before the new one comes. */
const replaced: Operations = {
  update: ["component"],
  "create-replacement": least,
  replace: least,
  "delete-replaced": least,
};

/** One after the other, each on what the one before has left. Without "same": all else is the same. */
const changes: [what: string, config: Record<string, string>, operations: Operations][] = [
  ["monitoring on", { enableRdsMonitoring: "true" }, { create: monitoring, update: ["component"] }],
  ["monitoring off", { enableRdsMonitoring: "false" }, { delete: monitoring, update: ["component"] }],
  ["another external ID", { externalId: "rotated-external-id" }, { update: ["component", "role"] }],
  [
    "another bucket",
    { s3BucketBackupsArn: "arn:aws:s3:::other-backups" },
    { update: ["component", "s3-policy"] },
  ],
  ["one tag more", { "tags.Team": "Care" }, { update: ["component", "role", ...policies] }],
  [
    "an option: backups may be overwritten",
    { backupsWriteOnce: "false" },
    { update: ["component", "s3-policy"] },
  ],
  ["longer sessions", { maxSessionDuration: "7200" }, { update: ["component", "role"] }],
  [
    "a permissions boundary",
    { permissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
    { update: ["component", "role"] },
  ],
  ["a suffix", { nameSuffix: "eu" }, replaced],
  ["another environment", { environment: "staging" }, replaced],
];

describe("a change", () => {
  const api = localApi();
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.open(checkout(), "dev", api(), { program });
    expect((await stack.up()).succeeded).to.equal(true);
  });

  for (const [what, config, operations] of changes) {
    it(`of ${what} touches this alone`, async () => {
      await stack.configure(config);
      const run = await stack.up();
      const entries = Object.entries(operations).map(([op, names]) => [op, urnsOf("dev", names)]);
      expectOperations(
        run,
        Object.fromEntries(entries),
        urnsOf("dev", [...surroundings, "component", ...least]),
      );
      const double = await doubleOf(stack.folder, "dev", program);
      expect(await readAccount(iamClient(api()))).to.deep.equal(accountOf(double));
    });
  }
});

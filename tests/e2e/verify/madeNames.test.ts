import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { make } from "../../../cli/verify/make";
import type { Verification } from "../../../cli/verify/report";
import type { Wish } from "../../../cli/verify/wish";
import { openComplete } from "../support/complete";
import { localApi } from "../support/moto";
import { VerifiedApi } from "./api";
import { Deployed } from "./deployed";

const externalId = "only-we-know-this";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** Principals whose names Pulumi makes: two that may assume the role, one that reads the buckets, one that manages the key. */
const changes: [file: string, old: string, now: string][] = [
  [
    "index.ts",
    'from "@pulumi/aws/kms";',
    'from "@pulumi/aws/kms";\nimport { Role, User } from "@pulumi/aws/iam";',
  ],
  [
    "index.ts",
    'new HipaaIamComponent("hipaa-iam", {',
    `new HipaaIamComponent("hipaa-iam", {
      trustedPrincipalArns: [
        new Role("caller", { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [
          { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
        ] }) }).arn,
        new User("operator").arn,
      ],`,
  ],
  [
    "index.ts",
    "iam.appIamRoleArn.apply((roleArn) =>",
    'pulumi.all([iam.appIamRoleArn, new User("manager").arn]).apply(([roleArn, manager]) =>',
  ],
  [
    "index.ts",
    "masterKeyStatements({ roleArn, administratorArns })",
    "masterKeyStatements({ roleArn, administratorArns: [...administratorArns, manager] })",
  ],
  [
    "dataBucket.ts",
    "all([bucket.arn, roleArn, kmsKeyArn]).apply(([bucketArn, roleArn, kmsKeyArn])",
    "all([bucket.arn, roleArn, kmsKeyArn, reader.arn]).apply(([bucketArn, roleArn, kmsKeyArn, readerArn])",
  ],
  [
    "dataBucket.ts",
    "policyOf({ bucketArn, roleArn, kmsKeyArn })",
    "policyOf({ bucketArn, roleArn, kmsKeyArn, readerArns: [readerArn] })",
  ],
  [
    "dataBucket.ts",
    "interface DataBucket {",
    'import { User } from "@pulumi/aws/iam";\nconst reader = new User("reader");\ninterface DataBucket {',
  ],
];

function edit(folder: string): void {
  for (const [name, old, now] of changes) {
    const text = readFileSync(join(folder, name), "utf8");
    expect(text).to.include(old);
    writeFileSync(join(folder, name), text.replace(old, now));
  }
}

describe("hipaa-iam verify --stack, where Pulumi makes the names of principals", () => {
  const moto = localApi();
  let api: VerifiedApi;
  let deployed: Deployed;
  let folder: string;

  before(async () => {
    const stack = await openComplete(moto(), externalId, "arn:aws:iam::123456789012:role/deployer");
    folder = stack.folder;
    edit(folder);
    const { errors } = await stack.up();
    expect(errors).to.deep.equal([]);
    api = await VerifiedApi.start(moto());
    process.env.AWS_ENDPOINT_URL = api.endpoint;
    deployed = new Deployed(moto(), (await stack.outputs()) as Record<string, string>);
    for (const bucket of [deployed.documents, deployed.backups, deployed.auditLogs]) {
      await deployed.own(bucket, "BucketOwnerEnforced");
    }
  });
  after(() => {
    delete process.env.AWS_ENDPOINT_URL;
    api.stop();
  });

  const verify = async () => {
    const wish: Wish = {
      ...{ stack: "dev", state: undefined, folder, config: [], region: "us-east-1", profile: undefined },
      ...{ roleArn: undefined, externalId: undefined, lastUsed: false, validate: false, accept: undefined },
      ...{ partial: false, out: undefined, json: true, now: new Date("2026-11-29T12:00:00Z") },
    };
    const { stdout, exitCode } = await make(wish, { credentials });
    expect(stdout).not.to.include(externalId);
    expect(stdout).not.to.match(/unknown[0-9a-f]{16}/);
    const { checks } = JSON.parse(stdout) as Verification;
    const differing = checks
      .filter(({ result }) => result === "differs")
      .map(({ area, what }) => `${area}: ${what}`);
    return { checks, exitCode, differing };
  };

  it("takes the ends of names from the account, and tells of which", async () => {
    const { checks, exitCode, differing } = await verify();
    expect(differing).to.deep.equal([]);
    expect(exitCode).to.equal(0);
    const taken = checks.filter(({ what }) => what.startsWith("taken from the account, not checked"));
    const end = "[0-9a-f]{7}";
    const expected: Record<string, string> = {
      [deployed.role]:
        `config hipaa-environment:externalId, encrypted as [0-9a-f]{8}; iam.Role caller, end of name: ${end}; ` +
        `iam.User operator, end of name: ${end}; kms.Key master-key \\[region us-east-1\\], keyId: [0-9a-f-]{36}`,
      ...Object.fromEntries(
        [deployed.documents, deployed.backups, deployed.auditLogs].map((name) => [
          name,
          `iam.User reader, end of name: ${end}`,
        ]),
      ),
      [deployed.masterKey]: `iam.User manager, end of name: ${end}`,
    };
    expect(taken.map(({ of }) => of)).to.have.members(Object.keys(expected));
    for (const { of, details, result } of taken) {
      expect(result).to.equal("not judged");
      expect(details.join("; ")).to.match(new RegExp(`^${expected[of]}$`));
    }
  });

  type Change = (text: string) => string;
  const inTrust = async (change: Change) =>
    deployed.setTrust(JSON.parse(change(JSON.stringify(await deployed.trust()))));
  const inBucket = async (change: Change) =>
    deployed.setBucketPolicy(
      deployed.backups,
      JSON.parse(change(JSON.stringify(await deployed.bucketPolicy(deployed.backups)))),
    );
  const inKey = (change: Change) =>
    deployed.setMasterKeyPolicy((statements) => JSON.parse(change(JSON.stringify(statements))));
  const deviations: [
    what: string,
    place: (change: Change) => Promise<() => Promise<void>>,
    old: RegExp,
    now: string,
    said: RegExp,
  ][] = [
    [
      "a principal besides",
      inTrust,
      /"(arn:aws:iam::\d+:role\/)caller-\w+"/,
      '$&,"$1another"',
      /^roles: trust/,
    ],
    ["a wildcard", inTrust, /role\/caller-\w+/, "role/caller-*", /^roles: trust/],
    ["a variable", inTrust, /role\/caller-\w+/, `role/caller-\${aws:username}`, /^roles: trust/],
    [
      "another role whose name begins alike",
      inTrust,
      /role\/caller-\w+/,
      "role/caller-admin",
      /^roles: trust/,
    ],
    ["a role in a path", inTrust, /role\/caller-\w+/, "role/caller-/x", /^roles: trust/],
    ["another account", inTrust, /arn:aws:iam::\d+:root/, "arn:aws:iam::999999999999:root", /^roles: trust/],
    ["a reader besides", inBucket, /"(arn:aws:iam::\d+:user\/)reader-\w+"/g, '$&,"$1another"', /^buckets: /],
    [
      "another reader than of the other buckets",
      inBucket,
      /user\/reader-\w+/g,
      "user/reader-0000000",
      /^buckets: /,
    ],
    [
      "a manager besides",
      inKey,
      /"(arn:aws:iam::\d+:user\/)manager-\w+"/,
      '$&,"$1another"',
      /^keys: the policy of the master key lets in/,
    ],
  ];
  for (const [what, place, old, now, said] of deviations) {
    it(`names ${what}`, async () => {
      const undo = await place((text) => {
        expect(text).to.match(old);
        return text.replace(old, now);
      });
      try {
        const { differing, exitCode } = await verify();
        expect(differing).not.to.deep.equal([]);
        for (const one of differing) expect(one).to.match(said);
        expect(exitCode).to.equal(3);
      } finally {
        await undo();
      }
    });
  }
});

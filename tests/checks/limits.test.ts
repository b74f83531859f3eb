import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { exampleArgs, runComponent } from "../support/component";
import { construct, expectRefused, messagesOf } from "../support/refusals";

describe("a good value is accepted, as a plain value and as an Output", () => {
  const key = "arn:aws:kms:us-east-1:123456789012:key";
  const rows: [arg: string, why: string, value: string][] = [
    ["s3BucketDocumentsArn", "three characters", "arn:aws:s3:::abc"],
    ["s3BucketDocumentsArn", "63 characters", `arn:aws:s3:::${"a".repeat(63)}`],
    ["s3BucketDocumentsArn", "dots, digits and hyphens", "arn:aws:s3:::1.example-bucket.2"],
    ["kmsMasterKeyArn", "a key of several Regions", `${key}/mrk-1234abcd12ab34cd56ef1234567890ab`],
    ["rdsArn", "a cluster", "arn:aws:rds:us-east-1:123456789012:cluster:example"],
    ["rdsArn", "an ID of 63 characters", `arn:aws:rds:us-east-1:123456789012:db:${"a".repeat(63)}`],
    ["externalId", "two characters", "ab"],
    ["externalId", "1224 characters", "x".repeat(1224)],
    ["externalId", "every character", "aZ09_+=,.@:/-"],
    ["permissionsBoundaryArn", "a path", "arn:aws:iam::123456789012:policy/a/b/example"],
    ["permissionsBoundaryArn", "AWS's own", "arn:aws:iam::aws:policy/PowerUserAccess"],
    ["permissionsBoundaryArn", "128 characters", `arn:aws:iam::123456789012:policy/${"x".repeat(128)}`],
  ];
  for (const [arg, why, value] of rows) {
    for (const [kind, given] of [
      ["plain", value],
      ["an Output", pulumi.output(value)],
    ] as const) {
      it(`${arg}: ${why}, ${kind}`, async () => {
        const run = await runComponent({ [arg]: given });
        expect(messagesOf(run)).to.deep.equal([]);
        expect(run.resources).to.have.length(1 + 1 + 7); // The stack, the component and its children.
      });
    }
  }
});

describe("a good plain value is accepted", () => {
  const rows: [why: string, args: Record<string, unknown>][] = [
    ["the shortest session", { maxSessionDuration: 3600 }],
    ["the longest session", { maxSessionDuration: 43200 }],
    ["a suffix of digits and hyphens", { nameSuffix: "a-1-" }],
    ["no tags", { tags: {} }],
    ["a tag key of 128 characters and a value of 256", { tags: { ["k".repeat(128)]: "v".repeat(256) } }],
    ["every character of tags", { tags: { "aé 1_.:/=+-@": "aé 1_.:/=+-@" } }],
    ["an empty tag value", { tags: { Empty: "" } }],
    ["a key that holds aws: further on", { tags: { "my-aws:x": "aws:x" } }],
  ];
  for (const [why, args] of rows) {
    it(why, async () => {
      const run = await runComponent(args);
      expect(messagesOf(run)).to.deep.equal([]);
      expect(run.resources).to.have.length(1 + 1 + 7);
    });
  }
});

describe("a suffix may be as long as the name of a role allows, 64 characters", () => {
  const rows: [environment: string, monitoring: boolean, most: number, role: (suffix: string) => string][] = [
    ["dev", false, 42, (suffix) => `hipaa-app-backend-dev-${suffix}`],
    ["staging", false, 38, (suffix) => `hipaa-app-backend-staging-${suffix}`],
    ["production", false, 35, (suffix) => `hipaa-app-backend-production-${suffix}`],
    ["dev", true, 40, (suffix) => `dev-${suffix}-rds-monitoring-role`],
    ["staging", true, 36, (suffix) => `staging-${suffix}-rds-monitoring-role`],
    ["production", true, 33, (suffix) => `production-${suffix}-rds-monitoring-role`],
  ];
  for (const [environment, enableRdsMonitoring, most, roleName] of rows) {
    const where = `${environment}${enableRdsMonitoring ? " with monitoring" : ""}`;

    it(`${where}: ${most} characters make a name of 64`, async () => {
      const nameSuffix = "s".repeat(most);
      const run = await runComponent({ environment, enableRdsMonitoring, nameSuffix, externalId: "example" });
      expect(messagesOf(run)).to.deep.equal([]);
      const roles = run.resources.filter(({ type }) => type === "aws:iam/role:Role");
      const names = roles.map(({ inputs }) => String(inputs.name));
      expect(names).to.include(roleName(nameSuffix));
      expect(Math.max(...names.map(({ length }) => length))).to.equal(64);
    });

    it(`${where}: ${most + 1} are refused`, () => {
      const nameSuffix = "s".repeat(most + 1);
      const reason =
        `'${nameSuffix}' makes the role name ${roleName(nameSuffix)}, 65 characters long, ` +
        `and IAM takes 64. Give at most ${most} characters.`;
      return expectRefused({ ...exampleArgs(), environment, enableRdsMonitoring, nameSuffix }, [
        { propertyPath: "nameSuffix", reason },
      ]);
    });
  }

  for (const [why, environment] of [
    ["wrong", "qa"],
    ["missing", undefined],
    ["an Output", pulumi.output("production")],
  ] as const) {
    it(`while the environment is ${why}, 42 are accepted, as dev would take them, and 43 are refused`, async () => {
      const faultyArgs = async (length: number) => {
        const { thrown } = await construct({ ...exampleArgs(), environment, nameSuffix: "s".repeat(length) });
        const { errors = [] } = thrown as pulumi.InputPropertiesError;
        return errors.map(({ propertyPath, reason }) => [propertyPath, /at most \d+/.exec(reason)?.[0]]);
      };
      expect(await faultyArgs(42)).to.deep.equal([["environment", undefined]]);
      expect(await faultyArgs(43)).to.deep.equal([
        ["environment", undefined],
        ["nameSuffix", "at most 42"],
      ]);
    });
  }
});

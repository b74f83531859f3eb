import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Run } from "../../cli/plan/run";
import { runComponent } from "../support/component";

/** The properties that are secrets, of each resource that has any. */
function secretsOf({ resources }: Run): Record<string, string[]> {
  const some = resources.filter(({ secrets }) => secrets.length > 0);
  return Object.fromEntries(some.map(({ name, secrets }) => [name, secrets]));
}

describe("a secret", () => {
  const arn = "arn:aws:s3:::example-secret";
  const rows: [arg: string, value: unknown, secrets: Record<string, string[]>][] = [
    ["externalId", "only-we-know", { app: ["externalId"], "app-role": ["assumeRolePolicy"] }],
    ["s3BucketBackupsArn", arn, { app: ["s3BucketBackupsArn"], "app-s3-policy": ["policy"] }],
    [
      "kmsMasterKeyArn",
      "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      { app: ["kmsMasterKeyArn"], "app-kms-policy": ["policy"] },
    ],
    [
      "rdsArn",
      "arn:aws:rds:us-east-1:123456789012:db:example",
      { app: ["rdsArn"], "app-rds-monitoring-role": ["assumeRolePolicy"] },
    ],
    [
      "permissionsBoundaryArn",
      "arn:aws:iam::123456789012:policy/example",
      {
        app: ["permissionsBoundaryArn"],
        "app-role": ["permissionsBoundary"],
        "app-rds-monitoring-role": ["permissionsBoundary"],
      },
    ],
  ];
  for (const preview of [false, true]) {
    for (const [arg, value, secrets] of rows) {
      it(`${arg} stays one where it is used, and makes none of the rest${preview ? ", in a preview" : ""}`, async () => {
        const args = { [arg]: pulumi.secret(value), enableRdsMonitoring: true };
        const run = await runComponent(args, { preview });
        expect(run.errors).to.deep.equal([]);
        expect(secretsOf(run)).to.deep.equal(secrets);
      });
    }
  }

  it("is told apart from what is none: without one, nothing is a secret", async () => {
    expect(secretsOf(await runComponent({ enableRdsMonitoring: true }))).to.deep.equal({});
  });

  it("external ID becomes one where it is given in the clear", async () => {
    const run = await runComponent({ externalId: "in-the-clear", enableRdsMonitoring: true });
    expect(secretsOf(run)).to.deep.equal({ app: ["externalId"], "app-role": ["assumeRolePolicy"] });
  });

  it("external ID shows in its role's trust policy and the component's args, and nowhere else", async () => {
    const run = await runComponent({
      externalId: pulumi.secret("only-we-know"),
      environment: "production",
      bedrockInRegionOnly: true,
    });
    const places = run.resources.flatMap(({ name, inputs, outputs = {} }) =>
      Object.entries({ ...inputs, ...outputs })
        .filter(([, value]) => JSON.stringify(value).includes("only-we-know"))
        .map(([property]) => `${name} ${property}`),
    );
    expect(places).to.have.members(["app externalId", "app-role assumeRolePolicy"]); // Both are secrets: see above.
    expect(run.warnings).to.deep.equal([]);
  });
});

import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Run } from "../../cli/plan/run";
import { HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { exampleArgs, run } from "../support/component";

/** A preview in which what `late` gives is not known yet: the ARN of a role that is still to be made. */
function previewWith(late: (unknown: pulumi.Output<string>) => Record<string, unknown>): Promise<Run> {
  return run(
    () => {
      const other = new Role("other", { assumeRolePolicy: "{}" });
      const args = {
        ...exampleArgs(),
        ...{ enableRdsMonitoring: true, bedrockInRegionOnly: true, ...late(other.arn) },
      };
      new HipaaIamComponent("app", args as HipaaIamComponentArgs);
    },
    { preview: true },
  );
}

const documents = [
  "app-role",
  "app-s3-policy",
  "app-kms-policy",
  "app-bedrock-policy",
  "app-rds-monitoring-role",
];

/** The children whose document is planned as a known text. */
function knownDocuments({ resources }: Run): string[] {
  const known = resources.filter(({ inputs }) => {
    const text = inputs.policy ?? inputs.assumeRolePolicy;
    return typeof text === "string" && text.includes('"Statement"');
  });
  return known.map(({ name }) => name).filter((name) => name !== "other");
}

describe("an Output that a preview does not know", () => {
  const rows: [arg: string, hidden: string[]][] = [
    ["externalId", ["app-role"]],
    ["s3BucketDocumentsArn", ["app-s3-policy"]],
    ["s3BucketBackupsArn", ["app-s3-policy"]],
    ["s3BucketAuditLogsArn", ["app-s3-policy"]],
    ["kmsMasterKeyArn", ["app-kms-policy"]],
    ["rdsArn", ["app-rds-monitoring-role"]],
    ["permissionsBoundaryArn", []],
    ["bucketOwnerAccountId", ["app-s3-policy"]],
    ["bedrockGuardrailArn", ["app-bedrock-policy"]],
  ];
  for (const [arg, hidden] of rows) {
    describe(arg, () => {
      let preview: Run;
      before(async () => {
        preview = await previewWith((unknown) => ({ [arg]: unknown }));
      });

      it("is no error and no warning", () => {
        expect(preview.errors).to.deep.equal([]);
        expect(preview.warnings).to.deep.equal([]);
      });

      it("leaves all nine resources planned", () => {
        const children = preview.resources.filter(({ parent }) => parent.endsWith("::app"));
        expect(children).to.have.length(9);
      });

      it(`hides ${hidden.join() || "no document"}, and no other document`, () => {
        expect(knownDocuments(preview)).to.have.members(documents.filter((name) => !hidden.includes(name)));
      });

      it("is nowhere planned as a value", () => {
        for (const { name, inputs } of preview.resources) {
          expect(JSON.stringify(inputs), name).not.to.match(/undefined|\[object|Calling \[toString\]/);
        }
      });
    });
  }

  it("in a tag hides no document and leaves the other tags known", async () => {
    const preview = await previewWith((unknown) => ({ tags: { Late: unknown, Team: "a" } }));
    expect(preview.errors).to.deep.equal([]);
    expect(knownDocuments(preview)).to.have.members(documents);
    const role = preview.resources.find(({ name }) => name === "app-role");
    expect(role?.inputs.tags).to.include({ Team: "a", Environment: "dev" });
  });

  it("does not hide the faults of others", async () => {
    const preview = await previewWith((unknown) => ({
      kmsMasterKeyArn: unknown,
      externalId: unknown.apply(() => "x"),
      rdsArn: Promise.resolve("x"),
    }));
    expect(preview.errors.map(({ message }) => message.split("\n")[1])).to.deep.equal([
      "  - rdsArn: 'x' is not accepted. Give the ARN of an RDS DB instance or cluster, such as " +
        "arn:aws:rds:us-east-1:123456789012:db:example.",
    ]);
  });

  it("in a map does not hide the fault of another member", async () => {
    const oidc = (unknown: pulumi.Output<string>) => ({
      providerArn: "arn:aws:iam::123456789012:oidc-provider/gitlab.com",
      audience: unknown,
      subjects: [pulumi.output("*")],
    });
    const anchor = (unknown: pulumi.Output<string>) => ({
      trustAnchorArn: unknown,
      subjectCommonName: pulumi.output("*"),
    });
    const { errors } = await previewWith((unknown) => ({
      oidc: oidc(unknown),
      rolesAnywhere: anchor(unknown),
    }));
    const said = errors.map(({ message }) => message).join("\n");
    expect(errors).to.have.lengthOf(1);
    expect(said).to.include("2 inputs are not accepted.");
    expect(said).to.include("oidc.subjects[0]: '*' is not accepted.");
    expect(said).to.include("rolesAnywhere.subjectCommonName: '*' is not accepted.");
  });

  it("is not needed for a fault of two args together", async () => {
    const trustedPrincipalArns = ["arn:aws:iam::222222222222:root"];
    const { errors } = await previewWith((unknown) => ({ rdsArn: unknown, trustedPrincipalArns }));
    expect(errors).to.have.lengthOf(1);
    expect(errors[0]?.message).to.include(
      "trustedPrincipalArns[0]: 'arn:aws:iam::222222222222:root' is another",
    );
  });

  it("in a tag does not hide the fault of another tag", async () => {
    const preview = await previewWith((unknown) => ({ tags: { Late: unknown, Team: pulumi.output("#") } }));
    expect(preview.errors.map(({ message }) => message.split("\n").slice(1))).to.deep.equal([
      [
        "  - tags[\"Team\"]: '#' is not accepted. Give a string of at most 256 letters, digits, spaces or _.:/=+-@.",
      ],
    ]);
  });

  it("in a list does not hide the fault of another member", async () => {
    const preview = await previewWith((unknown) => ({ secretArns: [unknown, pulumi.output("x")] }));
    const [message = ""] = preview.errors.map((error) => error.message);
    expect(message).to.include("\n  - secretArns[1]: 'x' is not accepted. Give the whole ARN of a secret");
  });

  const buckets = ["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"];
  for (const late of buckets) {
    it(`as ${late} does not hide that the other two buckets are the same`, async () => {
      const [first = "", second = ""] = buckets.filter((name) => name !== late);
      const same = pulumi.output("arn:aws:s3:::example-same");
      const preview = await previewWith((unknown) => ({ [late]: unknown, [first]: same, [second]: same }));
      expect(preview.errors.map(({ message }) => message.split("\n").slice(1))).to.deep.equal([
        [
          `  - ${second}: 'arn:aws:s3:::example-same' is also ${first}, and their grants would merge. ` +
            "Give another bucket.",
        ],
      ]);
    });
  }
});

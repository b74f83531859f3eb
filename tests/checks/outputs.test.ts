import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { exampleArgs, runComponent } from "../support/component";
import { expectRefused, messagesOf, namesOf, refusal } from "../support/refusals";
import { type BadInput, badInputs } from "./badInputs";

const isLastOfArg = ({ arg }: BadInput, index: number, all: BadInput[]) =>
  all.findLastIndex((other) => other.arg === arg) === index;

describe("a bad value of an Output fails the deployment with the words for a plain value", () => {
  for (const { arg, why, value, reason } of badInputs) {
    it(`${arg}: ${why}`, async () => {
      const run = await runComponent({ [arg]: pulumi.output(value) });
      expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: arg, reason }])]);
      expect(namesOf(run)).to.deep.equal(["hipaa-iam-test", "app"]); // No child: nothing is left half made.
    });
  }

  // The same check in another place, so one value of each arg is enough.
  for (const { arg, why, value, reason } of badInputs.filter(isLastOfArg)) {
    it(`${arg}: ${why}, in a preview`, async () => {
      const run = await runComponent({ [arg]: pulumi.output(value) }, { preview: true });
      expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: arg, reason }])]);
      expect(namesOf(run)).to.deep.equal(["hipaa-iam-test", "app"]);
    });
  }

  it("a promise is as good as an Output", async () => {
    const run = await runComponent({ externalId: Promise.resolve("x") });
    expect(messagesOf(run)).to.deep.equal([
      refusal([
        {
          propertyPath: "externalId",
          reason:
            "'x' is not accepted. Give 2 to 1224 characters, each a letter, a digit or one of _+=,.@:/-.",
        },
      ]),
    ]);
  });

  it("the error is Pulumi's own for bad inputs, with property paths", async () => {
    const run = await runComponent({ tags: { a: pulumi.output("x".repeat(257)) } });
    expect(run.errors).to.have.length(1);
    expect(run.errors[0]).to.be.an.instanceOf(pulumi.InputPropertiesError);
    const { errors } = run.errors[0] as pulumi.InputPropertiesError;
    expect(errors?.map(({ propertyPath }) => propertyPath)).to.deep.equal(['tags["a"]']);
  });

  it("several faults come together", async () => {
    const run = await runComponent({
      externalId: pulumi.output(""),
      rdsArn: pulumi.output("x"),
      tags: { a: pulumi.output("#") },
    });
    expect(run.errors).to.have.length(1);
    const { errors } = run.errors[0] as pulumi.InputPropertiesError;
    expect(errors?.map(({ propertyPath }) => propertyPath)).to.deep.equal([
      "rdsArn",
      "externalId",
      'tags["a"]',
    ]);
  });

  for (const preview of [false, true]) {
    it(`buckets that are the same are refused${preview ? ", in a preview" : ""}`, async () => {
      const { s3BucketDocumentsArn } = exampleArgs();
      const run = await runComponent(
        { s3BucketAuditLogsArn: pulumi.output(s3BucketDocumentsArn) },
        { preview },
      );
      expect(messagesOf(run)).to.deep.equal([
        refusal([
          {
            propertyPath: "s3BucketAuditLogsArn",
            reason:
              "'arn:aws:s3:::example-documents' is also s3BucketDocumentsArn, and their grants would merge. " +
              "Give another bucket.",
          },
        ]),
      ]);
    });
  }
});

describe("an ARN of another partition than the provider's is refused", () => {
  const govCloud = { accountId: "123456789012", partition: "aws-us-gov", region: "us-gov-west-1" };
  const foreign: [arg: string, arn: string][] = [
    ["s3BucketDocumentsArn", "arn:aws:s3:::example"],
    ["s3BucketBackupsArn", "arn:aws-cn:s3:::example"],
    ["s3BucketAuditLogsArn", "arn:aws:s3:::example"],
    ["kmsMasterKeyArn", "arn:aws:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["rdsArn", "arn:aws:rds:us-gov-west-1:123456789012:db:example"],
    ["permissionsBoundaryArn", "arn:aws:iam::123456789012:policy/example"],
  ];
  // The partition is known only when the provider is asked, so plain values fail the deployment too.
  for (const [arg, arn] of foreign) {
    for (const [kind, value] of [
      ["plain", arn],
      ["an Output", pulumi.output(arn)],
    ] as const) {
      it(`${arg}, ${kind}`, async () => {
        const run = await runComponent({ [arg]: value }, { standIn: govCloud });
        const reason =
          `'${arn}' is in partition ${arn.split(":")[1]}, the provider in aws-us-gov. ` +
          "Give an ARN that starts with arn:aws-us-gov:.";
        expect(messagesOf(run)).to.deep.equal([refusal([{ propertyPath: arg, reason }])]);
        expect(namesOf(run)).to.deep.equal(["hipaa-iam-test", "app"]);

        const preview = await runComponent({ [arg]: value }, { standIn: govCloud, preview: true });
        expect(messagesOf(preview)).to.deep.equal(messagesOf(run));
      });
    }
  }

  for (const partition of ["aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"]) {
    it(`not for the provider's sake, as nothing here knows ${partition}: before anything is registered`, () => {
      const arn = `arn:${partition}:s3:::example`;
      const reason =
        `'${arn}' is in partition ${partition}, which is not supported: how its services are called was not ` +
        "learnt. Give an ARN of aws, aws-us-gov, aws-cn or aws-eusc.";
      return expectRefused({ ...exampleArgs(), s3BucketBackupsArn: arn }, [
        { propertyPath: "s3BucketBackupsArn", reason },
      ]);
    });
  }

  it("all such ARNs come in one error", async () => {
    const run = await runComponent(exampleArgs(), { standIn: govCloud });
    expect(run.errors).to.have.length(1);
    const { errors } = run.errors[0] as pulumi.InputPropertiesError;
    expect(errors?.map(({ propertyPath }) => propertyPath)).to.deep.equal([
      "s3BucketDocumentsArn",
      "s3BucketBackupsArn",
      "s3BucketAuditLogsArn",
      "kmsMasterKeyArn",
    ]);
  });
});

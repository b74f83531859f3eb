import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HipaaIamBoundary, HipaaIamComponent, HipaaIamGuardrails } from "../../components";
import { exampleArgs, run } from "../support/component";
import { messagesOf, namesOf } from "../support/refusals";

const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(fields: object): unknown };
};

interface Monitor {
  invoke(req: { getTok(): string }, callback: (error: unknown, response: object) => void): Promise<void>;
}

/** Has a function of the provider answer otherwise, whoever calls it. */
function answer(token: string, fields: object): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const invoke = monitor.invoke.bind(monitor);
  monitor.invoke = (req, callback) =>
    invoke(req, (error, response) =>
      callback(
        error,
        req.getTok() === token
          ? Object.assign(response, { getReturn: () => Struct.fromJavaScript(fields) })
          : response,
      ),
    );
}

const guardrails = {
  targetIds: ["r-a1b2"],
  keptBucketArns: ["arn:aws:s3:::example-backups"],
  allowedRegions: ["us-east-1"],
  administratorArns: ["arn:aws:iam::123456789012:role/pulumi"],
};
const components = {
  'HipaaIamComponent "app"': () => new HipaaIamComponent("app", exampleArgs()),
  'HipaaIamBoundary "app"': () => new HipaaIamBoundary("app", exampleArgs()),
  'HipaaIamGuardrails "app"': () => new HipaaIamGuardrails("app", guardrails),
};

/** Has the provider refuse whatever it is asked, as one does that may not be used in its account. */
function refuseAll(): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  monitor.invoke = async (_, callback) =>
    callback({ code: 2, details: "1 error occurred:\n\t* AWS account ID not allowed: 123456789012\n\n" }, {});
}

describe("a provider that a component cannot work with is refused, and nothing is made", () => {
  const old =
    "it is of version 6 or earlier of the AWS provider, which this package cannot work with. " +
    "Give one of version 7: npm install @pulumi/aws@7, or its like in another language.";
  const nobody =
    "it tells '' for its account, and the roles' policies name it by twelve digits. " +
    "Give one whose credentials AWS knows.";
  const rows: [what: string, token: string, fields: object, reason: string][] = [
    // As @pulumi/aws 6.83.0 types its result: description, endpoint, id, name.
    ["version 6", "aws:index/getRegion:getRegion", { id: "us-east-1", name: "us-east-1" }, old],
    ["no account", "aws:index/getCallerIdentity:getCallerIdentity", { accountId: "" }, nobody],
  ];
  const notAllowed = "it does not say where it works: AWS account ID not allowed: 123456789012";
  for (const [subject, make] of Object.entries(components)) {
    it(`one that may not be used in its account, ${subject}`, async () => {
      const done = await run(() => {
        refuseAll();
        make();
      });
      expect(messagesOf(done)).to.deep.equal([
        `${subject}: 1 input is not accepted.\n  - provider: ${notAllowed}`,
      ]);
      expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "app"]);
    });
  }
  for (const [what, token, fields, reason] of rows) {
    for (const [subject, make] of Object.entries(components)) {
      for (const preview of [true, false]) {
        it(`${what}, ${subject}${preview ? ", in a preview" : ""}`, async () => {
          const done = await run(
            () => {
              answer(token, fields);
              make();
            },
            { preview },
          );
          expect(messagesOf(done)).to.deep.equal([
            `${subject}: 1 input is not accepted.\n  - provider: ${reason}`,
          ]);
          expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "app"]);
        });
      }
    }
  }
});

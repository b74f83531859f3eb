import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HipaaIamBoundary, HipaaIamComponent, HipaaIamGuardrails } from "../../components";
import { exampleGuardrails } from "../guardrails/guardrails";
import { exampleArgs, run } from "../support/component";
import { messagesOf } from "../support/refusals";

/** What the SDK prints by itself while a program runs. */
async function logged(program: () => unknown, preview: boolean) {
  const { error } = pulumi.log;
  const said: string[] = [];
  Object.assign(pulumi.log, { error: async (message: string) => void said.push(message) });
  try {
    return { said, messages: messagesOf(await run(program, { preview })) };
  } finally {
    Object.assign(pulumi.log, { error });
  }
}

describe("a fault that is found late", () => {
  const nothing = () => pulumi.output(undefined as unknown as string);
  const components = {
    HipaaIamComponent: () => new HipaaIamComponent("app", { ...exampleArgs(), kmsMasterKeyArn: nothing() }),
    HipaaIamBoundary: () => new HipaaIamBoundary("app", { ...exampleArgs(), kmsMasterKeyArn: nothing() }),
    HipaaIamGuardrails: () =>
      new HipaaIamGuardrails("app", {
        ...exampleGuardrails,
        keptBucketArns: ["arn:aws:s3:::bucket-a", nothing()],
      }),
  };
  for (const [component, make] of Object.entries(components)) {
    for (const preview of [false, true]) {
      it(`of ${component}${preview ? ", in a preview" : ""}: the SDK does not print it besides`, async () => {
        const { said, messages } = await logged(make, preview);
        expect(said).to.deep.equal([]);
        expect(messages).to.have.lengthOf(1);
        expect(messages[0]).to.match(/^HipaaIam\w+ "app": 1 input is not accepted\.\n {2}- [^\n]*$/);
      });
    }
  }
});

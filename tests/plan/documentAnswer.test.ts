import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { programsIn } from "./programs";

describe("the answer of aws.iam.getPolicyDocument", () => {
  const { run } = programsIn(temporaryFolder());
  const call = (args: string, name: string) => `aws.iam.getPolicyDocumentOutput(${args}).${name}`;
  const whole = '{ statements: [{ actions: ["b:*", "a:*", "b:*"] }] }';
  const open = '{ statements: [{ resources: [new aws.kms.Key("k").arn] }] }';
  const shown: [expression: string, expected: unknown][] = [
    [call("{}", "id"), "1132004489"],
    [call("{}", "version"), "2012-10-17"],
    [call('{ version: "2008-10-17" }', "version"), "2008-10-17"],
    [call("{ statements: [] }", "statements"), undefined],
    [call('{ policyId: "" }', "policyId"), undefined],
    [call(whole, "statements[0].effect"), "Allow"],
    [call(whole, "statements[0].actions.length"), 2],
  ];
  for (const [expression, expected] of shown) {
    it(`is as the provider gives it: ${expression}`, async () => {
      const { outputs, reads, seen } = await run(`exports.out = ${expression};`);
      expect([outputs.out, reads, seen]).to.deep.equal([expected, [], []]);
    });
  }

  for (const name of ["id", "statements"]) {
    it(`is not known where a hash of what is not known decides: ${name}`, async () => {
      const { outputs, shown } = await run(`exports.out = ${call(open, name)};`);
      expect(shown(outputs).out).to.match(
        new RegExp(`^unknown\\(iam\\.getPolicyDocument of \\w{8}, ${name}\\)$`),
      );
    });
  }

  it("is not known where a document is merged that is not", async () => {
    const args = '{ sourcePolicyDocuments: [new pulumi.StackReference("o/p/s").getOutput("it")] }';
    const { outputs, shown } = await run(
      ["id", "json", "version"].map((name) => `exports.${name} = ${call(args, name)};`).join(""),
    );
    const { id, json, version } = shown(outputs);
    expect(id).to.match(
      /^unknown\(iam\.getPolicyDocument of unknown\[StackReference o\/p\/s, output it\], \w{8}, id\)$/,
    );
    expect(json).to.match(/, json\)$/);
    expect(version).to.equal("2012-10-17");
  });
});

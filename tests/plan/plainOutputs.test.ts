import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { runOffline } from "../../cli/plan/offline";
import { exampleArgs } from "../support/component";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn, projectIn } from "./programs";

/** How a program gets an output of another stack as a plain value. */
const ways: [way: string, read: (output: string) => string][] = [
  ["requireOutputValue", (output) => `await ref.requireOutputValue("${output}")`],
  ["getOutputValue", (output) => `await ref.getOutputValue("${output}")`],
  ["getOutputDetails, value", (output) => `(await ref.getOutputDetails("${output}")).value`],
  ["getOutputDetails, secretValue", (output) => `(await ref.getOutputDetails("${output}")).secretValue`],
];

/** Inputs of the component with what is read, and as what. */
const inputs: [output: string, args: (value: string) => string][] = [
  ["boundaryArn", (value) => `permissionsBoundaryArn: ${value}`],
  ["boundary", (value) => `permissionsBoundaryArn: ${value}`],
  ["keyArn", (value) => `kmsMasterKeyArn: ${value}`],
  [
    "providerArn",
    (value) => `oidc: { providerArn: ${value}, audience: "a", subjects: ["repo:a/b:environment:c"] }`,
  ],
  ["trustAnchorArn", (value) => `rolesAnywhere: { trustAnchorArn: ${value}, subjectCommonName: "s" }`],
  ["secretArn", (value) => `secretArns: [${value}], secretsKmsKeyArn: ${value.replace("secret", "key")}`],
  ["guardrailArn", (value) => `bedrockGuardrailArn: ${value}`],
  ["roleArn", (value) => `trustedPrincipalArns: [${value}]`],
  ["databaseArn", (value) => `enableRdsMonitoring: true, rdsArn: ${value}`],
  ["documents", (value) => `s3BucketDocumentsArn: ${value}`],
  ["organizationId", (value) => `organizationId: ${value}`],
];

describe("an output of another stack that is given as a plain value", () => {
  const folder = temporaryFolder();
  const { changes, run } = programsIn(folder);
  const example = JSON.stringify({ ...exampleArgs(), externalId: "only-we-know-this" });
  const component = (args: string) => `new HipaaIamComponent("app", { ...${example}, ${args} })`;
  const asked = (args: string) => `const { HipaaIamComponent } = require("hipaa-iam");
    module.exports = async () => { const ref = new pulumi.StackReference("acme/a/prod"); ${component(args)}; };`;
  const told = async ({ shown, resources, warnings }: Awaited<ReturnType<typeof run>>) =>
    shown([resources.map(({ name, inputs }) => JSON.stringify([name, inputs])).sort(), warnings.sort()]);

  for (const [at, [output, args]] of inputs.entries()) {
    const [way, read] = ways[at % ways.length] ?? ["", String];
    it(`is to the component what getOutput gives, by ${way}: ${args(`"${output}"`)}`, async () => {
      const expected = await told(await run(asked(args(`ref.getOutput("${output}")`))));
      expect(JSON.stringify(expected)).to.include(`unknown(StackReference acme/a/prod, output ${output}`);
      expect(await told(await run(asked(args(read(output)))))).to.deep.equal(expected);
    });
  }

  // These inputs take no Output.
  for (const [output, input] of [
    ["secretArns", "secretArns"],
    ["guardrailArns", "bedrockEnforcedGuardrailArns"],
    ["roleArns", "trustedPrincipalArns"],
  ]) {
    it(`may be a list: ${input}`, async () => {
      const found = JSON.stringify(
        await told(await run(asked(`${input}: await ref.requireOutputValue("${output}")`))),
      );
      for (const member of ["0", "1 and so on"]) {
        expect(found).to.include(`unknown(StackReference acme/a/prod, output ${output}[${member}])`);
      }
    });
  }

  it("is so in a program of ES modules", async () => {
    const [, read] = ways[0] ?? ["", String];
    const project = projectIn(folder(), { index: "" });
    const program = `import * as pulumi from "@pulumi/pulumi"; import { HipaaIamComponent } from "hipaa-iam";
      const ref = new pulumi.StackReference("acme/a/prod");
      ${component(`permissionsBoundaryArn: ${read("boundaryArn")}`)};`;
    writeFileSync(join(project, "index.js"), program);
    writeFileSync(join(project, "package.json"), '{"type":"module"}');
    const { shown, resources } = await runOffline({ folder: project, stack: "t", standIn: {}, config: [] });
    const role = resources.find(({ type }) => type === "aws:iam/role:Role");
    expect(shown(role?.inputs.permissionsBoundary)).to.match(/^unknown\(StackReference.*boundaryArn\)$/);
  });

  it("has an account that is not known elsewhere: a grant that moves there is growth", async () => {
    const given = (account: string) =>
      `const { HipaaIamComponent } = require("hipaa-iam");
      module.exports = async () => {
        const arn = await new pulumi.StackReference("acme/a/prod").requireOutputValue("boundaryArn");
        ${component("permissionsBoundaryArn: arn")};
        const own = aws.getCallerIdentityOutput().accountId;
        ${grant(`pulumi.concat("arn:aws:iam::", ${account}, ":role/a")`)}
      };`;
    expect(await changes(given("own"), given('arn.split(":")[4]'))).to.deep.equal([2, 1]);
    expect(await changes(given("own"), given("own"))).to.deep.equal([0, 0]);
  });
});

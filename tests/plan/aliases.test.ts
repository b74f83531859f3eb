import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn } from "./programs";

describe("what names a key by its ARN", () => {
  const folder = temporaryFolder();
  const { changes, run } = programsIn(folder);
  const arn = "arn:aws:kms:us-east-1:123456789012:key/15279e44-d156-4142-a97e-8b1c3bead1c2";
  const alias = (target: string) => `new aws.kms.Alias("a", { name: "alias/a", targetKeyId: ${target} })`;
  const policy = `new aws.kms.KeyPolicy("p", { keyId: "${arn}", policy: "{}" })`;
  const shown: [expression: string, expected: unknown][] = [
    [`${alias(`"${arn}"`)}.targetKeyId`, "15279e44-d156-4142-a97e-8b1c3bead1c2"],
    [`${alias(`"${arn}"`)}.targetKeyArn`, arn],
    [`${alias('new aws.kms.Key("k").arn')}.targetKeyId`, "unknown(kms.Key k [region us-east-1], keyId)"],
    [
      `${alias('aws.kms.getAliasOutput({ name: "alias/x" }).targetKeyArn')}.targetKeyId`,
      "unknown(kms.getAlias[{name:alias/x}, region us-east-1], targetKeyId)",
    ],
    [`pulumi.isSecret(${alias(`pulumi.secret("${arn}")`)}.targetKeyId)`, true],
    [`${policy}.keyId`, "15279e44-d156-4142-a97e-8b1c3bead1c2"],
    [`${policy}.id`, arn],
    [
      `new aws.kms.Grant("g", { keyId: "${arn}", granteePrincipal: "r", operations: ["Decrypt"] }).keyId`,
      arn,
    ],
  ];
  for (const [expression, expected] of shown) {
    it(`has the key's ID where AWS tells that: ${expression}`, async () => {
      const { outputs, shown } = await run(`exports.out = ${expression};`);
      expect(shown(outputs).out).to.equal(expected);
    });
  }

  it("is growth where a program decides by it", async () => {
    const by = (choice: string) =>
      grant(`${alias(`"${arn}"`)}.targetKeyId.apply((id) => ${choice} ? "*" : "b")`);
    expect(await changes(by('id.startsWith("arn:")'), by("!id.startsWith('arn:')"))).to.deep.equal([1, 1]);
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { good, hostile } from "../hostile/values";
import { faultsOf, functions, least, roleArn } from "./functions";

describe("hostile input for the other side's documents, a thousand values an input", () => {
  const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  before(() => console.log(`    FC_SEED=${seed}`));
  const others = {
    creatorArn: good.roleArn,
    readerArns: good.roleArn,
    administratorArns: good.roleArn,
    auditorArns: good.roleArn,
  };
  const inputs = { roleArn: good.roleArn, bucketArn: good.bucketArn, kmsKeyArn: good.keyArn, ...others };
  const cases: [name: string, input: keyof typeof inputs][] = [
    ["tenantKeyPolicy", "roleArn"],
    ["tenantKeyPolicy", "creatorArn"],
    ["tenantKeyPolicy", "administratorArns"],
    ["tenantKeyPolicy", "auditorArns"],
    ["masterKeyStatements", "readerArns"],
    ["masterKeyStatements", "auditorArns"],
    ["documentsBucketPolicy", "bucketArn"],
    ["backupsBucketPolicy", "readerArns"],
    ["auditLogsBucketPolicy", "kmsKeyArn"],
  ];
  for (const [name, input] of cases) {
    it(`${input} of ${name} is an ARN that widens nothing, or refused`, () => {
      let [accepted, refused] = [0, 0];
      const property = fc.property(hostile(inputs[input]), (value) => {
        const given = input.endsWith("s") ? [value] : value;
        // The role's account is that of the value, where it has one: that they must be the same is shown above.
        const owner = /^arn:aws:iam::(\d{12}):/.exec(value)?.[1] ?? "123456789012";
        const args = { ...least(name), roleArn: roleArn.replace("123456789012", owner), [input]: given };
        if (faultsOf(name, args).length > 0) return void refused++;
        accepted++;
        expect(value).to.match(
          /^arn:aws:(iam::\d{12}:(role|user)\/|s3:::|kms:[a-z0-9-]+:\d{12}:key\/)[\w+=,.@/-]+$/,
        );
        expect(JSON.stringify(functions[name]?.(args as never))).to.include(
          JSON.stringify(value).slice(1, -1),
        );
      });
      fc.assert(property, { numRuns: 1000, seed });
      expect(accepted, "accepted").to.be.greaterThan(30);
      expect(refused, "refused").to.be.greaterThan(30);
    });
  }
});

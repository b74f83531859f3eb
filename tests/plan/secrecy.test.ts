import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { programsIn } from "./programs";

describe("whether an output of another stack is secret", () => {
  const { run } = programsIn(temporaryFolder());
  const output = 'new pulumi.StackReference("o/p/s").getOutput("it")';
  const told = "unknown(StackReference o/p/s, output it, whether it is secret)";
  const shown: [expression: string, expected: unknown][] = [
    [output, told],
    [`pulumi.interpolate\`a-\${${output}}\``, told],
    [`pulumi.secret(${output})`, true],
    ['pulumi.secret("a")', true],
    ['pulumi.output("a")', false],
    ['new aws.sqs.Queue("q").arn', false],
  ];
  for (const [expression, expected] of shown) {
    it(`is not known, and all else is: ${expression}`, async () => {
      const { outputs, reads, shown } = await run(`exports.out = pulumi.isSecret(${expression});`);
      expect(shown(outputs).out).to.equal(expected);
      const isNoted = reads.some((one) => one.endsWith("output it, whether it is secret"));
      expect(isNoted).to.equal(expected === told);
    });
  }
});

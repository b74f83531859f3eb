import { expect } from "chai";
import { planStack } from "../../cli/plan/plan";
import { report } from "../../cli/plan/report";
import { temporaryFolder } from "../support/folder";
import { programsIn } from "./programs";

describe("a plan of any policy", () => {
  const { project } = programsIn(temporaryFolder());
  const planOf = (policy: string) =>
    planStack(project(`new aws.iam.Policy("p", { name: "p", policy: ${policy} });`), "t");
  /** The lines of the one document. */
  async function linesOf(policy: string): Promise<string[]> {
    const lines = report(await planOf(policy)).split("\n");
    return lines.slice(
      lines.findIndex((line) => line.startsWith("p: ")),
      lines.indexOf("Outputs") - 1,
    );
  }
  const statement = (fields: object) => `'${JSON.stringify({ Version: "2012-10-17", Statement: fields })}'`;

  const cases: [what: string, policy: string, lines: RegExp[]][] = [
    [
      "that is an output of another stack",
      'new pulumi.StackReference("acme/data/prod").requireOutput("policyDocument")',
      [
        /^p: managed policy, not known$/,
        /^ {2}unknown\(StackReference acme\/data\/prod, output policyDocument\)$/,
      ],
    ],
    [
      "that is merged from a document that is not known",
      `aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [
        new pulumi.StackReference("acme/data/prod").getOutput("base")] }).json`,
      [
        /^p: managed policy, not known$/,
        /^ {2}unknown\(iam.getPolicyDocument of unknown\[.*output base\], [0-9a-f]{8}, json\)$/,
      ],
    ],
    ["that is no JSON", "'plain'", [/^p: managed policy, not known$/, /^ {2}plain$/]],
    [
      "of one statement, without a Sid",
      statement({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      [/^p: managed/, /^ {2}Allow \(no Sid\)$/, /^ {5}do s3:\*$/, /^ {5}on \*$/, /^ {4}for no known reason$/],
    ],
    [
      "that is an object",
      statement({ Effect: "Allow", Action: "s3:*", Resource: "*" }).slice(1, -1),
      [
        /^p: managed policy, \d+ of 6,144 /,
        /^ {2}Allow \(no Sid\)$/,
        /^ {5}do s3:\*$/,
        /^ {5}on \*$/,
        /^ {4}for /,
      ],
    ],
    [
      "that leaves out",
      statement([{ Effect: "Deny", Sid: "A", NotAction: ["a:b", "c:d"], NotResource: "x" }]),
      [/^p: /, /^ {2}Deny {2}A$/, /^ {5}do all but a:b, c:d$/, /^ {5}on all but x$/, /^ {4}for /],
    ],
    [
      "of everybody",
      statement([{ Effect: "Allow", Principal: "*", Action: "a:b" }]),
      [/^p: /, /^ {2}Allow /, /^ {5}to \*$/, /^ {5}do a:b$/, /^ {4}for /],
    ],
    [
      "of all principals but two",
      statement([{ Effect: "Deny", NotPrincipal: { AWS: ["a", "b"], Service: "c" }, Action: "a:b" }]),
      [/^p: /, /^ {2}Deny /, /^ {5}to all but AWS a, b, Service c$/, /^ {5}do a:b$/, /^ {4}for /],
    ],
  ];
  for (const [what, policy, expected] of cases) {
    it(`shows one ${what}`, async () => {
      const lines = await linesOf(policy);
      expect(lines.length, lines.join("\n")).to.equal(expected.length);
      for (const [at, line] of expected.entries()) expect(lines[at]).to.match(line);
    });
  }
});

import Module from "node:module";
import { expect } from "chai";
import { verify } from "../../cli/verify/cli";
import { neededPolicy } from "../../cli/verify/permissions";
import { repository } from "../support/folder";

describe("the command line of hipaa-iam verify", () => {
  const program = ["--cwd", repository, "--stack", "dev"];
  const refusals: [what: string, args: string[], message: RegExp][] = [
    ["neither --stack nor --state", [], /^Give --stack or --state, one of the two/],
    ["both", ["--stack", "dev", "--state", "x"], /^Give --stack or --state, one of the two/],
    ["an unknown option", ["--stak", "dev"], /'--stak'/],
    [
      "an external ID for no role",
      [...program, "--external-id", "x"],
      /^--external-id is for --role-arn: give both/,
    ],
    ["what is no Region", [...program, "--region", "here"], /^--region: "here" is not accepted/],
    ["no folder to write to", [...program, "--out", ""], /^--out: "" is not accepted/],
    ["a state that is none", ["--state", "package.json"], /^--state: this is no export of a stack/],
    [
      "a file of accepted differences that is not there",
      [...program, "--accept", "nowhere.yaml"],
      /--accept.*nowhere\.yaml/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const { stdout, stderr, exitCode } = await verify(args);
      expect(stderr).to.match(message);
      expect([stdout, exitCode]).to.deep.equal(["", 2]);
    });
  }

  it("prints the policy that it needs, which reads and nothing else", async () => {
    const { stdout, exitCode } = await verify(["--policy"]);
    expect(exitCode).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal(neededPolicy());
    const actions = neededPolicy().Statement.flatMap(({ Action }) => Action);
    expect(actions).to.have.lengthOf(25);
    for (const action of actions)
      expect(action).to.match(
        /:(Get|List|Describe|Simulate|Validate)|^iam:GenerateServiceLastAccessedDetails$/,
      );
  });

  it("names a part of the SDK that is not installed, with the line that installs all of them", async () => {
    const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
    const resolve = loader._resolveFilename;
    loader._resolveFilename = (request, ...rest) => {
      if (request !== "@aws-sdk/client-sts") return resolve(request, ...rest);
      throw Object.assign(new Error(`Cannot find module '${request}'`), { code: "MODULE_NOT_FOUND" });
    };
    try {
      const { stderr, exitCode } = await verify([...program, "--region", "us-east-1"]);
      expect(stderr).to.equal(
        "@aws-sdk/client-sts is not installed, which verify needs. Install it here:\n  npm install -D " +
          "@aws-sdk/client-accessanalyzer @aws-sdk/client-iam @aws-sdk/client-kms @aws-sdk/client-s3 @aws-sdk/client-sts\n",
      );
      expect(exitCode).to.equal(2);
    } finally {
      loader._resolveFilename = resolve;
    }
  });
});

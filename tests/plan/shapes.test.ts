import { realpathSync } from "node:fs";
import { expect } from "chai";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn } from "./programs";

describe("what the engine tells a program of itself", () => {
  const { run } = programsIn(temporaryFolder());
  const program =
    "exports.out = [pulumi.getOrganization(), pulumi.runtime.getRootDirectory(), process.cwd()];";
  const cases: [what: string, project: string, expected: string][] = [
    ["not said", "", "unknown(organization of the stack)"],
    ["Pulumi Cloud", "backend: {url: https://api.pulumi.com}\n", "unknown(organization of the stack)"],
    ["a folder", "backend: {url: file://~}\n", "organization"],
    ["a bucket", "backend: {url: s3://state}\n", "organization"],
  ];
  for (const [what, project, expected] of cases) {
    it(`is its organization where the backend is ${what}, and the folder of Pulumi.yaml`, async () => {
      const { outputs, shown } = await run([program, project]);
      const [organization, root, folder] = shown(outputs).out as string[];
      expect(organization).to.equal(expected);
      expect(realpathSync(String(root))).to.equal(folder);
    });
  }
});

describe("values of a shape that is not known offline", () => {
  const { changes } = programsIn(temporaryFolder());
  const base = 'new pulumi.StackReference("acme/data/prod").getOutput("base")';
  const merged = (resource: string) => `
    const policy = aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [${base}],
      statements: [{ actions: ["x:*"], resources: ["${resource}"] }] });
    new aws.iam.Policy("p", { name: "p", policy: policy.json });`;
  const vpcs = (tags: string) => grant(`aws.ec2.getVpcsOutput({ tags: { ${tags} } }).ids`);

  const others: [what: string, old: string, now: string][] = [
    ["a wildcard in a document that is merged", merged("arn:aws:s3:::a-?"), merged("arn:aws:s3:::a-*")],
    ["what a function is given", vpcs('t: "a,u:b"'), vpcs('t: "a", u: "b"')],
  ];
  for (const [what, old, now] of others) {
    it(`differ where there is another of ${what}`, async () => {
      expect((await changes(old, now))[1]).to.be.above(0);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }
});

import { expect } from "chai";
import { deploymentOf } from "../../cli/review/offline";
import { provenReviewOf } from "../../cli/review/proofs";
import { header, projectIn } from "../plan/programs";
import { exampleArgs } from "../support/component";
import { repository, temporaryFolder } from "../support/folder";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: programs
const component = `
  const { HipaaIamComponent } = require("${repository}/components");
  const other = new pulumi.StackReference("acme/data/prod");
  const given = { ...${JSON.stringify(exampleArgs())} };
  const iam = (more = {}) => new HipaaIamComponent("app", { ...given, ...more });
  const policy = (Resource, more = {}) => pulumi.jsonStringify({ Version: "2012-10-17", Statement: [
    { Sid: "Extra", Effect: "Allow", Action: "s3:GetObject", Resource, ...more } ] });
  const extra = (Resource, args, more) => new aws.iam.RolePolicy("extra", {
    name: "extra", role: iam(args).appIamRoleName, policy: policy(Resource, more) });
  const letIn = (bucket, Resource) => {
    const { appIamRoleArn: AWS } = iam();
    new aws.s3.BucketPolicy("bp", { bucket, policy: policy(Resource, { Principal: { AWS } }) });
  };
`;

const open = ["other-documents", "read-backup", "read-audit-log", "other-logs"];
const nothing = "nothing-else broken";

describe("promises together with policies about resources that are not known offline", () => {
  const folder = temporaryFolder();
  const rows: [what: string, program: string, unproven: string[], why?: RegExp][] = [
    [
      "a bucket of another stack may be any",
      'extra(pulumi.interpolate`${other.getOutput("bucket")}/*`)',
      [...open, "nothing-else"].map((id) => `${id} not proven`),
      /^a resource of extra is not known$/,
    ],
    [
      "so may one that is read",
      'extra(pulumi.interpolate`${aws.s3.Bucket.get("b", other.getOutput("id")).arn}/*`)',
      [...open.map((id) => `${id} not proven`), nothing],
    ],
    [
      "a name with a known part that no bucket of the component has is another's",
      'extra(pulumi.interpolate`arn:aws:s3:::exports-${other.getOutput("id")}/*`)',
      [nothing],
    ],
    [
      "what the stack makes is no other bucket",
      'extra(pulumi.interpolate`${new aws.s3.Bucket("b").arn}/*`)',
      [nothing],
    ],
    [
      "what the component was given is that, and no other",
      'extra(pulumi.interpolate`${other.getOutput("d")}/tenants/*`, { s3BucketDocumentsArn: other.getOutput("d") })',
      [],
    ],
    [
      "nor is another folder of it",
      'extra(pulumi.interpolate`${other.getOutput("d")}/x/*`, { s3BucketDocumentsArn: other.getOutput("d") })',
      ["other-documents not proven", "nothing-else not proven"],
    ],
    [
      "a folder of it that is not known is no other",
      'extra(pulumi.interpolate`${given.s3BucketDocumentsArn}/${other.getOutput("d")}/*`)',
      ["other-documents broken", nothing],
    ],
    ["a deny gives nothing", 'extra(other.getOutput("bucket"), {}, { Effect: "Deny" })', []],
    [
      "a bucket policy is about its own bucket, whatever its resource is called",
      'letIn("example-backups", pulumi.interpolate`${other.getOutput("backups")}/*`)',
      ["settings broken", "read-backup broken", nothing],
    ],
    [
      "of a bucket of another stack it leaves open what it could change",
      'letIn(other.getOutput("name"), pulumi.interpolate`${other.getOutput("arn")}/*`)',
      [...open.toSpliced(1, 0, "settings"), "nothing-else"].map((id) => `${id} not proven`),
      /^the bucket policy bp was not read$/,
    ],
  ];
  for (const [what, program, unproven, why] of rows)
    it(what, async () => {
      const project = projectIn(folder(), { index: `${header}${component}${program};` });
      const standIn = { accountId: "123456789012" };
      const made = await deploymentOf({ folder: project, stack: "t", standIn, config: [] });
      const { promises = [] } = provenReviewOf(made).components[0] ?? {};
      const found = promises.filter(({ outcome }) => outcome !== "proven");
      expect(found.map(({ id, outcome }) => `${id} ${outcome}`)).to.deep.equal(unproven);
      const [first] = found;
      if (why) expect(first?.why).to.match(why);
    });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: programs

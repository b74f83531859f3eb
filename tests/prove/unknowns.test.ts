import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { prove } from "../../cli/prove/command";
import { deploymentOf } from "../../cli/review/offline";
import { provenReviewOf } from "../../cli/review/proofs";
import type { ReviewedPromise } from "../../cli/review/review";
import { header, projectIn } from "../plan/programs";
import { exampleArgs } from "../support/component";
import { repository, temporaryFolder } from "../support/folder";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: programs
const component = `
  const { HipaaIamBoundary, HipaaIamComponent } = require("${repository}/components");
  const other = new pulumi.StackReference("acme/data/prod");
  const backups = "arn:aws:s3:::example-backups/*";
  const given = { ...${JSON.stringify(exampleArgs())} };
  const iam = (more = {}) => new HipaaIamComponent("app", { ...given, ...more });
  const policy = (Resource, more = {}) => pulumi.jsonStringify({ Version: "2012-10-17", Statement: [
    { Sid: "Extra", Effect: "Allow", Action: "s3:GetObject", Resource, ...more } ] });
  const extra = (Resource, args, more) => new aws.iam.RolePolicy("extra", {
    name: "extra", role: iam(args).appIamRoleName, policy: policy(Resource, more) });
  const onBackups = (more) => new aws.s3.BucketPolicy("bp", { bucket: "example-backups", policy: policy(backups, more) });
  const unknowns = () => Object.fromEntries(["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn",
    "kmsMasterKeyArn", "bucketOwnerAccountId", "bedrockGuardrailArn"].map((one) => [one, other.getOutput(one)]));
  const trust = (AWS) => policy(undefined, { Action: "sts:AssumeRole", Principal: { AWS } });
  const own = () => iam().appIamRoleArn;
  const boundary = (Resource) => new aws.iam.Policy("bound", { name: "bound", policy: pulumi.jsonStringify({
    Version: "2012-10-17", Statement: [
      { Effect: "Allow", Action: "*", Resource: "*" }, { Effect: "Deny", Action: "s3:*", Resource } ] }) }).arn;
  const letIn = (bucket, Resource) => {
    const { appIamRoleArn: AWS } = iam();
    new aws.s3.BucketPolicy("bp", { bucket, policy: policy(Resource, { Principal: { AWS } }) });
  };
`;

const open = ["other-documents", "read-backup", "read-audit-log", "other-logs"];
const nothing = "nothing-else broken";
const notProven = (...ids: string[]) => ids.map((id) => `${id} not proven`);
const uses = notProven("use-documents");
/** Whatever service an action is of, and whatever AWS takes it for. */
const anyAction = notProven(
  ...["settings", "read-backup", "use-other-keys", "create-other-keys", "change-keys", "invoke-other-models"],
  "nothing-else",
);
const denyingS3 = notProven("list-documents", "list-kept", "use-documents", "put-new-backup");
const asked = '{ Condition: { StringEquals: { "aws:PrincipalArn": other.getOutput("readers") } } }';
const partOf = (name: string) => new RegExp(`^part of ${name} is not known$`);

describe("promises together with policies of which something is not known offline", () => {
  const folder = temporaryFolder();
  const rows: [what: string, program: string, unproven: string[] | undefined, why?: RegExp][] = [
    [
      "a bucket of another stack may be any",
      'extra(pulumi.interpolate`${other.getOutput("bucket")}/*`)',
      [...open, "nothing-else"].map((id) => `${id} not proven`),
      partOf("extra"),
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
    [
      "what a deny refuses may be what is promised",
      'extra(pulumi.interpolate`${other.getOutput("bucket")}/*`, {}, { Effect: "Deny" })',
      uses,
      partOf("extra"),
    ],
    [
      "a deny of what the stack makes refuses nothing else",
      'extra(pulumi.interpolate`${new aws.s3.Bucket("b").arn}/*`, {}, { Effect: "Deny" })',
      [],
    ],
    [
      "everything but a resource may leave that out, or not",
      'extra(undefined, {}, { Effect: "Deny", Action: "s3:*", NotResource: [other.getOutput("bucket"), "arn:aws:s3:::example-*"] })',
      [],
    ],
    [
      "an action may be any",
      'extra(backups, {}, { Action: other.getOutput("actions") })',
      anyAction,
      partOf("extra"),
    ],
    [
      "but of the service that is known",
      'extra(backups, {}, { Action: pulumi.interpolate`iam:${other.getOutput("action")}` })',
      [nothing],
    ],
    [
      "a grant may be of who asks",
      `extra(backups, {}, ${asked})`,
      notProven("read-backup", "nothing-else"),
      partOf("extra"),
    ],
    ["so may a deny", `extra("arn:aws:s3:::*", {}, { Effect: "Deny", ...${asked} })`, uses, partOf("extra")],
    [
      "a deny of who asks may not be there to refuse",
      `extra(backups); new aws.iam.RolePolicy("more", { role: "hipaa-app-backend-dev", policy: policy(backups, { Effect: "Deny", ...${asked} }) })`,
      ["read-backup broken", nothing],
    ],
    [
      "who asks is known where it is the role itself",
      `extra(backups, {}, { Condition: { StringNotEquals: { "aws:PrincipalArn": own() } } })`,
      [],
    ],
    [
      "an inline policy of a role that is not known may be of this",
      'iam(); new aws.iam.RolePolicy("extra", { name: "extra", role: other.getOutput("role"), policy: policy(backups) })',
      notProven("read-backup", "nothing-else"),
      partOf("extra"),
    ],
    [
      "nor does its deny refuse for certain",
      'extra(backups); new aws.iam.RolePolicy("more", { role: other.getOutput("role"), policy: policy("*", { Effect: "Deny", Action: "s3:*" }) })',
      [...denyingS3, "read-backup broken", ...notProven("put-new-audit-log"), nothing],
    ],
    [
      "what it denies may not keep another from granting",
      'extra(pulumi.interpolate`${other.getOutput("bucket")}/*`); new aws.iam.RolePolicy("more", { role: other.getOutput("role"), policy: policy("*", { Effect: "Deny" }) })',
      notProven(
        "use-documents",
        "other-documents",
        "read-backup",
        "read-audit-log",
        "other-logs",
        "nothing-else",
      ),
    ],
    [
      "a managed policy of such a role, whose text is not there",
      'iam(); new aws.iam.RolePolicyAttachment("a", { role: other.getOutput("role"), policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" })',
      undefined,
      /^arn:aws:iam::aws:policy.ReadOnlyAccess was not read$/,
    ],
    [
      "a role that the stack makes is no other, whatever AWS names it",
      'iam(); new aws.iam.RolePolicy("extra", { role: new aws.iam.Role("hipaa-app", { assumeRolePolicy: "{}" }).name, policy: policy(backups) })',
      [],
    ],
    [
      "a boundary may deny what is promised",
      'iam({ permissionsBoundaryArn: boundary(pulumi.interpolate`${other.getOutput("bucket")}/*`) })',
      [...notProven("use-documents", "put-new-backup", "put-new-audit-log"), "within-boundary broken"],
    ],
    [
      "a boundary that the package makes is of what it was given",
      'const some = unknowns(); iam({ ...some, permissionsBoundaryArn: new HipaaIamBoundary("b", { ...given, ...some }).policyArn })',
      [],
    ],
    [
      "a principal may be the role",
      'iam(); onBackups({ Principal: { AWS: other.getOutput("readers") } })',
      notProven("read-backup", "nothing-else"),
      partOf("the bucket policy bp"),
    ],
    [
      "so may a role of its name, of an account that is not known",
      'iam(); onBackups({ Principal: { AWS: pulumi.interpolate`arn:aws:iam::${other.getOutput("account")}:role/hipaa-app-backend-dev` } })',
      notProven("read-backup", "nothing-else"),
      partOf("the bucket policy bp"),
    ],
    [
      "not one of another name, nor an account",
      'iam(); onBackups({ Principal: { AWS: ["role/another", "root"].map((one) => pulumi.interpolate`arn:aws:iam::${other.getOutput("account")}:${one}`) } })',
      [],
    ],
    [
      "everybody of an account that is not known",
      'iam(); onBackups({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": other.getOutput("account") } } })',
      notProven("read-backup", "nothing-else"),
      partOf("the bucket policy bp"),
    ],
    [
      "a trust policy of another role may let it in",
      'iam(); new aws.iam.Role("exporter", { name: "exporter", assumeRolePolicy: trust(other.getOutput("who")) })',
      notProven("nothing-else"),
      partOf("the trust policy of the role exporter"),
    ],
    [
      "those of components name accounts, which is no grant by itself",
      'iam({ trustedPrincipalArns: [other.getOutput("own")] }); new HipaaIamComponent("two", { ...given, nameSuffix: "two", trustedPrincipalArns: [other.getOutput("who")] })',
      [],
    ],
    [
      "the account that nobody names is that of the role, and no other name's beginning",
      'const args = { s3BucketDocumentsArn: "arn:aws:s3:::my-exports" }; extra(pulumi.interpolate`arn:aws:s3:::${aws.getCallerIdentityOutput().accountId}-exports/*`, { ...args }, { Effect: "Deny" })',
      [],
    ],
    [
      "a key of an account that is not known may be of the role's",
      'new aws.kms.KeyPolicy("kp", { keyId: pulumi.interpolate`arn:aws:kms:us-east-1:${other.getOutput("account")}:key/99999999-12ab-34cd-56ef-1234567890ab`, policy: policy("*", { Principal: { AWS: own() }, Action: "kms:Decrypt" }) })',
      notProven("use-other-keys", "nothing-else"),
      partOf("the key policy kp"),
    ],
    [
      "an action of a bucket policy",
      'onBackups({ Principal: { AWS: own() }, Action: other.getOutput("actions") })',
      anyAction,
      partOf("the bucket policy bp"),
    ],
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
      const standIn = what.includes("account that nobody names") ? {} : { accountId: "123456789012" };
      const made = await deploymentOf({
        folder: project,
        stack: "t",
        standIn,
        config: [],
        isAccountOpen: true,
      });
      const { promises = [] } = provenReviewOf(made).components[0] ?? {};
      const own = promises.filter(({ of }) => of === "backend");
      const found = promises.filter(({ outcome }) => outcome !== "proven");
      // Undefined: all that are not denied whatever other policies say.
      const ids =
        unproven ?? own.filter(({ answer }) => answer !== "denied").map(({ id }) => `${id} not proven`);
      expect(found.map(({ id, outcome }) => `${id} ${outcome}`)).to.deep.equal(ids);
      const [first] = found;
      if (why) expect(first?.why).to.match(why);
    });

  it("are questions in SMT-LIB where that changes nothing, and the page names what is not known", async () => {
    const program =
      'extra(other.getOutput("bucket"), {}, { Sid: "Deny", Effect: "Deny", Action: "s3:PutObject" })';
    const project = projectIn(folder(), { index: `${header}${component}${program};` });
    const place = join(folder(), "smt");
    const { stdout } = await prove([
      "--stack",
      "t",
      "--cwd",
      project,
      "--account",
      "123456789012",
      "--smt",
      place,
      "--json",
    ]);
    const { promises } = JSON.parse(stdout) as { promises: ReviewedPromise[] };
    const open = promises.filter(({ outcome }) => outcome !== "proven");
    expect(open.map(({ id }) => id)).to.include("put-new-backup");
    const files = readdirSync(place).filter((name) => name.endsWith(".smt2"));
    expect(files).to.have.length(promises.length - open.length);
    const page = readFileSync(join(place, "README.md"), "utf8");
    expect(page).to.match(/^- .*: part of extra is not known$/m);
    expect(page).not.to.match(/[a-p]{6}unknown[0-9a-f]/);
    const read = (name: string) => readFileSync(join(place, `backend-${name}.smt2`), "utf8");
    // What refuses as much as it may, for what the role may do, and nothing for what it may not.
    expect(read("read-backup")).not.to.include('; "Deny", Deny');
    expect(read("list-documents")).to.include('; "Deny", Deny');
    expect(read("use-master-key")).not.to.include('; "Deny", Deny'); // Of another service.
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: programs

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

const ref = 'new pulumi.StackReference("acme/data/prod")';
const of = (output: string) => `unknown(StackReference acme/data/prod, output ${output})`;

describe("values of a shape that is not known offline", () => {
  const { changes, run } = programsIn(temporaryFolder());
  /** What a program exports, or why it fails. */
  const told = (expression: string, before = "") =>
    run(
      `const ref = ${ref}; const stores = ref.requireOutput("stores"); ${before}; exports.out = ${expression};`,
    ).then(
      ({ shown, outputs, unread }) => ({ out: shown(outputs).out, unread }),
      ({ message }: Error) => ({ out: message, unread: [] }),
    );

  const values: [expression: string, expected: unknown][] = [
    ["stores.documentsArn", of("stores.documentsArn")],
    ["stores.apply((s) => s.documentsArn)", of("stores.documentsArn")],
    ["stores.documents.bucket", of("stores.documents.bucket")],
    ['pulumi.concat(stores.documents, "/*")', `${of("stores.documents")}/*`],
    ['pulumi.all([stores, 1]).apply(([s]) => s.documents.arn + "/*")', `${of("stores.documents.arn")}/*`],
    ["pulumi.jsonStringify({ a: stores.documents })", `{"a":"${of("stores.documents")}"}`],
    ["stores.apply(({ documents, ...others }) => others)", "refused"],
    ["stores.apply(({ documents }) => documents)", of("stores.documents")],
    ["ref.getOutput('byName').apply((all) => all.admin)", of("byName.admin")],
    ["ref.getOutput('adminArn').apply((all) => all.policies.write)", of("adminArn.policies.write")],
    ["ref.getOutput('roleArn').apply((arn) => arn.split(':').length)", 6],
    ["ref.getOutput('roleArn').apply((arn) => arn.length)", "refused"],
    ["stores", of("stores")],
    ["stores.apply((s) => s.toUpperCase())", of("stores")],
    ['stores.apply((s) => s.split(":").length)', 1],
    ['stores.apply((s) => s["a b"])', of("stores.[a b]")],
    ["stores[0]", of("stores[0]")],
    ["stores.apply((s) => s.slice(0, 9))", of("stores.slice[0, 9]")],
    ["stores.apply(([first]) => first)", of("stores[0]")],
    [
      'stores.apply((s) => s.map((one) => one + "/*"))',
      [`${of("stores[0]")}/*`, `${of("stores[1 and so on]")}/*`],
    ],
    ["ref.outputs.stores.documents", of("stores.documents")],
    ["ref.outputs.apply((all) => all.stores)", of("stores")],
    ["pulumi.output(ref.requireOutputValue('stores')).apply((s) => s.documents)", of("stores.documents")],
    [
      "pulumi.output(ref.getOutputDetails('arn')).apply((d) => [d.value, d.secretValue])",
      [of("arn"), of("arn")],
    ],
    ["ref.getOutput('roleArns').apply((all) => all[5])", of("roleArns[5]")],
    ...[
      "ref.outputs.apply((o) => Object.values(o))",
      "ref.outputs.apply((o) => Object.keys(o).includes('x'))",
      "ref.outputs.apply((o) => ({ ...o }).x ?? 'a')",
      "stores.apply((s) => Object.entries(s).length)",
      "stores.apply((s) => s.length)",
      "stores.apply((s) => s())",
      "stores.apply((s) => s.find_it())",
      "stores.apply((s) => ((s.a = 1), s))",
    ].map((one): [string, string] => [one, "refused"]),
  ];
  for (const [expression, expected] of values) {
    it(`${expected === "refused" ? "refuse" : "have"} ${expression}`, async () => {
      const { out } = await told(expression);
      if (expected !== "refused") return expect(out).to.deep.equal(expected);
      expect(out).to.match(/StackReference acme\/data\/prod, output.* is not known offline/);
      return expect(out).to.include("Deploy it");
    });
  }

  it("are inputs of the component and of resources, as the texts that these take", async () => {
    const { resources, shown } = await run(`const { HipaaIamComponent } = require("hipaa-iam");
      const stores = ${ref}.requireOutput("stores");
      new HipaaIamComponent("app", { environment: "dev", externalId: "an-external-id-12345",
        s3BucketDocumentsArn: stores.documents, s3BucketBackupsArn: stores.apply((s) => s.backups),
        trustedPrincipalArns: [stores.who],
        s3BucketAuditLogsArn: stores.logs.arn, kmsMasterKeyArn: stores.key, tags: { Team: stores.team } });
      new aws.iam.RolePolicyAttachment("a", { role: stores.role, policyArn: stores.apply((s) => s.policies[0]) });
      new aws.iam.Role("b", { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
        permissionsBoundary: stores.apply((s) => s.boundary), managedPolicyArns: [stores.managed] });`);
    const text = JSON.stringify(shown(resources.map(({ inputs }) => inputs)));
    for (const field of [
      "documents",
      "backups",
      "logs.arn",
      "who",
      "key",
      "team",
      "role",
      "policies[0]",
      "boundary",
      "managed",
    ]) {
      expect(text, field).to.include(of(`stores.${field}`));
    }
    expect(text).not.to.match(/unknown[0-9a-f]/);
  });

  it("are told with each field that is read, and no other", async () => {
    const { unread } = await told(
      'stores.apply((s) => (s.locked && s.by.law ? "a" : "name" in s ? "b" : String(s)))',
    );
    expect(unread).to.deep.equal([
      "StackReference acme/data/prod, output stores.by.law",
      "StackReference acme/data/prod, output stores.locked",
    ]);
  });

  const merged = (resource: string) => `
    const policy = aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [${ref}.getOutput("base")],
      statements: [{ actions: ["x:*"], resources: ["${resource}"] }] });
    new aws.iam.Policy("p", { name: "p", policy: policy.json });`;
  const vpcs = (tags: string) => grant(`aws.ec2.getVpcsOutput({ tags: { ${tags} } }).ids`);
  const arns = (read: string) => grant(`aws.iam.getRolesOutput({ nameRegex: "^app-" }).arns${read}`);
  const output = (read: string) => grant(`${ref}.requireOutput("stores")${read}`);
  const named = (field: string) => grant(`${ref}.requireOutput("byName").apply((all) => all.${field}.arn)`);
  const all = (read: string) => grant(`${ref}.outputs.apply((o) => ${read} ? "*" : "a")`);

  const others: [what: string, old: string, now: string][] = [
    ["a wildcard in a document that is merged", merged("arn:aws:s3:::a-?"), merged("arn:aws:s3:::a-*")],
    ["what a function is given", vpcs('t: "a,u:b"'), vpcs('t: "a", u: "b"')],
    ["a list that is declared and its first member", arns(""), arns("[0]")],
    ["a field", output(".documentsArn"), output(".backupsArn")],
    ["a field in a callback", output(".apply((s) => s.documents)"), output(".apply((s) => s.backups)")],
    ["a field of an output that is called like a text", named("admin"), named("read")],
    ["a member", output("[5]"), output("[6]")],
    ["a list and its first member", output(""), output("[0]")],
    ["all members and the first", output(".apply((s) => [...s])"), output(".apply(([s]) => s)")],
    ["a field that decides", all("o.a.locked"), all("o.a.open")],
    ["an output that is there", all('"locked" in o'), all('"open" in o')],
    ["an output that is its own", all('o.hasOwnProperty("locked")'), all('Object.hasOwn(o, "open")')],
  ];
  for (const [what, old, now] of others) {
    it(`differ where there is another of ${what}`, async () => {
      expect((await changes(old, now))[1]).to.be.above(0);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }
});

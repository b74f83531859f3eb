import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { runOffline } from "../../cli/plan/offline";
import { repository, temporaryFolder } from "../support/folder";
import { accessIn } from "./programs";

const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }],
});

describe("a program that is run offline", () => {
  const folder = temporaryFolder();

  /** A project of its own: files by name, index.js the program if it is text. */
  function project(program: string, files: Record<string, string> = {}): string {
    const own = mkdtempSync(join(folder(), "p-"));
    symlinkSync(join(repository, "node_modules"), join(own, "node_modules"));
    const all = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.js\n",
      "Pulumi.t.yaml": "config:\n  aws:region: eu-west-1\n",
      "package.json": "{}",
      "index.js": `const pulumi = require("@pulumi/pulumi");\nconst aws = require("@pulumi/aws");\n${program}`,
      ...files,
    };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(own, name)), { recursive: true });
      writeFileSync(join(own, name), text);
    }
    return own;
  }

  const run = (program: string, files?: Record<string, string>) =>
    runOffline({ folder: project(program, files), stack: "t", standIn: {}, config: [] });

  /** The stack outputs of a program that exports `out`. */
  async function outputOf(expression: string, files?: Record<string, string>): Promise<unknown> {
    const done = await run(`exports.out = ${expression};`, files);
    return done.shown(done.outputs).out;
  }

  const account = "arn:aws:iam::123456789012";
  const ofKey = (region: string, id: string) => `arn:aws:kms:${region}:123456789012:key/${id}`;

  const ofAws = "db-7L7TQVXYZ2ABCDEFGHIJKLMNOP";
  const open = 'new pulumi.StackReference("o/p/s").getOutput("it")';
  const shown = "unknown[StackReference o/p/s, output it]";

  // Reports 4 and 5: what the program reads by name, ID or ARN.
  const reads: [expression: string, expected: unknown][] = [
    ['aws.iam.Role.get("deployer", "deploy-role").name', "deploy-role"],
    ['aws.iam.Role.get("deployer", "deploy-role").id', "deploy-role"],
    ['aws.iam.Role.get("deployer", "deploy-role").arn', "unknown(iam.Role.get[deployer, deploy-role], arn)"],
    ['aws.iam.User.get("u", "ann").name', "ann"],
    [`aws.iam.Policy.get("p", "${account}:policy/a/b").arn`, `${account}:policy/a/b`],
    [`aws.iam.Policy.get("p", "${account}:policy/a/b").name`, "b"],
    ['aws.s3.Bucket.get("b", "real-name").arn', "arn:aws:s3:::real-name"],
    ['aws.kms.Key.get("master", "k-1").arn', ofKey("eu-west-1", "k-1")],
    [
      'aws.kms.Key.get("master", "k-1").policy',
      "unknown(kms.Key.get[master, k-1, region eu-west-1], policy)",
    ],
    [
      'aws.secretsmanager.Secret.get("s", "arn:aws:secretsmanager:eu-west-1:1:secret:a/b-AbCdEf").arn',
      "arn:aws:secretsmanager:eu-west-1:1:secret:a/b-AbCdEf",
    ],
    [
      'aws.secretsmanager.Secret.get("s", "arn:aws:secretsmanager:eu-west-1:1:secret:a/b-AbCdEf").name',
      "a/b",
    ],
    [
      `aws.iam.OpenIdConnectProvider.get("o", "${account}:oidc-provider/host.example/x").url`,
      "host.example/x",
    ],
    ['aws.rds.Instance.get("db", "orders").arn', "arn:aws:rds:eu-west-1:123456789012:db:orders"],
    [
      'aws.rolesanywhere.TrustAnchor.get("t", "11111111-1111-4111-8111-111111111111").arn',
      "arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/11111111-1111-4111-8111-111111111111",
    ],
    [
      'aws.secretsmanager.getSecretOutput({ arn: "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf" }).arn',
      "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf",
    ],
    [
      `aws.iam.getOpenIdConnectProviderOutput({ arn: "${account}:oidc-provider/h.example" }).arn`,
      `${account}:oidc-provider/h.example`,
    ],
    ['aws.iam.getRoleOutput({ name: "r" }).arn', "unknown(iam.getRole[{name:r}], arn)"],
    // The ID that AWS gives a database tells neither its name nor its ARN, nor does one that is not known.
    [
      `aws.rds.Instance.get("db", "${ofAws}").arn`,
      `unknown(rds.Instance.get[db, ${ofAws}, region eu-west-1], arn)`,
    ],
    [
      `aws.rds.Instance.get("db", "${ofAws}").identifier`,
      `unknown(rds.Instance.get[db, ${ofAws}, region eu-west-1], identifier)`,
    ],
    [
      `aws.rds.ClusterInstance.get("db", "${ofAws}").arn`,
      `unknown(rds.ClusterInstance.get[db, ${ofAws}, region eu-west-1], arn)`,
    ],
    [
      'aws.rds.Cluster.get("c", "arn:aws:rds:eu-west-3:1:cluster:c").arn',
      "arn:aws:rds:eu-west-3:1:cluster:c",
    ],
    ['aws.rds.Cluster.get("c", "arn:aws:rds:eu-west-3:1:cluster:c").clusterIdentifier', "c"],
    ['aws.rds.Instance.get("db", "orders@us-west-2").arn', "arn:aws:rds:us-west-2:123456789012:db:orders"],
    ['aws.iam.User.get("u", "ann@us-west-2").name', "ann@us-west-2"],
    [
      `aws.rds.getInstanceOutput({ dbInstanceIdentifier: "${ofAws}" }).dbInstanceArn`,
      `unknown(rds.getInstance[{dbInstanceIdentifier:${ofAws}}, region eu-west-1], dbInstanceArn)`,
    ],
    [
      `aws.rds.Instance.get("db", ${open}).arn`,
      `unknown(rds.Instance.get[db, ${shown}, region eu-west-1], arn)`,
    ],
    [`aws.kms.Key.get("k", ${open}).arn`, `unknown(kms.Key.get[k, ${shown}, region eu-west-1], arn)`],
    [
      `aws.kms.getKeyOutput({ keyId: ${open} }).awsAccountId`,
      `unknown(kms.getKey[{keyId:${shown}}, region eu-west-1], awsAccountId)`,
    ],
    [
      `aws.secretsmanager.Secret.get("s", ${open}).name`,
      `unknown(secretsmanager.Secret.get[s, ${shown}, region eu-west-1], name)`,
    ],
    [
      `aws.secretsmanager.getSecretOutput({ arn: ${open} }).name`,
      `unknown(secretsmanager.getSecret[{arn:${shown}}, region eu-west-1], name)`,
    ],
    [`aws.iam.Policy.get("p", ${open}).path`, `unknown(iam.Policy.get[p, ${shown}], path)`],
    [
      `aws.iam.OpenIdConnectProvider.get("o", ${open}).url`,
      `unknown(iam.OpenIdConnectProvider.get[o, ${shown}], url)`,
    ],
    [
      `aws.iam.getOpenIdConnectProviderOutput({ arn: ${open} }).url`,
      `unknown(iam.getOpenIdConnectProvider[{arn:${shown}}], url)`,
    ],
    [`aws.iam.RolePolicy.get("p", ${open}).name`, `unknown(iam.RolePolicy.get[p, ${shown}], name)`],
    [
      `aws.bedrock.Guardrail.get("g", ${open}).guardrailId`,
      `unknown(bedrock.Guardrail.get[g, ${shown}, region eu-west-1], guardrailId)`,
    ],
    // What something is imported by need not be its ID.
    [
      'new aws.ecs.Cluster("c", { name: "c" }, { import: "c" }).id',
      "unknown(ecs.Cluster c [id c, name c, region eu-west-1], id)",
    ],
    [
      `new aws.iam.Role("r", { name: "r", assumeRolePolicy: ${JSON.stringify(document)} }, { import: "r" }).managedPolicyArns[0]`,
      "unknown(iam.Role r [id r, name r], managedPolicyArns[0])",
    ],
    // A resource's own Region, and what functions are asked of one.
    [
      'new aws.kms.Key("k", { region: "us-west-2" }).arn',
      ofKey("us-west-2", "unknown(kms.Key k [region us-west-2], keyId)"),
    ],
    ['aws.getRegionOutput({ region: "us-west-2" }).region', "us-west-2"],
    ["aws.getRegionOutput().name", "eu-west-1"],
    ["aws.getRegionOutput().id", "eu-west-1"],
    ["aws.getRegionOutput().description", "unknown(getRegion[{}], description)"],
    ["aws.getCallerIdentityOutput().id", "123456789012"],
    ["aws.getCallerIdentityOutput().arn", "unknown(getCallerIdentity[{}], arn)"],
    [
      `new aws.kms.ReplicaKey("r", { region: "us-west-2", primaryKeyArn: "${ofKey("eu-west-1", "mrk-1")}" }).arn`,
      ofKey("us-west-2", "mrk-1"),
    ],
    [
      'new aws.kms.ExternalKey("e", {}).arn',
      ofKey("eu-west-1", "unknown(kms.ExternalKey e [region eu-west-1], id)"),
    ],
    [
      'new aws.rds.Instance("db", { instanceClass: "c", manageMasterUserPassword: true }).masterUserSecrets[0].secretArn',
      "unknown(rds.Instance db [region eu-west-1], masterUserSecrets[0].secretArn)",
    ],
    // Names that Pulumi makes have an end that nobody knows.
    [
      `new aws.iam.Role("r", { assumeRolePolicy: ${JSON.stringify(document)} }).arn`,
      `${account}:role/r-unknown(iam.Role r, end of name)`,
    ],
    [
      'new aws.s3.Bucket("My_b", {}).bucket',
      "my_b-unknown(s3.Bucket My_b [region eu-west-1], end of bucket)",
    ],
    // Functions and types of which nothing is written down: what their package declares.
    [
      'aws.ec2.getAmiOutput({ owners: ["self"] }).id',
      "unknown(ec2.getAmi[{owners:['self']}, region eu-west-1], id)",
    ],
    [
      "aws.getAvailabilityZonesOutput({}).names[0]",
      "unknown(getAvailabilityZones[{}, region eu-west-1], names[0])",
    ],
    ['new aws.sqs.Queue("q").url', "unknown(sqs.Queue q [region eu-west-1], url)"],
  ];
  for (const [expression, expected] of reads) {
    it(`${expression} is ${expected}`, async () => {
      const text = String(expected).replaceAll("'self'", "self");
      expect(await outputOf(expression)).to.equal(text);
    });
  }

  // Report 4: a policy on a role that is read, in each way that there is.
  it("attaches what is given to a role that is read by its own name", async () => {
    const policies = `
      const deployer = aws.iam.Role.get("deployer", "deploy-role");
      new aws.iam.RolePolicy("inline", { role: deployer.name, policy: '${document}' });
      new aws.iam.RolePolicyAttachment("of-aws", { role: deployer, policyArn: "arn:aws:iam::aws:policy/X" });`;
    const access = await accessIn(project(policies));
    expect(access.roles.map(({ name, policies, unread }) => [name, policies.length, unread])).to.deep.equal([
      ["deploy-role", 1, ["arn:aws:iam::aws:policy/X"]],
    ]);
  });

  const role = (principal: string) => `new aws.iam.Role("r", { name: "r", assumeRolePolicy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: ${principal} }, Action: "sts:AssumeRole" }],
  } });`;
  const grant = (resource: string, effect = "Allow", element = "Resource") => `
    ${role('"123456789012"')}
    new aws.iam.RolePolicy("p", { role: "r", policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "${effect}", Action: "s3:*", ${element}: ${resource} }],
    }) });`;
  const output = (stack: string, name: string) =>
    `new pulumi.StackReference("s", { name: "${stack}" }).getOutput("${name}")`;
  const merged = (stack: string, list = "sourcePolicyDocuments") => `${role('"123456789012"')}
    new aws.iam.RolePolicy("p", { role: "r", policy: aws.iam.getPolicyDocumentOutput({
      ${list}: [${output(stack, "policy")}], statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
    }).json });`;
  const config = (yaml: string) => ({ "Pulumi.t.yaml": `encryptionsalt: v1:a\nconfig:\n${yaml}` });
  const secure = (cipher: string) => config(`  shop:id:\n    secure: ${cipher}\n`);
  type Side = [program: string, files?: Record<string, string>];

  // What is not known may be anything: that it is the same is all that can be told.
  const pairs: [what: string, old: Side, now: Side][] = [
    ["another ID", [grant('aws.kms.Key.get("k", "a").arn')], [grant('aws.kms.Key.get("k", "b").arn')]],
    [
      "another name of a bucket",
      [grant('aws.s3.Bucket.get("b", "a").arn')],
      [grant('aws.s3.Bucket.get("b", "c").arn')],
    ],
    [
      "a role that is trusted",
      [role('aws.iam.Role.get("d", "a").arn')],
      [role('aws.iam.Role.get("d", "b").arn')],
    ],
    [
      "another stack",
      [grant(output("acme/data/dev", "bucket"))],
      [grant(output("acme/data/prod", "bucket"))],
    ],
    ["another document merged into one", [merged("acme/data/dev")], [merged("acme/data/prod")]],
    [
      "another document merged over one",
      [merged("acme/data/dev")],
      [merged("acme/data/dev", "overridePolicyDocuments")],
    ],
    ["another output", [grant(output("acme/data/dev", "one"))], [grant(output("acme/data/dev", "two"))]],
    [
      "another output that only decides",
      [`${output("a/b/c", "one")}.apply((x) => x === "open" && aws.iam.Role);${grant('"*"')}`],
      [`${output("a/b/c", "two")}.apply((x) => x === "open" && aws.iam.Role);${grant('"*"')}`],
    ],
    [
      "another ciphertext",
      [role('new pulumi.Config().requireSecret("id")'), secure("v1:a")],
      [role('new pulumi.Config().requireSecret("id")'), secure("v1:b")],
    ],
    [
      "another Region",
      [grant('new aws.kms.Key("k", {}).arn')],
      [grant('new aws.kms.Key("k", { region: "us-west-2" }).arn')],
    ],
    ["a name instead of what is not known", [grant(output("a/b/c", "x"))], [grant('"arn:aws:s3:::b/*"')]],
    ["what is not known instead of a name", [grant('"arn:aws:s3:::*"')], [grant(output("a/b/c", "x"))]],
    [
      "a name beside what is excepted and not known",
      [grant(output("a/b/c", "x"), "Allow", "NotResource")],
      [`${grant('"arn:aws:s3:::b/*"')}${output("a/b/c", "x")};`],
    ],
    [
      "a deny of what is not known instead of one of all",
      [grant('"*"', "Deny")],
      [grant(output("a/b/c", "x"), "Deny")],
    ],
  ];
  for (const [what, old, now] of pairs) {
    it(`is growth where it has ${what}`, async () => {
      const [before, after] = [await accessIn(project(...old)), await accessIn(project(...now))];
      expect(compare(before, after).some(({ grew }) => grew)).to.equal(true);
      for (const [side, [program, files]] of [
        [before, old],
        [after, now],
      ] as const) {
        expect(compare(side, await accessIn(project(program, files)))).to.deep.equal([]);
      }
    });
  }

  it("shows a document that is merged from an output of another stack as both, and guesses nothing of it", async () => {
    const { shown, resources } = await run(merged("acme/data/prod"));
    const policy = shown(resources).find(({ name }) => name === "p")?.inputs.policy;
    const source = "unknown\\[StackReference acme/data/prod, output policy\\]";
    expect(policy).to.match(
      new RegExp(`^unknown\\(iam.getPolicyDocument of ${source}, [0-9a-f]{8}, json\\)$`),
    );
  });

  it("has an output of another stack in the form that the input takes, or its name asks for", async () => {
    const program = `
      const { HipaaIamComponent } = require("hipaa-iam");
      const data = new pulumi.StackReference("acme/data/prod");
      const { backups } = { backups: data.outputs.apply((all) => all.backupsBucketArn) };
      new HipaaIamComponent("app", {
        environment: "dev",
        s3BucketDocumentsArn: data.getOutput("documents"),
        s3BucketBackupsArn: backups,
        s3BucketAuditLogsArn: pulumi.interpolate\`arn:aws:s3:::\${data.requireOutput("logs")}\`,
        kmsMasterKeyArn: data.getOutput("master"),
        externalId: data.getOutput("who"),
        tags: { Team: data.getOutput("team") },
      });`;
    const { shown, resources, unread } = await run(program);
    const text = JSON.stringify(shown(resources.map(({ inputs }) => inputs)));
    const of = (name: string) => `unknown(StackReference acme/data/prod, output ${name})`;
    for (const expected of [
      ...[`${of("documents")}/tenants/`, `${of("backupsBucketArn")}/*`, `arn:aws:s3:::${of("logs")}`],
      ...[of("master"), `"Team":"${of("team")}"`, of("who")],
    ]) {
      expect(text).to.include(expected);
    }
    expect(unread).to.have.length(6);
    expect(text).not.to.match(/unknown[0-9a-f]/);
  });

  it("does not guess at an output of another stack that decides what is made", async () => {
    const failure = await run(`
      module.exports = async () => {
        const data = new pulumi.StackReference("acme/data/prod");
        return { it: await data.getOutputValue("environment") };
      };`).then(
      () => "",
      ({ message }: Error) => message,
    );
    expect(failure).to.include(
      "environment: StackReference acme/data/prod, output environment, is not known offline",
    );
  });

  // Report 5: a value of another provider was undefined, and the public default took its place.
  it("does not take a secret of another provider for one that is not given", async () => {
    const { shown, resources } = await run(`
      const { HipaaIamComponent } = require("hipaa-iam");
      class RandomPassword extends pulumi.CustomResource {
        constructor(name) {
          super("random:index/randomPassword:RandomPassword", name, { length: 20, result: undefined },
            { additionalSecretOutputs: ["result"] });
        }
      }
      const arn = (name) => "arn:aws:s3:::" + name;
      new HipaaIamComponent("app", {
        environment: "dev", s3BucketDocumentsArn: arn("documents"), s3BucketBackupsArn: arn("backups"),
        s3BucketAuditLogsArn: arn("logs"), externalId: new RandomPassword("id").result,
        kmsMasterKeyArn: "${ofKey("eu-west-1", "11111111-1111-4111-8111-111111111111")}",
      });`);
    const trust = shown(resources).find(({ inputs }) => inputs.assumeRolePolicy)?.inputs.assumeRolePolicy;
    expect(trust)
      .to.match(/unknown\(random\.RandomPassword id \[inputs [0-9a-f]{8}\], result\)/)
      .and.not.include("railway-hipaa-app");
  });

  // Report 7. What `pulumi preview` of the CLI 3.259.0 gives for each, as config or as its error.
  const forms: [yaml: string, stackFile: string, config: Record<string, string> | string][] = [
    ["config:\n  bucket: plain", "", { "shop:bucket": "plain" }],
    ["config:\n  n: 5\n  l: [a, 1]", "", { "shop:n": "5", "shop:l": '["a",1]' }],
    ["config:\n  bucket:\n    value: v\n    type: string", "", { "shop:bucket": "v" }],
    ["config:\n  shop:bucket:\n    default: d", "", { "shop:bucket": "d" }],
    ["config:\n  aws:region: us-west-2", "", { "aws:region": "us-west-2" }],
    ["config:\n  aws:region:\n    value: us-west-2", "", { "aws:region": "us-west-2" }],
    [
      "config:\n  aws:defaultTags:\n    value:\n      tags: {A: b}",
      "",
      { "aws:defaultTags": '{"tags":{"A":"b"}}' },
    ],
    ["config:\n  bucket: plain", "config:\n  shop:bucket: over", { "shop:bucket": "over" }],
    ["config:\n  bucket:\n    type: string", "config:\n  bucket: s", { "shop:bucket": "s" }],
    ["stackConfigDir: conf", "config:\n  shop:from: top", { "shop:from": "conf" }],
    ["config: conf", "config:\n  shop:from: top", { "shop:from": "conf" }],
    ["config:\n  bucket:\n    type: string", "", "Stack 't' is missing configuration value 'bucket'"],
    ["config:\n  bucket:\n    description: x", "", "Stack 't' is missing configuration value 'bucket'"],
    [
      "config:\n  s:\n    type: string\n    secret: true",
      "config:\n  shop:s: plain",
      "Stack 't' with configuration key 's' must be encrypted as it's secret",
    ],
    [
      "config:\n  l:\n    type: array\n    items: {type: integer}",
      "config:\n  shop:l: [a]",
      "Stack 't' with configuration key 'l' must be of type 'array<integer>'",
    ],
    ["", "environment:\n  - dev", "Pulumi.t.yaml: environment: config of Pulumi ESC is not known offline"],
    ["", "environment: []\nconfig:\n  shop:b: 5", { "shop:b": "5" }],
  ];
  for (const [yaml, stackFile, expected] of forms) {
    it(`has the config of Pulumi.yaml ${JSON.stringify(yaml)} and the stack file ${JSON.stringify(stackFile)}`, async () => {
      const files = {
        "Pulumi.yaml": `name: shop\nruntime: nodejs\nmain: index.js\n${yaml}\n`,
        "Pulumi.t.yaml": stackFile,
        "conf/Pulumi.t.yaml": "config:\n  shop:from: conf\n",
      };
      const found = await outputOf("pulumi.runtime.allConfig()", files).catch(
        ({ message }: Error) => message,
      );
      if (typeof expected === "string") expect(found).to.include(expected);
      else expect(found).to.deep.equal(expected);
    });
  }

  it("is in the account that aws:allowedAccountIds allows, and gives the default tags of aws:defaultTags", async () => {
    const files = config('  aws:allowedAccountIds: ["210987654321"]\n  aws:defaultTags:\n    tags: {A: b}\n');
    const arn = await outputOf("aws.getCallerIdentityOutput().accountId", files);
    expect(arn).to.equal("210987654321");
    const tags = await outputOf('new aws.sqs.Queue("q", { tags: { C: "d" } }).tagsAll', files);
    expect(tags).to.deep.equal({ A: "b", C: "d" });
  });

  const trust = `JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole",
    Principal: { Service: "ec2.amazonaws.com" } }] })`;

  // ES modules in TypeScript are tried by tests/conformance: this process has a ts-node of its own. What is compared runs twice in one process, and each time all of it.
  const modules: [what: string, files: Record<string, string>][] = [
    [
      "CommonJS of several files",
      {
        "index.js": 'require("./roles");',
        "roles.js": `const name = require("@pulumi/pulumi").getStack() + "-x";
          new (require("@pulumi/aws").iam.Role)("r", { name, assumeRolePolicy: ${trust} });`,
      },
    ],
  ];
  const command = [join(repository, "tools/run.js"), join(repository, "cli/main.ts")];
  const runCommand = (own: string, args: string[]) =>
    spawnSync(process.execPath, [...command, ...args], { cwd: own, encoding: "utf8" });
  for (const [what, files] of modules) {
    it(`may be ${what}, for two stacks in one process`, () => {
      const own = project("", { ...files, "Pulumi.u.yaml": "" });
      const { stdout, stderr, status } = runCommand(own, ["diff", "stack:t", "stack:u", "--json"]);
      expect(stderr).to.equal("");
      const { grown, others } = JSON.parse(stdout) as Record<string, { of: string; what: string }[]>;
      expect([...(grown ?? []), ...(others ?? [])].map((one) => `${one.of}: ${one.what}`)).to.deep.equal([
        ...["role u-x: role added", "role u-x: trust added", "role t-x: role removed"],
      ]);
      expect(status).to.equal(3);
    });
  }

  it("is started with the nodeargs of Pulumi.yaml", () => {
    const own = project("", {
      "Pulumi.yaml":
        'name: shop\nruntime:\n  name: nodejs\n  options:\n    nodeargs: "--require ./first.js"\nmain: index.js\n',
      "Pulumi.u.yaml": "",
      "first.js": 'globalThis.principal = "210987654321";',
      "index.js": `const pulumi = require("@pulumi/pulumi"); const aws = require("@pulumi/aws"); ${role("globalThis.principal")}`,
    });
    const same = runCommand(own, ["diff", "stack:t", "stack:u"]);
    expect([same.stdout, same.status]).to.deep.equal(["Access did not change.\n", 0]);
  });
});

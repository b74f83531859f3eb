import type { Program } from "../program";
import { ignoring } from "./ignoring";

const yaml = (name: string, rest: string) => `name: ${name}\nruntime: nodejs\nmain: index.js\n${rest}`;
const showConfig =
  'const pulumi = require("@pulumi/pulumi"); const own = Object.entries(pulumi.runtime.allConfig()); exports.config = Object.fromEntries(own);';
const esmConfig = JSON.stringify({
  compilerOptions: {
    module: "nodenext",
    moduleResolution: "nodenext",
    target: "es2022",
    strict: true,
    types: ["node"],
  },
});
const names = 'export const nameOf = (suffix: string): string => "esm-".concat(suffix);\n';
const trust = JSON.stringify(
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
);

/** Config, modules, options of resources: how programs are put together. */
export const ways: Program[] = [
  {
    name: "config-forms",
    files: {
      "Pulumi.yaml": yaml(
        "config-forms",
        "config:\n  plain: text\n  number: 5\n  list: [a, 1]\n  valued:\n    value: {a: b}\n  config-forms:full:\n    default: d\n" +
          "  typed:\n    type: array\n    items: {type: string}\n    default: [x]\n  aws:ignored:\n    value: z\n",
      ),
      "index.js": showConfig,
    },
    config: { set: true, map: { a: [1, "2"] } },
  },
  {
    name: "engine-environment",
    index: `const names = ["PROJECT", "STACK", "ORGANIZATION", "ROOT_DIRECTORY", "DRY_RUN", "PARALLEL", "MONITOR", "ENGINE", "SYNC", "TYPESCRIPT"];
      exports.env = Object.fromEntries(names.map((name) => [name, process.env["PULUMI_NODEJS_" + name]]));
      exports.config = process.env.PULUMI_CONFIG;
      exports.secretKeys = process.env.PULUMI_CONFIG_SECRET_KEYS;
      exports.hidden = JSON.parse(process.env.PULUMI_CONFIG)["engine-environment:config:hidden"];
      exports.inCallback = pulumi.output(1).apply(() => process.env.PULUMI_NODEJS_STACK);
      exports.isOnEngine = process.env.PULUMI_NODEJS_MONITOR !== undefined;
      exports.args = process.argv.slice(2);
      exports.entry = process.argv[1].endsWith("/cmd/run/index.js");`,
    config: { plain: "text", map: { a: [1] } },
    secrets: { hidden: "hush" },
  },
  {
    name: "config-folder",
    files: {
      "Pulumi.yaml": yaml("config-folder", "stackConfigDir: conf\n"),
      "conf/Pulumi.t.yaml": "config:\n  config-folder:from: conf\n%config%",
      "index.js": showConfig,
    },
  },
  {
    name: "config-secret",
    index: `const config = new pulumi.Config();
      new aws.iam.Role("r", { assumeRolePolicy: trust({ AWS: config.requireSecret("principal") }) });`,
    secrets: { principal: "arn:aws:iam::123456789012:root" },
  },
  {
    name: "default-tags",
    index:
      'const r = new aws.iam.Role("r", { assumeRolePolicy: trust(), tags: { A: "b" } }); exports.all = r.tagsAll;',
    config: { "aws:defaultTags": { tags: { Team: "x" } } },
  },
  {
    name: "provider",
    index: `const provider = new aws.Provider("west", { region: "us-west-2", skipRequestingAccountId: true, s3UsePathStyle: true });
      const k = new aws.kms.Key("k", {}, { provider });
      exports.arn = k.arn; exports.region = aws.getRegionOutput({}, { provider }).region;`,
  },
  {
    name: "provider-default-tags",
    index: `const provider = new aws.Provider("p", { region: "us-east-1", defaultTags: { tags: { Team: "x" } } });
      new aws.iam.Role("r", { assumeRolePolicy: trust() }, { provider });`,
  },
  {
    name: "provider-other-account",
    index: `const provider = new aws.Provider("p", { region: "us-east-1",
        assumeRoles: [{ roleArn: "arn:aws:iam::210987654321:role/deploy" }] });
      const r = new aws.iam.Role("r", { name: "there", assumeRolePolicy: trust() }, { provider });
      exports.arn = r.arn; exports.account = aws.getCallerIdentityOutput({}, { provider }).accountId;`,
  },
  {
    name: "provider-chain-of-roles",
    index: `const provider = new aws.Provider("p", { region: "us-east-1", assumeRoles: [
        { roleArn: "arn:aws:iam::333333333333:role/first" }, { roleArn: "arn:aws:iam::210987654321:role/last" }] });
      const r = new aws.iam.Role("r", { name: "at-the-end", assumeRolePolicy: trust() }, { provider });
      exports.arn = r.arn; exports.account = aws.getCallerIdentityOutput({}, { provider }).accountId;`,
  },
  {
    name: "components-in-components",
    index: `class Inner extends pulumi.ComponentResource {
        constructor(name, args, opts) {
          super("shop:index:Inner", name, args, opts);
          this.role = new aws.iam.Role(name + "-r", { name: args.name, assumeRolePolicy: trust() }, { parent: this });
          this.registerOutputs({ arn: this.role.arn });
        }
      }
      class Outer extends pulumi.ComponentResource {
        constructor(name) {
          super("shop:index:Outer", name);
          this.inner = new Inner(name + "-inner", { name: "nested" }, { parent: this });
          this.registerOutputs();
        }
      }
      exports.arn = new Outer("outer").inner.role.arn;`,
  },
  {
    name: "options",
    index: `const first = new aws.iam.Role("first", { assumeRolePolicy: trust() }, { retainOnDelete: true });
      const second = new aws.iam.Role("second", { name: "second", assumeRolePolicy: trust(), description: "d" },
        { dependsOn: [first], ignoreChanges: ["description"], aliases: [{ name: "old" }], protect: true, deleteBeforeReplace: true });
      new aws.iam.RolePolicy("p", { role: second.id, policy: doc("*") }, { parent: second, deletedWith: second });`,
  },
  ...ignoring,
  {
    name: "transformations",
    index: `new aws.iam.Role("r", { assumeRolePolicy: trust() }, { transformations: [({ props, opts }) =>
      ({ props: { ...props, path: "/t/", tags: { T: "1" } }, opts })] });`,
  },
  {
    name: "transforms",
    index: `new aws.iam.Role("r", { assumeRolePolicy: trust() }, { transforms: [({ props, opts }) =>
      ({ props: { ...props, path: "/t/" }, opts })] });`,
    refused: /asks the engine to change its resources, which is not done offline: transforms of r\./,
  },
  {
    name: "secret-outputs",
    index: `const r = new aws.iam.Role("r", { name: pulumi.secret("hidden-role"), assumeRolePolicy: trust() });
      exports.arn = r.arn; exports.same = pulumi.unsecret(r.name);`,
  },
  {
    name: "engine-told",
    index: `exports.has = [pulumi.runtime.hasEngine(), pulumi.runtime.hasMonitor(), pulumi.runtime.isDryRun()];
      exports.of = [pulumi.getProject(), pulumi.getStack(), require("node:path").relative(process.cwd(), pulumi.getRootDirectory())];`,
  },
  {
    name: "async-entry",
    index: `module.exports = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const r = new aws.iam.Role("r", { assumeRolePolicy: trust() });
      return { name: r.name };
    };`,
  },
  {
    name: "made-in-apply",
    index: `const r = new aws.iam.Role("r", { name: "in-apply", assumeRolePolicy: trust() });
      r.arn.apply((arn) => new aws.iam.Policy("p", { name: "in-apply", policy: doc(arn) }));`,
  },
  {
    name: "dynamic-import",
    files: {
      "more.mjs": `import * as aws from "@pulumi/aws"; export const role = new aws.iam.Role("r", { name: "dynamic", assumeRolePolicy: ${trust} });\n`,
    },
    index: 'module.exports = async () => ({ arn: (await import("./more.mjs")).role.arn });',
  },
  {
    name: "commonjs-files",
    files: {
      "roles.js": `const aws = require("@pulumi/aws"); exports.role = new aws.iam.Role("r", { name: "files", assumeRolePolicy: ${trust} });\n`,
    },
    index: 'exports.arn = require("./roles").role.arn;',
  },
  {
    name: "esm-javascript",
    files: {
      "package.json": '{"type":"module"}',
      "index.js": `import * as aws from "@pulumi/aws"; import { name } from "./names.js";
        export const arn = new aws.iam.Role("r", { name, assumeRolePolicy: ${trust} }).arn;`,
      "names.js": 'export const name = await Promise.resolve("esm-js");',
    },
  },
  {
    name: "esm-typescript",
    files: {
      "Pulumi.yaml": "name: esm-typescript\nruntime: nodejs\n",
      "package.json": '{"type":"module"}',
      "tsconfig.json": esmConfig,
      "index.ts": `import * as aws from "@pulumi/aws"; import { nameOf } from "./names.js";
        export const arn = new aws.iam.Role("r", { name: nameOf("ts"), assumeRolePolicy: ${trust} }).arn;`,
      "names.ts": names,
    },
  },
  {
    name: "esm-typescript-default",
    files: {
      "Pulumi.yaml": "name: esm-typescript-default\nruntime: nodejs\nmain: src/\n",
      "package.json": '{"type":"module"}',
      "tsconfig.json": esmConfig,
      "src/index.ts": `import * as aws from "@pulumi/aws"; import { nameOf } from "./names.js";
        export default async () => ({ arn: new aws.iam.Role("r", { name: nameOf("default"), assumeRolePolicy: ${trust} }).arn });`,
      "src/names.ts": names,
    },
  },
  {
    name: "typescript",
    files: {
      "Pulumi.yaml": "name: typescript\nruntime: nodejs\n",
      "index.ts": `import * as aws from "@pulumi/aws"; import { nameOf } from "./names";
        export const arn = new aws.iam.Role("r", { name: nameOf("cjs"), assumeRolePolicy: ${trust} }).arn;`,
      "names.ts": names,
    },
  },
  {
    name: "component",
    index: `const { HipaaIamComponent } = require("hipaa-iam");
      const app = new HipaaIamComponent("app", { environment: "dev", nameSuffix: "conformance",
        s3BucketDocumentsArn: "arn:aws:s3:::c-documents", s3BucketBackupsArn: "arn:aws:s3:::c-backups",
        s3BucketAuditLogsArn: "arn:aws:s3:::c-logs", kmsMasterKeyArn: given.require("keyArn"), externalId: "not-the-default",
        enableRdsMonitoring: true });
      exports.role = app.appIamRoleArn;`,
  },
  {
    name: "component-other-stack",
    index: `const { HipaaIamComponent } = require("hipaa-iam");
      const other = new pulumi.StackReference("organization/given/prod");
      const name = (suffix) => pulumi.interpolate\`\${other.getOutput("bucketArn")}-\${suffix}\`;
      new HipaaIamComponent("app", { environment: "dev", nameSuffix: "other",
        s3BucketDocumentsArn: other.getOutput("documents"), s3BucketBackupsArn: name("backups"), s3BucketAuditLogsArn: name("logs"),
        kmsMasterKeyArn: other.getOutput("keyArn"), externalId: other.getOutput("hidden") });`,
  },
];

import type { Program } from "../program";

const get = (type: string, id: string, more = "") =>
  `const it = ${type}.get("it", ${id}); exports.arn = it.arn;${more}`;
const other = 'const other = new pulumi.StackReference("other", { name: "organization/given/prod" });';

/** Resources that are somebody else's, and the outputs of another stack. */
export const read: Program[] = [
  { name: "get-role", index: get("aws.iam.Role", 'given.require("roleName")', " exports.name = it.name;") },
  { name: "get-user", index: get("aws.iam.User", 'given.require("userName")') },
  { name: "get-group", index: get("aws.iam.Group", '"given-group"') },
  {
    name: "get-policy",
    index: get("aws.iam.Policy", 'given.require("policyArn")', " exports.name = it.name;"),
  },
  { name: "get-bucket", index: get("aws.s3.Bucket", 'given.require("bucketName")') },
  { name: "get-key", index: get("aws.kms.Key", 'given.require("keyId")') },
  { name: "get-alias", index: get("aws.kms.Alias", '"alias/given"', " exports.key = it.targetKeyArn;") },
  {
    name: "get-secret",
    index: get("aws.secretsmanager.Secret", 'given.require("secretArn")', " exports.name = it.name;"),
  },
  {
    name: "get-oidc-provider",
    index: get("aws.iam.OpenIdConnectProvider", 'given.require("oidcArn")', " exports.url = it.url;"),
  },
  {
    name: "get-and-attach",
    index: `const it = aws.iam.Role.get("it", given.require("roleName"));
      new aws.iam.RolePolicy("p", { role: it.name, policy: doc("*") });
      new aws.iam.RolePolicyAttachment("a", { role: it, policyArn: given.require("policyArn") });`,
  },
  {
    name: "get-by-output",
    index: `const it = aws.s3.Bucket.get("it", pulumi.output(given.require("bucketName")).apply((name) => name));
      new aws.iam.Policy("p", { policy: doc(pulumi.interpolate\`\${it.arn}/*\`) });`,
  },
  {
    name: "stack-reference",
    index: `${other} new aws.iam.Policy("p", { policy: doc(other.getOutput("bucketArn")) }); exports.text = other.getOutput("text");`,
  },
  {
    name: "stack-reference-objects",
    index: `${other} const map = other.requireOutput("map");
      new aws.iam.Policy("p", { policy: doc(pulumi.interpolate\`arn:aws:s3:::\${map.inner.deep}/*\`) });
      new aws.iam.Policy("q", { policy: map.apply(({ inner }) => doc("arn:aws:s3:::" + inner["deep"])) });
      exports.deep = map.apply((m) => m.inner.deep); exports.second = other.getOutput("list")[1];
      exports.all = other.getOutput("list").apply((list) => list.map((one) => one + "/*"));`,
  },
  {
    name: "stack-reference-outputs",
    index: `${other} exports.one = other.outputs.apply((all) => all.documents); exports.two = other.outputs["text"];`,
  },
  {
    name: "stack-reference-details",
    index: `module.exports = async () => {
      const other = new pulumi.StackReference("organization/given/prod");
      const { value } = await other.getOutputDetails("bucketArn");
      return { arn: value, name: await other.requireOutputValue("roleName") };
    };`,
  },
  {
    name: "import",
    index: `const k = new aws.kms.Key("k", { description: "given" }, { import: given.require("keyId") }); exports.arn = k.arn;
      new aws.iam.Group("g", { name: "given-group", path: "/" }, { import: "given-group" });`,
  },
];

/** A small program, written in a way in which real ones are. */
export interface Program {
  name: string;
  /** index.js, behind the lines that load `pulumi` and `aws`. */
  index?: string;
  /** What index.js is at a first deployment, after which it is deployed as it is. */
  before?: string;
  /** Other files of its folder, by name; Pulumi.yaml and the stack file among them where they are not the usual ones. */
  files?: Record<string, string>;
  /** Config of the stack by short keys. */
  config?: Record<string, unknown>;
  /** Config that is set with --secret. */
  secrets?: Record<string, string>;
  /** A folder of this repository that is the program. */
  folder?: string;
  /** What the offline run says where it does not run the program: nothing is guessed then. */
  refused?: RegExp;
}

/** What each program finds in the account and in another stack: its outputs are config of each, with `given:` before. */
export const given = `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const allow = (principal) => JSON.stringify({ Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }] });
const doc = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] });
const role = new aws.iam.Role("role", { name: "given-role", path: "/team/", assumeRolePolicy: allow({ Service: "ec2.amazonaws.com" }) });
const user = new aws.iam.User("user", { name: "given-user", path: "/people/" });
const policy = new aws.iam.Policy("policy", { name: "given-policy", path: "/team/", policy: doc });
const bucket = new aws.s3.Bucket("bucket", { bucket: "given-bucket" });
const key = new aws.kms.Key("key", { description: "given" });
const alias = new aws.kms.Alias("alias", { name: "alias/given", targetKeyId: key.keyId });
const secret = new aws.secretsmanager.Secret("secret", { name: "given/secret" });
const oidc = new aws.iam.OpenIdConnectProvider("oidc", { url: "https://given.example.com/id", clientIdLists: ["sts.amazonaws.com"],
  thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"] });
const group = new aws.iam.Group("group", { name: "given-group" });
exports.roleName = role.name; exports.roleArn = role.arn; exports.userName = user.name; exports.policyArn = policy.arn;
exports.bucketName = bucket.bucket; exports.bucketArn = bucket.arn; exports.keyId = key.keyId; exports.keyArn = key.arn;
exports.secretArn = secret.arn; exports.oidcArn = oidc.arn; exports.documents = "arn:aws:s3:::given-documents";
exports.aliasName = alias.name; exports.text = "text"; exports.hidden = pulumi.secret("hush");
exports.map = { inner: { deep: "value" } }; exports.list = ["a", "b"];
`;

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
new aws.iam.InstanceProfile("profile", { name: "given-profile", path: "/team/", role: role.name });
new aws.iam.RolePolicy("inline", { name: "given-inline", role: role.name, policy: doc });
new aws.iam.RolePolicyAttachment("attached", { role: role.name, policyArn: policy.arn });
const open = new aws.s3.Bucket("open", { bucket: "given-open" });
const share = (arn) => JSON.stringify({ Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "s3:GetObject", Resource: arn + "/*" }] });
new aws.s3.BucketPolicy("open", { bucket: open.bucket, policy: open.arn.apply(share) });
const external = new aws.kms.ExternalKey("external", { description: "given" });
const primary = new aws.kms.Key("primary", { description: "given", multiRegion: true });
const replica = new aws.kms.ReplicaKey("replica", { primaryKeyArn: primary.arn, region: "us-west-2" });
const version = new aws.secretsmanager.SecretVersion("version", { secretId: secret.id, secretString: "x" });
// moto gives all databases of a Region the same resource ID, so these have one of their own.
const region = "eu-north-1";
const database = { engine: "aurora-postgresql", region, skipFinalSnapshot: true };
const login = { username: "u", password: "passw0rd" };
const size = { instanceClass: "db.t3.micro", allocatedStorage: 20 };
const db = new aws.rds.Instance("db", { ...database, ...login, ...size, identifier: "given-db", engine: "postgres" });
const cluster = new aws.rds.Cluster("cluster", { ...database, clusterIdentifier: "given-cluster",
  masterUsername: "u", masterPassword: "passw0rd" });
const member = new aws.rds.ClusterInstance("member", { region: "eu-west-3", identifier: "given-member",
  clusterIdentifier: new aws.rds.Cluster("of-member", { ...database, region: "eu-west-3", clusterIdentifier: "of-member",
    masterUsername: "u", masterPassword: "passw0rd" }).id,
  engine: "aurora-postgresql", instanceClass: "db.t3.medium" });
exports.attachmentId = policy.arn.apply((arn) => "given-role/" + arn); exports.versionId = version.id;
exports.externalId = external.id; exports.replicaId = replica.keyId; exports.primaryArn = primary.arn;
exports.dbId = db.id; exports.dbArn = db.arn; exports.clusterArn = cluster.arn;
exports.memberResourceId = member.dbiResourceId;
exports.roleName = role.name; exports.roleArn = role.arn; exports.userName = user.name; exports.policyArn = policy.arn;
exports.bucketName = bucket.bucket; exports.bucketArn = bucket.arn; exports.keyId = key.keyId; exports.keyArn = key.arn;
exports.secretArn = secret.arn; exports.oidcArn = oidc.arn; exports.documents = "arn:aws:s3:::given-documents";
exports.aliasName = alias.name; exports.text = "text"; exports.hidden = pulumi.secret("hush");
exports.document = doc; exports.map = { inner: { deep: "value" } }; exports.list = ["a", "b"];
`;

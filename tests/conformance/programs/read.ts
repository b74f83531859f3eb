import type { Program } from "../program";

const get = (type: string, id: string, more = "") =>
  `const it = ${type}.get("it", ${id}); exports.arn = it.arn;${more}`;
const database = (type: string, id: string, region = "eu-north-1") => ({
  index: get(`aws.rds.${type}`, id, " exports.it = [it.id, it.identifier ?? it.clusterIdentifier];"),
  config: { "aws:region": region },
});
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
  { name: "get-instance-profile", index: get("aws.iam.InstanceProfile", '"given-profile"') },
  { name: "get-role-policy", index: get("aws.iam.RolePolicy", '"given-role:given-inline"') },
  { name: "get-bucket-policy", index: get("aws.s3.BucketPolicy", '"given-open"') },
  { name: "get-key-by-arn", index: get("aws.kms.Key", 'given.require("keyArn")') },
  { name: "get-external-key", index: get("aws.kms.ExternalKey", 'given.require("externalId")') },
  {
    name: "get-replica-key",
    index: get("aws.kms.ReplicaKey", 'given.require("replicaId")'),
    config: { "aws:region": "us-west-2" },
  },
  { name: "get-attachment", index: get("aws.iam.RolePolicyAttachment", 'given.require("attachmentId")') },
  {
    name: "get-with-region",
    index: `const at = (id) => \`\${id}@us-east-1\`;
      const key = aws.kms.Key.get("key", at(given.require("keyId")));
      const alias = aws.kms.Alias.get("alias", at("alias/given"));
      const secret = aws.secretsmanager.Secret.get("secret", at(given.require("secretArn")));
      const bucket = aws.s3.Bucket.get("bucket", at("given-bucket"));
      exports.arns = [key.arn, alias.arn, secret.arn, bucket.arn]; exports.ids = [key.id, alias.id, secret.id, bucket.id];`,
  },
  {
    name: "get-with-state",
    index: `const role = aws.iam.Role.get("role", "given-role", { path: "/wrong/", tags: { A: "b" }, managedPolicyArns: [], forceDetachPolicies: true });
      const alias = aws.kms.Alias.get("alias", "alias/given", { targetKeyId: "11111111-1111-4111-8111-111111111111" });
      const key = aws.kms.Key.get("key", given.require("keyId"), { description: "wrong", policy: "{}", isEnabled: false });
      const policy = aws.iam.Policy.get("policy", given.require("policyArn"), { policy: doc("*"), path: "/wrong/" });
      const bucket = aws.s3.Bucket.get("bucket", "given-bucket", { forceDestroy: true, bucket: "given-bucket" });
      const version = aws.secretsmanager.SecretVersion.get("version", given.require("versionId"), { secretId: given.require("secretArn") });
      exports.role = [role.path, role.tags, role.arn, role.name]; exports.alias = [alias.targetKeyArn, alias.arn];
      exports.key = [key.description, key.policy]; exports.policy = [policy.policy, policy.arn]; exports.bucket = bucket.arn; exports.version = version.arn;`,
  },
  {
    name: "get-with-state-of-region",
    index: `const key = aws.kms.ReplicaKey.get("key", given.require("replicaId"), { region: "us-west-2" });
      exports.key = [key.arn, key.region];`,
  },
  { name: "get-database-with-region", index: get("aws.rds.Instance", '"given-db@eu-north-1"') },
  { name: "get-key-policy", index: get("aws.kms.KeyPolicy", 'given.require("keyId")') },
  {
    name: "get-secret-version",
    index: get("aws.secretsmanager.SecretVersion", 'given.require("versionId")'),
  },
  { name: "get-database", ...database("Instance", '"given-db"') },
  { name: "get-database-by-id", ...database("Instance", 'given.require("dbId")') },
  { name: "get-database-by-arn", ...database("Instance", 'given.require("dbArn")') },
  { name: "get-cluster", ...database("Cluster", '"given-cluster"') },
  { name: "get-cluster-by-arn", ...database("Cluster", 'given.require("clusterArn")') },
  { name: "get-cluster-instance", ...database("ClusterInstance", '"given-member"', "eu-west-3") },
  {
    name: "get-cluster-instance-by-id",
    ...database("ClusterInstance", 'given.require("memberResourceId")', "eu-west-3"),
  },
  {
    name: "get-database-made",
    index: `const db = new aws.rds.Instance("db", { identifier: "own-db", engine: "postgres", instanceClass: "db.t3.micro",
        allocatedStorage: 20, username: "u", password: "passw0rd", skipFinalSnapshot: true });
      const it = aws.rds.Instance.get("it", db.id); exports.all = [it.arn, it.id, it.identifier];`,
    config: { "aws:region": "eu-south-1" },
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
    name: "stack-reference-choices",
    index: `${other} const list = other.getOutput("list"); const pick = (name) => list.apply((l) => l.find((one) => one === name) ?? "*");
      new aws.iam.Policy("p", { policy: doc(pulumi.interpolate\`arn:aws:s3:::\${pick("b")}\`) });
      exports.others = list.apply((l) => l.filter((one) => one !== "b")); exports.has = list.apply((l) => l.includes("b")); exports.or = other.getOutput("text").apply((one) => one || "none");`,
  },
  {
    name: "stack-reference-outputs",
    index: `${other} exports.one = other.outputs.apply((all) => all.documents); exports.two = other.outputs["text"];`,
  },
  {
    name: "stack-reference-is-secret",
    index: `${other} exports.all = Promise.all(["hidden", "text"].map((name) => pulumi.isSecret(other.getOutput(name))));
      exports.part = pulumi.isSecret(pulumi.interpolate\`a-\${other.getOutput("hidden")}\`); exports.own = pulumi.isSecret(pulumi.secret("a")); exports.no = pulumi.isSecret(pulumi.output("a"));`,
  },
  {
    name: "stack-reference-document",
    index: `${other} const policy = pulumi.interpolate\`\${other.getOutput("document")}\`;
      exports.it = aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [policy], statements: [{ actions: ["s3:*"], resources: ["*"] }] });`,
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
  {
    name: "import-iam",
    index: `new aws.iam.Role("r", { name: "given-role", path: "/team/", assumeRolePolicy: trust() }, { import: "given-role" });
      new aws.iam.User("u", { name: "given-user", path: "/people/" }, { import: "given-user" });
      new aws.iam.Policy("p", { name: "given-policy", path: "/team/", policy: doc("*") }, { import: given.require("policyArn") });
      new aws.iam.RolePolicy("i", { name: "given-inline", role: "given-role", policy: doc("*") }, { import: "given-role:given-inline" });
      new aws.iam.RolePolicyAttachment("a", { role: "given-role", policyArn: given.require("policyArn") },
        { import: given.require("attachmentId") });
      new aws.iam.InstanceProfile("ip", { name: "given-profile", path: "/team/", role: "given-role" }, { import: "given-profile" });`,
  },
  {
    name: "import-storage",
    index: `new aws.s3.Bucket("b", { bucket: "given-bucket" }, { import: "given-bucket" });
      new aws.s3.BucketPolicy("p", { bucket: "given-open", policy: doc("arn:aws:s3:::given-open/*", { Principal: { AWS: "123456789012" } }) },
        { import: "given-open" });
      new aws.secretsmanager.Secret("s", { name: "given/secret" }, { import: given.require("secretArn") });`,
  },
  {
    name: "import-keys",
    index: `new aws.kms.ExternalKey("e", { description: "given" }, { import: given.require("externalId") });
      new aws.kms.Alias("a", { name: "alias/given", targetKeyId: given.require("keyId") }, { import: "alias/given" });`,
  },
  {
    name: "import-replica-key",
    index: `new aws.kms.ReplicaKey("r", { primaryKeyArn: given.require("primaryArn") }, { import: given.require("replicaId") });`,
    config: { "aws:region": "us-west-2" },
  },
  {
    name: "import-secret-version",
    index: `new aws.secretsmanager.SecretVersion("v", { secretId: given.require("secretArn"), secretString: "x" },
        { import: given.require("versionId") });`,
  },
  {
    name: "import-key-policy",
    index: `const policy = { Version: "2012-10-17", Statement: [{ Sid: "Enable IAM User Permissions", Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" }] };
      new aws.kms.KeyPolicy("p", { keyId: given.require("keyId"), policy: pulumi.jsonStringify(policy) },
        { import: given.require("keyId"), ignoreChanges: ["policy"] });`,
  },
  {
    name: "import-databases",
    index: `const it = new aws.rds.Instance("db", { engine: "postgres", instanceClass: "db.t3.micro", allocatedStorage: 20, username: "u",
        skipFinalSnapshot: true }, { import: "given-db", ignoreChanges: ["password"] }); exports.it = [it.id, it.arn, it.identifier];`,
    config: { "aws:region": "eu-north-1" },
  },
  {
    name: "import-cluster",
    index: `new aws.rds.Cluster("c", { engine: "aurora-postgresql", clusterIdentifier: "given-cluster", masterUsername: "u",
        skipFinalSnapshot: true }, { import: "given-cluster", ignoreChanges: ["masterPassword"] });`,
    config: { "aws:region": "eu-north-1" },
  },
  {
    name: "import-cluster-instance",
    index: `new aws.rds.ClusterInstance("c", { identifier: "given-member", clusterIdentifier: "of-member", engine: "aurora-postgresql",
        instanceClass: "db.t3.medium" }, { import: "given-member" });`,
    config: { "aws:region": "eu-west-3" },
  },
];

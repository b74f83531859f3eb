import type { Program } from "../program";

/** Resources that a program makes. */
export const made: Program[] = [
  {
    name: "role-named",
    index:
      'new aws.iam.Role("r", { name: "made-role", path: "/p/", description: "d", assumeRolePolicy: trust() });',
  },
  {
    name: "role-autonamed",
    index: 'new aws.iam.Role("r", { assumeRolePolicy: trust(), tags: { A: "b" } });',
  },
  {
    name: "autonaming-verbatim",
    index: `new aws.iam.Role("r", { assumeRolePolicy: trust() });
      new aws.iam.Policy("p", { policy: doc("*") });
      new aws.s3.Bucket("verbatim-b", {});
      new aws.secretsmanager.Secret("s", {});
      new aws.iam.Role("prefixed", { namePrefix: "pre-", assumeRolePolicy: trust() });`,
    config: { "pulumi:autonaming": { mode: "verbatim" } },
  },
  {
    name: "arns-taken-apart",
    index: `const service = (arn) => arn.apply((a) => a.split(":").slice(0, 5).concat(a.split(":").length));
      const kind = (arn) => arn.apply((a) => a.split(":")[5].split("/")[0]);
      const made = {
        parameters: new aws.rds.ParameterGroup("p", { name: "p", family: "postgres16" }),
        ofCluster: new aws.rds.ClusterParameterGroup("c", { name: "c", family: "aurora-postgresql16" }),
        options: new aws.rds.OptionGroup("o", { name: "o", engineName: "mysql", majorEngineVersion: "8.0" }),
        linked: new aws.iam.ServiceLinkedRole("l", { awsServiceName: "rds.amazonaws.com" }),
        object: new aws.s3.BucketObject("b", { bucket: given.require("bucketName"), key: "k/l", content: "x" }),
      };
      for (const [name, { arn }] of Object.entries(made)) exports[name] = [service(arn), kind(arn)];
      exports.names = [made.parameters, made.options].map(({ arn }) => arn.apply((a) => a.split(":")[6]));
      exports.role = made.linked.arn.apply((a) => a.split("/").slice(1));`,
  },
  {
    name: "secrets-of-regions",
    index: `const provider = new aws.Provider("west", { region: "us-west-2", skipRequestingAccountId: true });
      exports.own = new aws.secretsmanager.Secret("own", { name: "own", region: "eu-west-1" }).arn;
      exports.there = new aws.secretsmanager.Secret("there", { name: "there" }, { provider }).arn;
      exports.key = new aws.kms.Key("k", { description: "d", region: "eu-west-1" }).arn;`,
  },
  {
    name: "policies-as-objects",
    index: `const document = (Resource, more = {}) => ({ Version: "2012-10-17",
        Statement: [{ Sid: "S", Effect: "Allow", Action: ["s3:GetObject"], Resource, ...more }] });
      const service = { Service: "ec2.amazonaws.com" };
      const assumeRolePolicy = { Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: service, Action: "sts:AssumeRole" }] };
      const role = new aws.iam.Role("r", { name: "as-objects", assumeRolePolicy });
      const agents = { StringLike: { "aws:UserAgent": ["<&>"] }, Bool: { "aws:SecureTransport": true }, Null: undefined };
      const base = new aws.iam.Policy("p", { name: "as-objects", policy: document("arn:aws:s3:::a/*", { Condition: agents }) });
      new aws.iam.Policy("part", { name: "as-objects-part", policy: document(pulumi.secret("arn:aws:s3:::hidden/*")) });
      const whole = new aws.iam.Policy("whole", { name: "as-objects-whole", policy: pulumi.secret(document("arn:aws:s3:::whole/*")) });
      new aws.iam.RolePolicy("of-role", { name: "i", role: role.id, policy: document(role.arn) });
      new aws.iam.UserPolicy("of-user", { name: "i", user: new aws.iam.User("u", { name: "as-objects" }).name, policy: document("*") });
      new aws.iam.GroupPolicy("of-group", { name: "i", group: new aws.iam.Group("g", { name: "as-objects" }).name, policy: document("*") });
      const bucket = new aws.s3.Bucket("b", { bucket: "as-objects" });
      const shared = new aws.s3.BucketPolicy("of-bucket", { bucket: bucket.id,
        policy: document(pulumi.interpolate\`\${bucket.arn}/*\`, { Principal: "*" }) });
      new aws.iam.Policy("later", { name: "as-objects-later", policy: document(new aws.kms.Key("k", { description: "d" }).arn) });
      exports.texts = [base.policy, shared.policy, role.assumeRolePolicy, whole.policy];
      exports.types = [base.policy.apply((one) => typeof one), role.assumeRolePolicy.apply((one) => typeof one)];
      exports.resource = base.policy.apply((one) => JSON.parse(one).Statement[0].Resource);
      exports.place = base.policy.apply((one) => [one.indexOf("Version"), one.length]);
      exports.secret = whole.policy.apply((one) => JSON.parse(one).Statement[0].Resource);
      exports.merged = aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [base.policy],
        statements: [{ sid: "A", actions: ["s3:PutObject"], resources: ["*"] }] }).json;`,
  },
  {
    name: "keys-by-arn",
    index: `const key = new aws.kms.Key("k", { description: "d" });
      const policy = JSON.stringify({ Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }] });
      const role = new aws.iam.Role("r", { name: "by-arn", assumeRolePolicy: trust() });
      const told = {
        made: new aws.kms.Alias("a", { name: "alias/by-arn", targetKeyId: key.arn }).targetKeyId,
        given: new aws.kms.Alias("b", { name: "alias/by-text", targetKeyId: given.require("keyArn") }).targetKeyId,
        policy: new aws.kms.KeyPolicy("p", { keyId: key.arn, policy }).keyId,
        grant: new aws.kms.Grant("g", { name: "g", keyId: key.arn, granteePrincipal: role.arn, operations: ["Decrypt"] }).keyId,
      };
      exports.told = told;
      exports.isArn = Object.values(told).map((one) => one.apply((id) => id.startsWith("arn:")));`,
  },
  {
    name: "role-prefix",
    index:
      'new aws.iam.Role("r", { namePrefix: "pre-", assumeRolePolicy: trust(), maxSessionDuration: 7200 });',
  },
  {
    name: "role-inline",
    index:
      'new aws.iam.Role("r", { assumeRolePolicy: trust(), inlinePolicies: [{ name: "i", policy: doc("*") }] });',
  },
  {
    name: "policy-attached",
    index: `const r = new aws.iam.Role("r", { assumeRolePolicy: trust() });
      const p = new aws.iam.Policy("p", { policy: doc("*"), description: "d" });
      new aws.iam.RolePolicyAttachment("a", { role: r, policyArn: p.arn });
      new aws.iam.RolePolicyAttachment("of-aws", { role: r.name, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });`,
  },
  {
    name: "role-policy",
    index: `const r = new aws.iam.Role("r", { assumeRolePolicy: trust() });
      new aws.iam.RolePolicy("p", { role: r.id, policy: doc("*") });
      new aws.iam.RolePolicy("q", { name: "q", role: r.name, policy: doc("*") });`,
  },
  {
    name: "user-and-group",
    index: `const u = new aws.iam.User("u", { path: "/a/" });
      const g = new aws.iam.Group("g");
      new aws.iam.UserPolicy("p", { user: u.name, policy: doc("*") });
      exports.arns = [u.arn, g.arn];`,
  },
  {
    name: "instance-profile",
    index:
      'new aws.iam.InstanceProfile("p", { role: new aws.iam.Role("r", { assumeRolePolicy: trust() }).name });',
  },
  {
    name: "oidc-provider",
    index: `const o = new aws.iam.OpenIdConnectProvider("o", { url: "https://made.example.com", clientIdLists: ["a"],
        thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"] });
      new aws.iam.Role("r", { assumeRolePolicy: trust({ Federated: o.arn }) });
      exports.url = o.url;`,
  },
  {
    name: "bucket",
    index: 'const b = new aws.s3.Bucket("My_bucket"); exports.all = [b.arn, b.id, b.bucketDomainName];',
  },
  {
    name: "bucket-policy",
    index: `const b = new aws.s3.Bucket("b", { bucket: "made-bucket" });
      new aws.s3.BucketPolicy("p", { bucket: b.id, policy: doc(pulumi.interpolate\`\${b.arn}/*\`, { Principal: "*" }) });`,
  },
  { name: "key", index: 'const k = new aws.kms.Key("k", { description: "d" }); exports.arn = k.arn;' },
  {
    name: "key-other-region",
    index: 'const k = new aws.kms.Key("k", { region: "us-west-2" }); exports.arn = k.arn;',
  },
  {
    name: "key-policy",
    index: `const k = new aws.kms.Key("k");
      const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*", Resource: "*" }] };
      new aws.kms.KeyPolicy("p", { keyId: k.id, policy: pulumi.jsonStringify(policy) });`,
  },
  {
    name: "alias",
    index: `const k = new aws.kms.Key("k");
      new aws.kms.Alias("a", { name: "alias/made", targetKeyId: k.keyId });
      const b = new aws.kms.Alias("b", { targetKeyId: k.keyId });
      exports.arns = [b.arn, b.targetKeyArn];`,
  },
  {
    name: "replica-key",
    index: `const k = new aws.kms.Key("k", { multiRegion: true });
      const r = new aws.kms.ReplicaKey("r", { primaryKeyArn: k.arn, region: "us-west-2" });
      exports.arn = r.arn;`,
  },
  { name: "external-key", index: 'const k = new aws.kms.ExternalKey("k"); exports.arn = k.arn;' },
  {
    name: "secret",
    index: `const s = new aws.secretsmanager.Secret("s");
      new aws.secretsmanager.SecretVersion("v", { secretId: s.id, secretString: "x" });
      new aws.iam.Policy("p", { policy: doc(s.arn) });`,
  },
  {
    name: "database",
    index: `const db = new aws.rds.Instance("db", { identifier: "made-db", engine: "postgres", instanceClass: "db.t3.micro",
        allocatedStorage: 20, username: "u", manageMasterUserPassword: true, skipFinalSnapshot: true });
      exports.secret = db.masterUserSecrets[0].secretArn; exports.arn = db.arn;`,
  },
  {
    name: "cluster",
    index: `const c = new aws.rds.Cluster("c", { engine: "aurora-postgresql", masterUsername: "u", masterPassword: "passw0rd",
        skipFinalSnapshot: true });
      exports.arn = c.arn;`,
  },
];

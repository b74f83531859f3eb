import type { Program } from "../program";

const calls = (name: string, expression: string): Program => ({ name, index: `exports.it = ${expression};` });
const database = (name: string, call: string): Program => ({
  ...calls(name, `aws.rds.${call}`),
  config: { "aws:region": "eu-north-1" },
});

/** Functions of @pulumi/aws that programs call for ARNs and what these are made of. */
export const functions: Program[] = [
  calls("function-region", "aws.getRegionOutput()"),
  calls("function-region-other", 'aws.getRegionOutput({ region: "us-west-2" })'),
  calls("function-identity", "aws.getCallerIdentityOutput()"),
  calls("function-partition", "aws.getPartitionOutput()"),
  calls("function-arn", 'aws.getArnOutput({ arn: "arn:aws:s3:::b/c:d" })'),
  calls("function-default-tags", "aws.getDefaultTagsOutput({}).tags"),
  calls("function-role", 'aws.iam.getRoleOutput({ name: given.require("roleName") })'),
  calls("function-user", 'aws.iam.getUserOutput({ userName: given.require("userName") })'),
  calls("function-policy", 'aws.iam.getPolicyOutput({ arn: given.require("policyArn") })'),
  calls("function-policy-by-name", 'aws.iam.getPolicyOutput({ name: "given-policy" })'),
  calls("function-key", 'aws.kms.getKeyOutput({ keyId: given.require("keyId") })'),
  calls("function-key-by-arn", 'aws.kms.getKeyOutput({ keyId: given.require("keyArn") })'),
  calls("function-key-by-alias", 'aws.kms.getKeyOutput({ keyId: "alias/given" })'),
  calls("function-alias", 'aws.kms.getAliasOutput({ name: "alias/given" })'),
  calls("function-secret", 'aws.secretsmanager.getSecretOutput({ arn: given.require("secretArn") })'),
  calls("function-secret-by-name", 'aws.secretsmanager.getSecretOutput({ name: "given/secret" })'),
  calls("function-bucket", 'aws.s3.getBucketOutput({ bucket: given.require("bucketName") })'),
  calls(
    "function-secret-version",
    'aws.secretsmanager.getSecretVersionOutput({ secretId: given.require("secretArn") })',
  ),
  calls(
    "function-secret-version-by-name",
    'aws.secretsmanager.getSecretVersionOutput({ secretId: "given/secret" })',
  ),
  database("function-database", 'getInstanceOutput({ dbInstanceIdentifier: "given-db" })'),
  database("function-database-by-id", 'getInstanceOutput({ dbInstanceIdentifier: given.require("dbId") })'),
  database("function-database-by-arn", 'getInstanceOutput({ dbInstanceIdentifier: given.require("dbArn") })'),
  database("function-cluster", 'getClusterOutput({ clusterIdentifier: "given-cluster" })'),
  database("function-cluster-by-arn", 'getClusterOutput({ clusterIdentifier: given.require("clusterArn") })'),
  {
    name: "function-document",
    index: `const it = aws.iam.getPolicyDocumentOutput({ statements: [
        { sid: "A", actions: ["s3:GetObject", "s3:PutObject"], resources: ["arn:aws:s3:::b/*"],
          conditions: [{ test: "StringEquals", variable: "aws:PrincipalTag/A", values: ["x", "y"] }] },
        { effect: "Deny", actions: ["s3:*"], resources: ["*"] }] });
      new aws.iam.Policy("p", { policy: it.json });`,
  },
  {
    name: "function-document-whole",
    index: `const c = (test, variable, values) => ({ test, variable, values });
      exports.sets = aws.iam.getPolicyDocumentOutput({ statements: [{ sid: "A",
        actions: ["z:*", "s3:GetObject", "S3:aa", "kms:*", "a:B", "kms:*", "sts:*", "sns:Publish"], resources: ["q", "*", "&{aws:username}"],
        principals: [{ type: "AWS", identifiers: ["c", "b", "a"] }, { type: "Service", identifiers: ["x"] },
          { type: "Federated", identifiers: ["y"] }, { type: "CanonicalUser", identifiers: ["b"] }],
        conditions: [c("StringEquals", "x", ["y", "x", "y"]), c("Bool", "b", ["true"]), c("ArnLike", "z", ["1"]),
          c("StringEquals", "a", ["1"]), c("StringLike", "x", ["0"]), c("ArnLike", "a", ["2"])] }, { notActions: ["a:b"], effect: "Deny" }] });
      exports.empty = aws.iam.getPolicyDocumentOutput({ statements: [], policyId: "", sourcePolicyDocuments: [], overridePolicyDocuments: [] });
      exports.none = aws.iam.getPolicyDocumentOutput({}); exports.all = aws.iam.getPolicyDocumentOutput({ version: "2008-10-17", policyId: "me",
        statements: [{ actions: ["s3:*"] }], sourcePolicyDocuments: ['{"Statement":[]}'], overridePolicyDocuments: ['{"Statement":[]}'] });
      module.exports.names = aws.iam.getPolicyDocument({ statements: [{ actions: ["a:*"] }] }).then((it) => Object.keys(it).sort());
      exports.open = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sqs:*"], resources: [new aws.kms.Key("k").arn] }] });`,
  },
  {
    name: "function-document-merged",
    index: `const one = { Version: "2012-10-17", Id: "one", Statement: [
        { Sid: "Same", Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" },
        { Sid: "Kept", Effect: "Deny", Principal: { AWS: ["a", "b"] }, Action: "s3:*", Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": [false].map(String), "aws:ViaAWSService": true } } },
        { Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: "*" }] };
      const last = { Version: "2008-10-17", Statement: [{ Sid: "Mine", Effect: "Deny", Action: "kms:*", Resource: "*" },
        { Sid: "New", Effect: "Allow", Action: "sts:*", Resource: "*" }] };
      exports.it = aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: [JSON.stringify(one)],
        statements: [{ sid: "Same", actions: ["s3:PutObject"], resources: ["*"] }, { sid: "Mine", actions: ["kms:Decrypt"] }],
        overridePolicyDocuments: [JSON.stringify(last)] }).json;`,
  },
  {
    name: "function-promise",
    index: `module.exports = async () => {
      const { accountId } = await aws.getCallerIdentity();
      const { region } = await aws.getRegion({});
      return { arn: \`arn:aws:sqs:\${region}:\${accountId}:q\` };
    };`,
  },
];

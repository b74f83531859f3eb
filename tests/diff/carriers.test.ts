import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { accessOfResources } from "../../cli/diff/resources";

const resource = (type: string, inputs: object) => ({
  ...{ type: `aws:${type}`, urn: `urn:pulumi:s::p::aws:${type}::x`, inputs, outputs: {} },
});
const grown = (old: object[], now: object[]) =>
  compare(accessOfResources(old), accessOfResources(now)).some(({ grew }) => grew);
const statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
const policy = JSON.stringify({ Version: "2012-10-17", Statement: statement });

/** Growth when they are added, go, or change. */
const types = [
  ...["organizations/policyAttachment:PolicyAttachment", "organizations/account:Account"],
  ...["rolesanywhere/trustAnchor:TrustAnchor", "rolesanywhere/profile:Profile"],
  ...["eks/podIdentityAssociation:PodIdentityAssociation", "eks/accessEntry:AccessEntry"],
  ...["eks/accessPolicyAssociation:AccessPolicyAssociation", "kms/grant:Grant"],
  ...["lambda/permission:Permission", "lambda/functionUrl:FunctionUrl"],
  ...["s3/bucketPolicy:BucketPolicy", "s3/accessPoint:AccessPoint", "s3/bucketAcl:BucketAcl"],
  ...["s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "s3control/accessPointPolicy:AccessPointPolicy"],
  ...["kms/keyPolicy:KeyPolicy", "sqs/queuePolicy:QueuePolicy", "sns/topicPolicy:TopicPolicy"],
  ...["ssoadmin/accountAssignment:AccountAssignment", "ram/resourceShare:ResourceShare"],
  ...["ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"],
  ...["s3/bucketOwnershipControls:BucketOwnershipControls", "elasticache/userGroup:UserGroup"],
  ...["cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"],
  ...["cloudformation/stack:Stack", "iam/groupPolicyAttachment:GroupPolicyAttachment"],
];
/** Not what is compared. */
const harmless = [
  ...["s3/bucket:Bucket", "ec2/networkAcl:NetworkAcl", "autoscaling/policy:Policy", "kms/alias:Alias"],
  ...[
    "ecr/lifecyclePolicy:LifecyclePolicy",
    "cloudfront/cachePolicy:CachePolicy",
    "lambda/function:Function",
  ],
];

describe("resources that give access besides roles and policies", () => {
  for (const type of types) {
    it(`${type} is growth when it changes in any way`, () => {
      const [one, other] = [resource(type, { of: "a" }), resource(type, { of: "b" })];
      expect(grown([one], [one])).to.equal(false);
      expect(grown([one], [other])).to.equal(true);
      expect(grown([], [one])).to.equal(true);
      expect(grown([one], [])).to.equal(true);
    });
  }

  for (const type of harmless) {
    it(`${type} is not`, () => {
      expect(grown([resource(type, { of: "a" })], [resource(type, { of: "b" })])).to.equal(false);
    });
  }

  for (const type of ["kms/key:Key", "kms/replicaKey:ReplicaKey", "ec2/vpcEndpoint:VpcEndpoint"]) {
    it(`${type}: a policy that goes leaves the one of AWS`, () => {
      expect(grown([resource(type, { policy })], [resource(type, {})])).to.equal(true);
      expect(grown([resource(type, { policy })], [resource(type, { policy: null })])).to.equal(true);
      expect(grown([resource(type, { policy })], [])).to.equal(false);
      expect(grown([resource(type, { tags: "a" })], [resource(type, { tags: "b" })])).to.equal(false);
    });
  }

  it("a policy is put on another key", () => {
    const of = (keyId: string) => resource("kms/keyPolicy:KeyPolicy", { keyId, policy });
    expect(grown([of("a")], [of("b")])).to.equal(true);
  });

  it("what a bucket says of access itself", () => {
    const of = (acl: string) => resource("s3/bucket:Bucket", { acl });
    expect(grown([of("private")], [of("public-read")])).to.equal(true);
  });

  it("what a cluster says of access itself", () => {
    const of = (authenticationMode: string) =>
      resource("eks/cluster:Cluster", { accessConfig: { authenticationMode } });
    expect(grown([of("API")], [of("CONFIG_MAP")])).to.equal(true);
  });

  const narrow = { Statement: [{ Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "ecr:*" }] };
  const wide = { Statement: [{ ...narrow.Statement[0], Principal: "*" }] };
  const text = JSON.stringify;
  /** An API in a text: of one operation, and who may call it. */
  const api = (get: object, authorizerUri = "A") =>
    text({ paths: { "/a.b": { get } }, components: { securitySchemes: { lambda: { authorizerUri } } } });
  const yaml = (get: string) => `paths:\n  /a:\n    get:\n      ${get}`;
  const iot = (Action: string) =>
    text({ Resources: { p: { Properties: { PolicyDocument: { Statement: [{ Action }] } } } } });
  const inputs: [type: string, input: string, old: unknown, now: unknown][] = [
    ["aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "repositoryPolicy", narrow, wide],
    ["aws-native:ecr:Repository", "repositoryPolicyText", narrow, wide],
    ["aws-native:efs:FileSystem", "fileSystemPolicy", narrow, wide],
    ["aws-native:efs:FileSystem", "fileSystemPolicy", "unknown(a)", "unknown(b)"],
    ["aws-native:s3:Bucket", "accessControl", "Private", "PublicRead"],
    ["aws-native:s3:Bucket", "publicAccessBlockConfiguration", { blockPublicAcls: true }, {}],
    ["aws:vpclattice/service:Service", "authType", "AWS_IAM", "NONE"],
    ["aws:ec2/vpcEndpointService:VpcEndpointService", "allowedPrincipals", ["arn:aws:iam::1:root"], ["*"]],
    ["aws:rds/snapshot:Snapshot", "sharedAccounts", ["111111111111"], ["all"]],
    ["aws:ssm/document:Document", "permissions", { account_ids: "111111111111" }, { account_ids: "All" }],
    ["aws:quicksight/dataSource:DataSource", "permissions", [{ principal: "a" }], [{ principal: "b" }]],
    [
      ...(["aws:imagebuilder/distributionConfiguration:DistributionConfiguration", "distributions"] as const),
      [{ amiDistributionConfiguration: { launchPermission: { userGroups: [] } } }],
      [{ amiDistributionConfiguration: { launchPermission: { userGroups: ["all"] } } }],
    ],
    ["aws:apigateway/method:Method", "authorization", "AWS_IAM", "NONE"],
    ["aws:appsync/graphQLApi:GraphQLApi", "authenticationType", "AWS_IAM", "API_KEY"],
    ["aws:s3/bucketV2:BucketV2", "rule", { objectOwnership: "a" }, { objectOwnership: "b" }],
    ["aws:apigateway/restApi:RestApi", "body", api({ security: [{ iam: [] }] }), api({ summary: "a" })],
    ["aws:apigateway/restApi:RestApi", "body", api({}, "A"), api({}, "B")],
    ["aws:apigatewayv2/api:Api", "body", yaml("security: [{iam: []}]"), yaml("security: []")],
    ["aws-native:apigateway:RestApi", "body", { paths: { security: [1] } }, { paths: {} }],
    ["aws:apigateway/restApi:RestApi", "body", "unknown(a)", "unknown(b)"],
    ["aws:iot/provisioningTemplate:ProvisioningTemplate", "templateBody", iot("iot:Connect"), iot("iot:*")],
    ["aws:x/y:Y", "whatever", [{ inner: text(narrow) }], [{ inner: text(wide) }]],
    ["aws:x/y:Y", "whatever", text({ inner: text(narrow) }), text({ inner: text(wide) })],
  ];
  for (const [type, input, old, now] of inputs) {
    it(`${input} of ${type}, ${text(old).slice(0, 20)}`, () => {
      const of = (value: unknown) => ({ ...resource("", { [input]: value }), type });
      expect(grown([of(old)], [of(now)])).to.equal(true);
      expect(grown([of(old)], [of(old)])).to.equal(false);
    });
  }

  it("is not what else a text says", () => {
    const of = (body: string) => resource("apigateway/restApi:RestApi", { body });
    expect(grown([of(api({ summary: "a" }))], [of(api({ summary: "b" }))])).to.equal(false);
    const kept = (content: string) => resource("appconfig/hostedConfigurationVersion:H", { content });
    expect(grown([kept(text({ permissions: "a" }))], [kept(text({ permissions: "b" }))])).to.equal(false);
  });

  it("those of the native provider", () => {
    const of = (KeyPolicy: string) => ({ ...resource("", { KeyPolicy }), type: "aws-native:kms:Key" });
    expect(grown([of("a")], [of("b")])).to.equal(true);
  });
});

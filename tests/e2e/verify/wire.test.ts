import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as accessanalyzer from "@aws-sdk/client-accessanalyzer";
import * as iam from "@aws-sdk/client-iam";
import { expect } from "chai";
import { allowing, iamClient } from "../support/account";
import { localApi, motoPython } from "../support/moto";
import { VerifiedApi } from "./api";

/** Asks with boto3, page by page where there are pages, and prints what it reads in the answers. */
const program = `
import boto3, json, sys
endpoint, service, operation, arguments = sys.argv[1:]
client = boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
arguments = json.loads(arguments)
if operation == "simulate_principal_policy":
    pages = client.get_paginator(operation).paginate(**arguments, PaginationConfig={"PageSize": 3})
    answer = {"EvaluationResults": [one for page in pages for one in page["EvaluationResults"]]}
else:
    answer = getattr(client, operation)(**arguments)
    del answer["ResponseMetadata"]
print(json.dumps(answer, default=lambda date: date.strftime("%Y-%m-%dT%H:%M:%S.000Z")))
`;

const documents = "arn:aws:s3:::documents";

describe("the stand-in for what the local API does not know answers in AWS's wire format: boto3 reads what the SDK reads", () => {
  const moto = localApi();
  let api: VerifiedApi;
  const RoleName = "simulated";
  const credentials = { accessKeyId: "x", secretAccessKey: "x" };
  const client = () => new iam.IAMClient({ endpoint: api.endpoint, region: "us-east-1", credentials });
  const analyzer = () =>
    new accessanalyzer.AccessAnalyzerClient({ endpoint: api.endpoint, region: "us-east-1", credentials });
  const read = async (service: string, operation: string, input: object) => {
    const args = ["-c", program, api.endpoint, service, operation, JSON.stringify(input)];
    return JSON.parse((await promisify(execFile)(motoPython, args)).stdout);
  };
  const plain = (answer: object) => {
    const { $metadata: _, ...rest } = JSON.parse(JSON.stringify(answer));
    return rest;
  };

  before(async () => {
    api = await VerifiedApi.start(moto());
    const iamOf = iamClient(moto());
    const AssumeRolePolicyDocument = allowing({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" });
    await iamOf.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: `${documents}/tenants/*` },
        { Sid: "Keep", Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
      ],
    });
    const { Policy } = await iamOf.send(
      new iam.CreatePolicyCommand({ PolicyName: "documents", PolicyDocument }),
    );
    await iamOf.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
    const boundary = { PolicyName: "boundary", PolicyDocument: allowing({ Action: "s3:*", Resource: "*" }) };
    const made = await iamOf.send(new iam.CreatePolicyCommand(boundary));
    const PermissionsBoundary = made.Policy?.Arn;
    await iamOf.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  });
  beforeEach(() => api.reset());
  after(() => api.stop());

  const question = {
    PolicySourceArn: "arn:aws:iam::123456789012:role/simulated",
    ActionNames: ["s3:GetObject", "s3:DeleteObject"],
    ResourceArns: [`${documents}/tenants/1 & <2>`, `${documents}/other`],
    ContextEntries: Object.entries({
      ...{ "aws:RequestedRegion": "us-east-1", "aws:ResourceAccount": "123456789012" },
      ...{ "aws:PrincipalArn": "arn:aws:iam::123456789012:role/simulated" },
      ...{ "aws:PrincipalAccount": "123456789012", "aws:SecureTransport": "true", "aws:TagKeys": ["a", "b"] },
    }).map(([ContextKeyName, value]): iam.ContextEntry => {
      const ContextKeyType = Array.isArray(value) ? "stringList" : "string";
      return { ContextKeyName, ContextKeyType, ContextKeyValues: [value].flat() };
    }),
  };
  const decisions = [
    ["s3:GetObject", `${documents}/tenants/1 & <2>`, "allowed"],
    ["s3:GetObject", `${documents}/other`, "implicitDeny"],
    ["s3:DeleteObject", `${documents}/tenants/1 & <2>`, "explicitDeny"],
    ["s3:DeleteObject", `${documents}/other`, "explicitDeny"],
  ];

  it("SimulatePrincipalPolicy, a result for each resource, on two pages", async () => {
    api.above = { serviceControl: JSON.parse(allowing({ Action: "*", Resource: "*" })) };
    const { EvaluationResults = [] } = await client().send(new iam.SimulatePrincipalPolicyCommand(question));
    const found = await read("iam", "simulate_principal_policy", question);
    expect(found.EvaluationResults).to.deep.equal(plain({ EvaluationResults }).EvaluationResults);
    expect(
      EvaluationResults.map((one) => [one.EvalActionName, one.EvalResourceName, one.EvalDecision]),
    ).to.deep.equal(decisions);
    expect(found.EvaluationResults[0]).to.have.all.keys(
      ...["EvalActionName", "EvalResourceName", "EvalDecision", "MatchedStatements", "MissingContextValues"],
      "OrganizationsDecisionDetail",
      "PermissionsBoundaryDecisionDetail",
    );
    expect(found.EvaluationResults[0].PermissionsBoundaryDecisionDetail).to.deep.equal({
      AllowedByPermissionsBoundary: true,
    });
    expect(found.EvaluationResults[0].OrganizationsDecisionDetail).to.deep.equal({
      AllowedByOrganizations: true,
    });
    const [matched] = found.EvaluationResults[2].MatchedStatements;
    expect(matched).to.have.all.keys("SourcePolicyId", "SourcePolicyType", "StartPosition", "EndPosition");
    expect(matched.StartPosition.Line).to.equal(1);
    expect(api.calls.filter((call) => call === "iam:SimulatePrincipalPolicy")).to.have.lengthOf(3);
  });

  it("SimulatePrincipalPolicy, resources within the result of an action", async () => {
    api.form = "of an action";
    const { EvaluationResults = [] } = await client().send(new iam.SimulatePrincipalPolicyCommand(question));
    const found = await read("iam", "simulate_principal_policy", question);
    expect(found.EvaluationResults).to.deep.equal(plain({ EvaluationResults }).EvaluationResults);
    const specific = EvaluationResults.flatMap((one) =>
      (one.ResourceSpecificResults ?? []).map((each) => [
        one.EvalActionName,
        each.EvalResourceName,
        each.EvalResourceDecision,
      ]),
    );
    expect(specific).to.deep.equal(decisions);
  });

  it("the report of last use", async () => {
    const Arn = question.PolicySourceArn;
    const { JobId } = await client().send(new iam.GenerateServiceLastAccessedDetailsCommand({ Arn }));
    expect(await read("iam", "generate_service_last_accessed_details", { Arn })).to.deep.equal({ JobId });
    const report = await client().send(new iam.GetServiceLastAccessedDetailsCommand({ JobId }));
    const found = await read("iam", "get_service_last_accessed_details", { JobId });
    expect(found).to.deep.equal(plain(report));
    expect(found.ServicesLastAccessed).to.have.lengthOf(3);
    expect(found.ServicesLastAccessed[1].TrackedActionsLastAccessed[0]).to.deep.equal({
      ...{ ActionName: "Decrypt", LastAccessedTime: "2026-01-02T00:00:00.000Z" },
    });
  });

  it("Access Analyzer's findings", async () => {
    const input = { policyDocument: "{}", policyType: "IDENTITY_POLICY" } as const;
    const answer = await analyzer().send(new accessanalyzer.ValidatePolicyCommand(input));
    const found = await read("accessanalyzer", "validate_policy", input);
    expect(found).to.deep.equal(plain(answer));
    expect(found).to.deep.equal({ findings: [] });
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Decision, PolicyDocument } from "../../../cli/access/request";
import type { Site } from "../../../cli/access/site";
import {
  auditLogsBucketPolicy,
  backupsBucketPolicy,
  documentsBucketPolicy,
  Environment,
  masterKeyStatements,
  tenantKeyPolicy,
} from "../../../components";
import { siteOf } from "../../access/siteOf";
import { judge } from "../../judge/judge";
import { emptyAccount, iamClient, readAccount } from "../support/account";
import { runBackendTests } from "../support/backend";
import { openComplete } from "../support/complete";
import { accountId, localApi } from "../support/moto";
import type { TestStack } from "../support/stack";
import { type Authorization, Capture, type Captured } from "./authorizations";
import { Data } from "./data";

const region = "us-east-1";
const externalId = "only-we-know";
/** The user whose keys Railway has. */
const user = `arn:aws:iam::${accountId}:user/railway`;
const roleArn = `arn:aws:iam::${accountId}:role/hipaa-app-backend-dev`;
const administratorArns = [`arn:aws:iam::${accountId}:role/deployer`];

type RolePolicies = Pick<Site["policies"], "backend" | "trust">;

describe("examples/complete", () => {
  const api = localApi();
  let stack: TestStack;
  let outputs: Record<string, string>;
  let data: Data;
  const bucketOutputs = ["DOCUMENTS_BUCKET", "BACKUPS_BUCKET", "AUDIT_LOGS_BUCKET"];
  const buckets = () => bucketOutputs.map((output) => outputs[output] ?? "");
  /** What the policies of the data say, by the name of the bucket or the ARN of the key. */
  const policies = (): Record<string, PolicyDocument> => {
    const [documents = "", backups = "", auditLogs = ""] = buckets();
    const args = (bucket: string) => ({
      ...{ roleArn, bucketArn: `arn:aws:s3:::${bucket}`, kmsKeyArn: outputs.MASTER_KEY_ARN ?? "" },
    });
    const all = {
      [documents]: documentsBucketPolicy(args(documents)),
      [backups]: backupsBucketPolicy(args(backups)),
      [auditLogs]: auditLogsBucketPolicy(args(auditLogs)),
      [outputs.MASTER_KEY_ARN ?? ""]: {
        Version: "2012-10-17",
        Statement: masterKeyStatements({ roleArn, administratorArns }),
      },
    };
    return JSON.parse(JSON.stringify(all));
  };

  before(async () => {
    data = new Data(api());
    stack = await openComplete(api(), externalId, administratorArns[0] ?? "");
    const { errors, operations } = await stack.up();
    expect(errors).to.deep.equal([]);
    // The stack, the default provider, the component with 7, the key and its policy, three buckets with five guards each.
    expect(operations).to.have.all.keys("create");
    expect(operations.create).to.have.lengthOf(2 + 8 + 2 + 3 * 6);
    outputs = (await stack.outputs()) as Record<string, string>;
  });

  it("makes what the backend's variables name", () => {
    expect(outputs).to.have.all.keys(
      "APP_IAM_ROLE_ARN",
      "ENVIRONMENT",
      "EXTERNAL_ID",
      "MASTER_KEY_ARN",
      "TENANT_KEY_POLICY",
      ...bucketOutputs,
    );
    expect(outputs).to.deep.include({
      APP_IAM_ROLE_ARN: roleArn,
      ENVIRONMENT: "dev",
      EXTERNAL_ID: externalId,
      TENANT_KEY_POLICY: JSON.stringify(tenantKeyPolicy({ roleArn, administratorArns })),
    });
  });

  it("changes nothing when it is run again", async () => {
    const { operations } = await stack.up();
    expect(operations).to.have.all.keys("same");
  });

  it("guards each bucket: versions, encryption with the key, no public access, its policy", async () => {
    expect(await data.buckets()).to.have.members(buckets());
    expect(buckets()).to.deep.equal(
      ["documents", "backups", "audit-logs"].map((data) => `hipaa-dev-${data}-${accountId}-${region}-an`),
    );
    for (const bucket of buckets()) {
      expect(await data.guards(bucket)).to.deep.equal({
        versioning: "Enabled",
        encryption: {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: "aws:kms",
            KMSMasterKeyID: outputs.MASTER_KEY_ARN,
          },
          BucketKeyEnabled: true,
        },
        publicAccessBlock: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        unfinishedUploads: [7],
        policy: policies()[bucket],
      });
    }
  });

  it("rotates the key and says who uses it", async () => {
    const key = outputs.MASTER_KEY_ARN ?? "";
    expect(await data.keyPolicy(key)).to.deep.equal(policies()[key]);
    expect(await data.key(outputs.MASTER_KEY_ARN ?? "")).to.deep.equal({ state: "Enabled", rotation: true });
  });

  describe("with examples/backend on it", () => {
    let capture: Capture;
    let deployed: RolePolicies;
    /** What the same component makes of tenantIsolation, for the backend of one tenant. */
    let isolated: RolePolicies;
    let tenantKey: PolicyDocument;

    before(async () => {
      // The local API has no TLS, and the buckets take nothing without.
      for (const bucket of buckets()) await data.dropPolicy(bucket);
      const file = join(stack.folder, "captured.json");
      await runBackendTests({ ...stack.environment, ...outputs, CAPTURED_REQUESTS: file });
      const surroundings = { region, masterKey: outputs.MASTER_KEY_ARN ?? "" };
      capture = new Capture(JSON.parse(readFileSync(file, "utf8")), surroundings);
      const { roles, policies } = await readAccount(iamClient(api()));
      deployed = {
        backend: Object.values(policies).map(({ document }) => document as PolicyDocument),
        trust: roles["hipaa-app-backend-dev"]?.trust as PolicyDocument,
      };
      isolated = await isolatedPolicies();
      tenantKey = JSON.parse(outputs.TENANT_KEY_POLICY ?? "");
    });

    async function isolatedPolicies(): Promise<RolePolicies> {
      const [documents = "", backups = "", auditLogs = ""] = buckets().map((name) => `arn:aws:s3:::${name}`);
      const args = {
        environment: Environment.Dev,
        s3BucketDocumentsArn: documents,
        s3BucketBackupsArn: backups,
        s3BucketAuditLogsArn: auditLogs,
        kmsMasterKeyArn: outputs.MASTER_KEY_ARN ?? "",
        externalId,
        bedrockInferenceRegions: ["us-east-1", "us-east-2", "us-west-2"],
      };
      const standIn = { partition: "aws", accountId, region };
      const { policies } = await siteOf(args, standIn);
      expect(policies.backend).to.have.deep.members(deployed.backend); // The site is the deployed one.
      return (await siteOf({ ...args, tenantIsolation: { tagKey: "TenantId" } }, standIn)).policies;
    }

    async function decide(
      { action, resource, context }: Authorization,
      tenant: string | null = null,
    ): Promise<Decision> {
      const { backend: documents, trust } = tenant ? isolated : deployed;
      const assuming = action.startsWith("sts:");
      const principal = assuming ? user : (outputs.APP_IAM_ROLE_ARN ?? "");
      const mayAssume = {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: resource,
      };
      const identity = assuming ? [{ Version: "2012-10-17", Statement: [mayAssume] }] : documents;
      const global = {
        "aws:PrincipalArn": principal,
        "aws:PrincipalAccount": accountId,
        "aws:RequestedRegion": region,
        "aws:ResourceAccount": accountId,
        "aws:SecureTransport": "true", // AWS's own endpoints are https.
        ...(tenant && !assuming && { "aws:PrincipalTag/TenantId": tenant }),
      };
      const request = { principal, action, resource, accountId, context: { ...global, ...context } };
      const ofData =
        policies()[resource] ?? policies()[resource.slice("arn:aws:s3:::".length).split("/")[0] ?? ""];
      const ofKey = action.startsWith("kms:") && resource !== "*" ? (ofData ?? tenantKey) : ofData;
      return (await judge(request, { identity, resource: assuming ? trust : ofKey })).decision;
    }

    const decisions = (request: Captured) =>
      Promise.all(capture.authorizations(request).map((one) => decide(one, request.tenant)));

    it("does what the README says the backend does", () => {
      const done = capture.requests.flatMap((request) => capture.authorizations(request));
      expect([...new Set(done.map(({ action }) => action))].sort()).to.deep.equal([
        "bedrock:InvokeModel",
        "kms:CreateKey",
        "kms:Decrypt",
        "kms:EnableKeyRotation",
        "kms:GenerateDataKey",
        "s3:GetObject",
        "s3:PutObject",
        "sts:AssumeRole",
        "sts:TagSession",
      ]);
    });

    it("is allowed each request that it made", async () => {
      for (const request of capture.requests) {
        for (const authorization of capture.authorizations(request)) {
          const decision = await decide(authorization, request.tenant);
          expect(decision, JSON.stringify({ ...authorization, tenant: request.tenant })).to.equal("allow");
        }
      }
    });

    it("is denied, with tenantIsolation, what it did for a tenant in another tenant's name", async () => {
      const done = capture.requests.filter(({ tenant, service }) => tenant && service !== "sts");
      const ofTenant = done.filter(({ params: { Bucket, KeyId, Tags } }) => {
        return Bucket === outputs.DOCUMENTS_BUCKET || KeyId || Tags;
      });
      expect(ofTenant.map(({ operation }) => operation).sort()).to.deep.equal([
        ...["CreateKey", "Decrypt", "EnableKeyRotation", "GenerateDataKey", "GetObject", "PutObject"],
      ]);
      for (const request of ofTenant) {
        const [first] = capture.authorizations(request);
        expect(first && (await decide(first, "43")), request.operation).to.match(/deny$/);
      }
    });

    it("passes AWS's lockout check when it creates a tenant key: it could put the key's policy", async () => {
      const key = `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000001`;
      const action = "kms:PutKeyPolicy";
      expect(await decide({ action, resource: key, context: {} })).to.equal("allow");
    });

    const needed: [what: string, operation: string, params: Record<string, unknown>, decision: Decision][] = [
      ["the external ID", "AssumeRole", { ExternalId: undefined }, "implicit deny"],
      ["the right external ID", "AssumeRole", { ExternalId: "railway-hipaa-app" }, "implicit deny"],
      ["If-None-Match", "PutObject", { IfNoneMatch: undefined }, "explicit deny"],
      ["KMS, where it names an encryption", "PutObject", { ServerSideEncryption: "AES256" }, "explicit deny"],
      ["a prefix that the role has", "PutObject", { Key: "other/1a2b3c.json" }, "implicit deny"],
      ["tags on a new key", "CreateKey", { Tags: [] }, "implicit deny"],
      [
        "both tags on a new key",
        "CreateKey",
        { Tags: [{ TagKey: "Environment", TagValue: "dev" }] },
        "explicit deny",
      ],
      ["a Claude model", "InvokeModel", { modelId: "amazon.nova-pro-v1:0" }, "implicit deny"],
    ];
    for (const [what, operation, params, decision] of needed) {
      it(`would be denied ${operation} without ${what}`, async () => {
        const request = capture.requests.find(
          (made) =>
            !made.tenant &&
            made.operation === operation &&
            (operation !== "PutObject" || made.params.Bucket === outputs.AUDIT_LOGS_BUCKET),
        );
        if (!request) throw new Error(`There is no ${operation}.`);
        const changed = { ...request, params: { ...request.params, ...params } };
        expect((await decisions(changed))[0]).to.equal(decision);
      });
    }

    it("would be denied a tenant key that was made without its tags", async () => {
      const requests = capture.requests.map((request) =>
        request.operation === "CreateKey" ? { ...request, params: {} } : request,
      );
      const untagged = new Capture(requests, { region, masterKey: "" });
      const uses = requests.filter(({ operation }) => operation === "GenerateDataKey");
      expect(uses).to.have.length.above(0);
      for (const use of uses) {
        const decided = untagged.authorizations(use).map((one) => decide(one, use.tenant));
        expect(await Promise.all(decided)).to.deep.equal(["implicit deny"]);
      }
    });
  });

  describe("at the end", () => {
    it("goes away when its buckets are empty; the key waits for its deletion", async () => {
      for (const bucket of buckets()) await data.empty(bucket);
      const { errors } = await stack.destroy();
      expect(errors).to.deep.equal([]);
      expect(await data.buckets()).to.deep.equal([]);
      expect(await data.key(outputs.MASTER_KEY_ARN ?? "")).to.deep.equal({ state: "PendingDeletion" });
      expect(await readAccount(iamClient(api()))).to.deep.equal(emptyAccount);
    });
  });
});

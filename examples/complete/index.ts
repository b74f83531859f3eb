import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import {
  auditLogsBucketPolicy,
  backupsBucketPolicy,
  documentsBucketPolicy,
  Environment,
  HipaaIamComponent,
  masterKeyStatements,
  tenantKeyPolicy,
} from "hipaa-iam";
import { dataBucket, setPolicy } from "./dataBucket";

const config = new pulumi.Config();
// Who deploys this and manages the keys: AWS refuses a key policy that its author may not change again.
const administratorArns = [config.require("administratorArn")];
const environment = config.require<Environment>("environment");
// Patient data outlives a mistaken `pulumi destroy`.
const protect = environment === Environment.Production;

const masterKey = new kms.Key(
  "master-key",
  {
    description: `HIPAA backend, ${environment}`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    // The role cannot tag a key that has one of the two tags of tenant keys and not both.
    tags: { Environment: environment },
  },
  { protect },
);

const data = { bucketPrefix: `hipaa-${environment}`, key: masterKey };
const documents = dataBucket("documents", data, { protect });
const backups = dataBucket("backups", data, { protect });
const auditLogs = dataBucket("audit-logs", data, { protect });

const iam = new HipaaIamComponent("hipaa-iam", {
  environment,
  s3BucketDocumentsArn: documents.bucket.arn,
  s3BucketBackupsArn: backups.bucket.arn,
  s3BucketAuditLogsArn: auditLogs.bucket.arn,
  kmsMasterKeyArn: masterKey.arn,
  externalId: config.requireSecret("externalId"),
  // Prompts are processed in one of these, and in no other: the Regions of the US profiles, called from the first.
  bedrockInferenceRegions: ["us-east-1", "us-east-2", "us-west-2"],
});

// The other side: what the data's own policies say of the role, and of everybody else.
const guarded = { roleArn: iam.appIamRoleArn, kmsKeyArn: masterKey.arn };
setPolicy("documents", documents, documentsBucketPolicy, guarded, { protect });
setPolicy("backups", backups, backupsBucketPolicy, guarded, { protect });
setPolicy("audit-logs", auditLogs, auditLogsBucketPolicy, guarded, { protect });

new kms.KeyPolicy(
  "master-key-policy",
  {
    keyId: masterKey.id,
    policy: iam.appIamRoleArn.apply((roleArn) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: masterKeyStatements({ roleArn, administratorArns }),
      }),
    ),
  },
  { parent: masterKey, protect, deleteBeforeReplace: true },
);

export const MASTER_KEY_ARN = masterKey.arn;
// The backend's variables in Railway.
export const APP_IAM_ROLE_ARN = iam.appIamRoleArn;
export const ENVIRONMENT = environment;
export const DOCUMENTS_BUCKET = documents.bucket.bucket;
export const BACKUPS_BUCKET = backups.bucket.bucket;
export const AUDIT_LOGS_BUCKET = auditLogs.bucket.bucket;
// What the backend creates tenant keys with.
export const TENANT_KEY_POLICY = iam.appIamRoleArn.apply((roleArn) =>
  JSON.stringify(tenantKeyPolicy({ roleArn, administratorArns })),
);
export const EXTERNAL_ID = config.requireSecret("externalId");

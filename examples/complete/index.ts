import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { Environment, HipaaIamComponent } from "hipaa-iam";
import { dataBucket } from "./dataBucket";

const config = new pulumi.Config();
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

const documents = dataBucket("documents", masterKey, { protect });
const backups = dataBucket("backups", masterKey, { protect });
const auditLogs = dataBucket("audit-logs", masterKey, { protect });

const iam = new HipaaIamComponent("hipaa-iam", {
  environment,
  s3BucketDocumentsArn: documents.arn,
  s3BucketBackupsArn: backups.arn,
  s3BucketAuditLogsArn: auditLogs.arn,
  kmsMasterKeyArn: masterKey.arn,
  externalId: config.requireSecret("externalId"),
});

export const MASTER_KEY_ARN = masterKey.arn;
// The backend's variables in Railway.
export const APP_IAM_ROLE_ARN = iam.appIamRoleArn;
export const ENVIRONMENT = environment;
export const DOCUMENTS_BUCKET = documents.bucket;
export const BACKUPS_BUCKET = backups.bucket;
export const AUDIT_LOGS_BUCKET = auditLogs.bucket;
export const EXTERNAL_ID = config.requireSecret("externalId");

import * as pulumi from "@pulumi/pulumi";
import { type Environment, HipaaIamComponent } from "hipaa-iam";

const config = new pulumi.Config();

const iam = new HipaaIamComponent("hipaa-iam", {
  environment: config.require<Environment>("environment"),
  s3BucketDocumentsArn: config.require("s3BucketDocumentsArn"),
  s3BucketBackupsArn: config.require("s3BucketBackupsArn"),
  s3BucketAuditLogsArn: config.require("s3BucketAuditLogsArn"),
  kmsMasterKeyArn: config.require("kmsMasterKeyArn"),
  externalId: config.requireSecret("externalId"),
  // Where prompts may be processed, called from one of these Regions. For others see docs/bedrock.md of hipaa-iam.
  bedrockInferenceRegions: ["us-east-1", "us-east-2", "us-west-2"],
});

export const appIamRoleArn = iam.appIamRoleArn;

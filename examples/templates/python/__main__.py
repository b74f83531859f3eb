import pulumi
import pulumi_hipaa_iam as hipaa_iam  # Made by `pulumi package add`.

config = pulumi.Config()

iam = hipaa_iam.HipaaIamComponent(
    "hipaa-iam",
    environment=hipaa_iam.Environment(config.require("environment")),
    s3_bucket_documents_arn=config.require("s3BucketDocumentsArn"),
    s3_bucket_backups_arn=config.require("s3BucketBackupsArn"),
    s3_bucket_audit_logs_arn=config.require("s3BucketAuditLogsArn"),
    kms_master_key_arn=config.require("kmsMasterKeyArn"),
    external_id=config.require_secret("externalId"),
    # Where prompts may be processed, called from one of these Regions. For others see docs/bedrock.md of hipaa-iam.
    bedrock_inference_regions=["us-east-1", "us-east-2", "us-west-2"],
)

pulumi.export("appIamRoleArn", iam.app_iam_role_arn)

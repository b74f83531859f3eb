import type { SiteArgs } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import type { Environment } from "../../components";

/** Args of an environment whose buckets and key are its own. */
export function argsOf(environment: Environment, { partition, region, accountId }: StandIn): SiteArgs {
  const bucket = (data: string) => `arn:${partition}:s3:::example-${environment}-${data}`;
  const digit = { dev: "1", staging: "2", production: "3" }[environment];
  return {
    environment,
    s3BucketDocumentsArn: bucket("documents"),
    s3BucketBackupsArn: bucket("backups"),
    s3BucketAuditLogsArn: bucket("audit-logs"),
    kmsMasterKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/${digit.repeat(8)}-1111-4111-8111-111111111111`,
    externalId: `external-id-of-${environment}`,
  };
}

import { matrix } from "../../cli/access/matrix";
import type { Row } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { ofBucket, ofMasterKey, ofResources, ofTenantKey } from "../../cli/verify/promised";
import {
  auditLogsBucketPolicy,
  backupsBucketPolicy,
  documentsBucketPolicy,
  Environment,
  masterKeyStatements,
  type PolicyStatement,
  tenantKeyPolicy,
} from "../../components";
import { argsOf } from "../access/argsOf";

export const standIn: StandIn = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
export const args = argsOf(Environment.Production, standIn);
export const key = "arn:aws:kms:us-east-1:123456789012:key/42424242-1111-4111-8111-111111111111";
const tags = { Environment: "production", ManagedBy: "Application" };

type Beside = [rows: Row[], statements: PolicyStatement[]];

/** What is promised of each bucket and key of a site, beside the statements that the package writes for it. */
export function packagesFor(site: Site): { buckets: Beside[]; master: Beside; tenant: Beside } {
  const rows = ofResources(matrix(site));
  const { roleArn, masterKey: kmsKeyArn } = site;
  const policies = [
    [site.documents, documentsBucketPolicy],
    [site.backups, backupsBucketPolicy],
    [site.auditLogs, auditLogsBucketPolicy],
  ] as const;
  return {
    buckets: policies.map(([bucketArn, policyOf]) => [
      ofBucket(bucketArn, [standIn.accountId], rows),
      policyOf({ bucketArn, roleArn, kmsKeyArn }).Statement,
    ]),
    master: [ofMasterKey(kmsKeyArn, rows), masterKeyStatements({ roleArn })],
    tenant: [ofTenantKey(key, tags, rows), tenantKeyPolicy({ roleArn }).Statement],
  };
}

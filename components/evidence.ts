import { bedrockStatements } from "./policies/bedrock";
import { kmsStatements } from "./policies/kms";
import { monitoringTrustStatements } from "./policies/monitoring";
import { s3Statements } from "./policies/s3";
import type { Statement } from "./policies/statement";
import { trustStatements } from "./policies/trust";
import {
  auditLogsBucketStatements,
  backupsBucketStatements,
  documentsBucketStatements,
} from "./resourcePolicies/buckets";
import { masterKeyPolicyStatements } from "./resourcePolicies/masterKey";
import { tenantKeyStatements } from "./resourcePolicies/tenantKey";
import type { Scope } from "./scope";

export type Evidence = Pick<Statement, "purpose" | "hipaa">;

// Purposes and provisions are the same in every scope.
const scope: Scope = {
  ...{ partition: "", accountId: "", region: "", environment: "dev", externalId: "", rdsArn: undefined },
  ...{ s3BucketDocumentsArn: "", s3BucketBackupsArn: "", s3BucketAuditLogsArn: "", kmsMasterKeyArn: "" },
  ...{ backupsWriteOnce: true, auditLogsAppendOnly: true },
};
const bucket = { bucketArn: "", roleArn: "", readerArns: [""], kmsKeyArn: "any" };
const key = { roleArn: "", readerArns: [""] };

/** Every statement that the component and the functions of resourcePolicies/ can make. Their Sids are unique. */
const statements: Statement[] = [
  ...[trustStatements, s3Statements, kmsStatements, bedrockStatements, monitoringTrustStatements].flatMap(
    (statementsOf) => statementsOf(scope),
  ),
  ...[documentsBucketStatements, backupsBucketStatements, auditLogsBucketStatements].flatMap((statementsOf) =>
    statementsOf(bucket),
  ),
  ...masterKeyPolicyStatements(key),
  ...tenantKeyStatements(key),
];

/** Why a statement exists and what it serves, found by the Sid that a document shows. */
export const evidence: ReadonlyMap<string, Evidence> = new Map(
  statements.map(({ Sid, purpose, hipaa }) => [Sid, { purpose, hipaa }]),
);

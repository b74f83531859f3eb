import { bedrockStatements } from "./policies/bedrock";
import { kmsStatements } from "./policies/kms";
import { monitoringTrustStatements } from "./policies/monitoring";
import { s3Statements } from "./policies/s3";
import type { Statement } from "./policies/statement";
import { trustStatements } from "./policies/trust";
import type { Scope } from "./scope";

export type Evidence = Pick<Statement, "purpose" | "hipaa">;

/** Every statement that a component of this scope can make. Their Sids are unique among them all. */
export function allStatements(scope: Scope): Statement[] {
  return [trustStatements, s3Statements, kmsStatements, bedrockStatements, monitoringTrustStatements].flatMap(
    (statementsOf) => statementsOf(scope),
  );
}

/** Why a statement exists and what it serves, found by the Sid that a document shows. */
export const evidence: ReadonlyMap<string, Evidence> = new Map(
  allStatements({
    // Purposes and provisions are the same in every scope.
    ...{ partition: "", accountId: "", region: "", environment: "dev", externalId: "", rdsArn: undefined },
    ...{ s3BucketDocumentsArn: "", s3BucketBackupsArn: "", s3BucketAuditLogsArn: "", kmsMasterKeyArn: "" },
    ...{ backupsWriteOnce: true, auditLogsAppendOnly: true },
  }).map(({ Sid, purpose, hipaa }) => [Sid, { purpose, hipaa }]),
);

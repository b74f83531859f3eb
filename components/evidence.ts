import { TenantKeyProvisioning } from "./args";
import { bedrockStatements } from "./policies/bedrock";
import { keyProvisionerStatements } from "./policies/keyProvisioner";
import { kmsStatements } from "./policies/kms";
import { monitoringTrustStatements } from "./policies/monitoring";
import { s3Statements } from "./policies/s3";
import { secretsStatements } from "./policies/secrets";
import type { Statement } from "./policies/statement";
import { trustStatements } from "./policies/trust";
import type { Scope } from "./scope";

export type Evidence = Pick<Statement, "purpose" | "hipaa">;

/** Every statement that a component can make, with all its options. Purposes and provisions are the same in every scope. */
function allStatements(): Statement[] {
  const scope: Scope = {
    ...{ partition: "", accountId: "", region: "", environment: "dev", externalId: "", rdsArn: undefined },
    ...{ s3BucketDocumentsArn: "", s3BucketBackupsArn: "", s3BucketAuditLogsArn: "", kmsMasterKeyArn: "" },
    ...{ backupsWriteOnce: true, auditLogsAppendOnly: true, bucketOwnerAccountId: undefined },
    ...{ bedrockInferenceRegions: ["elsewhere"], bedrockModelPatterns: [], bedrockStreaming: true },
    ...{ bedrockGuardrailArn: "guardrail", secretArns: [], secretsKmsKeyArn: "key" },
    tenantKeyProvisioning: TenantKeyProvisioning.Application,
    ...{ trustedPrincipalArns: [":root", ":role/"], organizationId: "" },
    oidc: { providerArn: "", audience: "", subjects: [] },
    rolesAnywhere: { trustAnchorArn: "", subjectCommonName: "" },
  };
  return [
    ...trustStatements(scope),
    ...s3Statements(scope),
    ...kmsStatements(scope),
    ...kmsStatements({ ...scope, tenantKeyProvisioning: TenantKeyProvisioning.None }),
    ...keyProvisionerStatements(scope),
    ...bedrockStatements(scope),
    ...secretsStatements(scope),
    ...monitoringTrustStatements(scope),
  ];
}

/** Why a statement exists and what it serves, found by the Sid that a document shows. */
export const evidence: ReadonlyMap<string, Evidence> = new Map(
  allStatements().map(({ Sid, purpose, hipaa }) => [Sid, { purpose, hipaa }]),
);

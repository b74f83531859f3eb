import { TenantKeyProvisioning } from "../inputs/args";
import type { Scope } from "../inputs/scope";
import { bedrockStatements } from "../policies/bedrock";
import { boundaryStatements } from "../policies/boundary";
import { guardrailsStatements } from "../policies/guardrails";
import { keyProvisionerStatements } from "../policies/keyProvisioner";
import { kmsStatements } from "../policies/kms";
import { monitoringTrustStatements } from "../policies/monitoring";
import { s3Statements } from "../policies/s3";
import { secretsStatements } from "../policies/secrets";
import type { Statement } from "../policies/statement";
import { trustStatements } from "../policies/trust";
import {
  auditLogsBucketStatements,
  backupsBucketStatements,
  documentsBucketStatements,
} from "../resourcePolicies/buckets";
import { masterKeyPolicyStatements } from "../resourcePolicies/masterKey";
import { tenantKeyStatements } from "../resourcePolicies/tenantKey";

export type Evidence = Pick<Statement, "purpose" | "hipaa">;

const bucket = { bucketArn: "", roleArn: "", readerArns: [""], kmsKeyArn: "any" };
const key = { roleArn: "", readerArns: [""], auditorArns: [""], creatorArn: "another" };

/**
 * Every statement that the component, with all its options, and the functions of resourcePolicies/ can make. Purposes and
 * provisions are the same in every scope. Sids are unique.
 */
export function allStatements(): Statement[] {
  const scope: Scope = {
    ...{ partition: "", accountId: "", region: "", environment: "dev", externalId: "", rdsArn: undefined },
    ...{ s3BucketDocumentsArn: "", s3BucketBackupsArn: "", s3BucketAuditLogsArn: "", kmsMasterKeyArn: "" },
    ...{ backupsWriteOnce: true, auditLogsAppendOnly: true, bucketOwnerAccountId: undefined },
    ...{ s3AbortMultipartUploads: true },
    ...{ bedrockInferenceRegions: ["elsewhere"], bedrockModelPatterns: [], bedrockStreaming: true },
    ...{ bedrockCountTokens: true, bedrockMantle: {}, bedrockGuardrailArn: "guardrail" },
    ...{ bedrockEnforcedGuardrailArns: [], secretArns: [], secretsKmsKeyArn: "key" },
    ...{ tenantKeyProvisioning: TenantKeyProvisioning.Application, enableRdsMonitoring: true },
    ...{ trustedPrincipalArns: [":root", ":role/"], organizationId: "" },
    oidc: { providerArn: "", audience: "", subjects: [] },
    rolesAnywhere: { trustAnchorArn: "", subjectCommonName: "" },
    tenantIsolation: {},
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
    ...boundaryStatements(scope),
    ...guardrailsStatements({
      partition: "",
      keptBucketArns: [],
      allowedRegions: [],
      administratorArns: [],
    }),
    ...[documentsBucketStatements, backupsBucketStatements, auditLogsBucketStatements].flatMap(
      (statementsOf) => statementsOf(bucket),
    ),
    ...masterKeyPolicyStatements(key),
    ...tenantKeyStatements(key),
  ];
}

/** Why a statement exists and what it serves, found by the Sid that a document shows. */
export const evidence: ReadonlyMap<string, Evidence> = new Map(
  allStatements().map(({ Sid, purpose, hipaa }) => [Sid, { purpose, hipaa }]),
);

import { defaults, type Environment, type TenantKeyProvisioning } from "./args";

/** Where the component's provider works. */
export interface ProviderScope {
  /** `aws`, `aws-us-gov`, `aws-cn` or `aws-eusc`. */
  partition: string;
  /** Twelve digits. */
  accountId: string;
  /** Such as `us-east-1`. */
  region: string;
}

/** All that the policies are made of, resolved and checked. A policy takes the part of it that it needs. */
export interface Scope extends ProviderScope {
  environment: Environment;
  s3BucketDocumentsArn: string;
  s3BucketBackupsArn: string;
  s3BucketAuditLogsArn: string;
  backupsWriteOnce: boolean;
  auditLogsAppendOnly: boolean;
  s3AbortMultipartUploads: boolean;
  kmsMasterKeyArn: string;
  externalId: string;
  /** Undefined: the account, or only those of the other two. */
  trustedPrincipalArns: string[] | undefined;
  organizationId: string | undefined;
  oidc:
    | { providerArn: string; audience: string; subjects: string[]; claims?: Record<string, string> | null }
    | undefined;
  rolesAnywhere: { trustAnchorArn: string; subjectCommonName: string } | undefined;
  enableRdsMonitoring: boolean;
  /** Undefined: every database of the account and Region. */
  rdsArn: string | undefined;
  /** Undefined: of any account. */
  bucketOwnerAccountId: string | undefined;
  /** Undefined: models of this Region, without inference profiles. */
  bedrockInferenceRegions: string[] | undefined;
  bedrockModelPatterns: string[];
  bedrockStreaming: boolean;
  bedrockCountTokens: boolean;
  bedrockGuardrailArn: string | undefined;
  /** Undefined: none. */
  bedrockEnforcedGuardrailArns: string[] | undefined;
  /** Undefined: nothing of the mantle endpoint. Without ARNs: every project of this account and Region. */
  bedrockMantle: { projectArns?: string[] | null } | undefined;
  tenantKeyProvisioning: TenantKeyProvisioning;
  /** Undefined: a session serves every tenant. */
  tenantIsolation: { tagKey?: string } | undefined;
  secretArns: string[] | undefined;
  secretsKmsKeyArn: string | undefined;
}

/** Args that are left out give way to their defaults. */
export function withDefaults(values: Record<string, unknown>): Record<string, unknown> {
  const wanted = Object.entries(defaults).filter(([arg]) => arg in values);
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...wanted, ...given]);
}

/** The key of the tag that says of which tenant a session is. */
export function tenantTagKey({ tagKey }: NonNullable<Scope["tenantIsolation"]>): string {
  return tagKey ?? "TenantId";
}

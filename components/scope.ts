import type { Environment } from "./args";

/** Where the component's provider works. */
export interface ProviderScope {
  /** `aws`, `aws-us-gov` or `aws-cn`. */
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
  kmsMasterKeyArn: string;
  externalId: string;
  /** Undefined: every database of the account and Region. */
  rdsArn: string | undefined;
}

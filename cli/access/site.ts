import { Environment, type TenantKeyProvisioning } from "../../components";
import { defaults } from "../../components/inputs/args";
import { namesOf } from "../../components/inputs/names";
import type { StandIn } from "../plan/standIns";
import type { PolicyDocument } from "./request";

/** A deployed component and what lies around it: all that a row of the access matrix may name. */
export interface Site {
  standIn: StandIn;
  environment: string;
  roleArn: string;
  monitoringRoleArn: string;
  provisionerRoleArn: string;
  /** ARNs of buckets. */
  documents: string;
  backups: string;
  auditLogs: string;
  masterKey: string;
  externalId: string;
  /** Undefined: every database of the account and Region. */
  rdsArn: string | undefined;
  backupsWriteOnce: boolean;
  auditLogsAppendOnly: boolean;
  /** Whether uploads may be aborted. */
  abortsUploads: boolean;
  enableRdsMonitoring: boolean;
  /** Undefined: of any account. */
  bucketOwner: string | undefined;
  bedrock: {
    /** Undefined: no inference profiles. */
    regions: string[] | undefined;
    patterns: string[];
    streaming: boolean;
    countTokens: boolean;
    guardrail: string | undefined;
    /** Empty: none is. */
    enforcedGuardrails: string[];
    /** Undefined: the endpoint is denied. Projects undefined: every one of the account and Region. */
    mantle: SiteArgs["bedrockMantle"];
  };
  provisioning: TenantKeyProvisioning;
  trust: {
    /** Of accounts, roles and users. */
    principals: string[];
    organizationId: string | undefined;
    oidc: SiteArgs["oidc"];
    rolesAnywhere: SiteArgs["rolesAnywhere"];
  };
  /** The session tag of the backend's tenant; undefined where sessions serve every tenant. */
  tenant: { tagKey: string; id: string } | undefined;
  secretArns: string[];
  secretsKey: string | undefined;
  policies: {
    /** What the backend's role has. */
    backend: PolicyDocument[];
    /** What the provisioner of keys has; undefined where there is none. */
    provisioner: PolicyDocument | undefined;
    provisionerTrust: PolicyDocument | undefined;
    trust: PolicyDocument;
    /** Undefined where monitoring is off. */
    monitoringTrust: PolicyDocument | undefined;
  };
}

/** The args that say what a site is, with nothing to be known later. */
export interface SiteArgs {
  environment: Environment;
  s3BucketDocumentsArn: string;
  s3BucketBackupsArn: string;
  s3BucketAuditLogsArn: string;
  kmsMasterKeyArn: string;
  nameSuffix?: string;
  externalId?: string;
  rdsArn?: string;
  backupsWriteOnce?: boolean;
  auditLogsAppendOnly?: boolean;
  s3AbortMultipartUploads?: boolean;
  enableRdsMonitoring?: boolean;
  bucketOwnerAccountId?: string;
  bedrockInferenceRegions?: string[];
  bedrockModelPatterns?: string[];
  bedrockInRegionOnly?: boolean;
  bedrockStreaming?: boolean;
  bedrockCountTokens?: boolean;
  bedrockMantle?: { projectArns?: string[] };
  bedrockEnforcedGuardrailArns?: string[];
  bedrockGuardrailArn?: string;
  tenantKeyProvisioning?: TenantKeyProvisioning;
  secretArns?: string[];
  secretsKmsKeyArn?: string;
  trustedPrincipalArns?: string[];
  organizationId?: string;
  oidc?: { providerArn: string; audience: string; subjects: string[]; claims?: Record<string, string> };
  rolesAnywhere?: { trustAnchorArn: string; subjectCommonName: string };
  tenantIsolation?: { tagKey?: string };
}

/** The site of a component that is deployed already. */
export function siteFrom(args: SiteArgs, standIn: StandIn, documents: Record<string, PolicyDocument>): Site {
  const { environment, externalId, rdsArn } = args;
  const names = namesOf(args);
  const role = (name: string) => `arn:${standIn.partition}:iam::${standIn.accountId}:role/${name}`;
  const document = (name: string): PolicyDocument => {
    const found = documents[name];
    if (!found) throw new Error(`There is no document ${name}.`);
    return found;
  };
  return {
    standIn,
    environment,
    roleArn: role(names.appRole),
    monitoringRoleArn: role(names.rdsMonitoringRole),
    provisionerRoleArn: role(names.keyProvisionerRole),
    documents: args.s3BucketDocumentsArn,
    backups: args.s3BucketBackupsArn,
    auditLogs: args.s3BucketAuditLogsArn,
    masterKey: args.kmsMasterKeyArn,
    externalId: externalId || defaults.externalId,
    rdsArn: rdsArn || undefined,
    backupsWriteOnce: args.backupsWriteOnce ?? defaults.backupsWriteOnce,
    auditLogsAppendOnly: args.auditLogsAppendOnly ?? defaults.auditLogsAppendOnly,
    abortsUploads: args.s3AbortMultipartUploads ?? defaults.s3AbortMultipartUploads,
    enableRdsMonitoring: args.enableRdsMonitoring ?? defaults.enableRdsMonitoring,
    bucketOwner: args.bucketOwnerAccountId,
    bedrock: {
      regions: args.bedrockInferenceRegions,
      patterns: args.bedrockModelPatterns ?? [...defaults.bedrockModelPatterns],
      streaming: args.bedrockStreaming ?? defaults.bedrockStreaming,
      countTokens: args.bedrockCountTokens ?? defaults.bedrockCountTokens,
      guardrail: args.bedrockGuardrailArn,
      enforcedGuardrails: args.bedrockEnforcedGuardrailArns ?? [],
      mantle: args.bedrockMantle,
    },
    provisioning: args.tenantKeyProvisioning ?? defaults.tenantKeyProvisioning,
    trust: {
      principals:
        args.trustedPrincipalArns ??
        (args.oidc || args.rolesAnywhere ? [] : [`arn:${standIn.partition}:iam::${standIn.accountId}:root`]),
      organizationId: args.organizationId,
      oidc: args.oidc,
      rolesAnywhere: args.rolesAnywhere,
    },
    tenant: args.tenantIsolation && { tagKey: args.tenantIsolation.tagKey ?? "TenantId", id: "42" },
    secretArns: args.secretArns ?? [],
    secretsKey: args.secretsKmsKeyArn,
    policies: {
      backend: [
        ...[names.s3Policy, names.kmsPolicy, names.bedrockPolicy].map(document),
        ...(args.secretArns ? [document(names.secretsPolicy)] : []),
      ],
      provisioner: documents[names.keyProvisionerPolicy],
      provisionerTrust: documents[names.keyProvisionerRole],
      trust: document(names.appRole),
      monitoringTrust: documents[names.rdsMonitoringRole],
    },
  };
}

/** The environments that are not the site's. */
export function otherEnvironments({ environment }: Site): string[] {
  return Object.values(Environment).filter((other) => other !== environment);
}

/** Regions that are not the site's. */
export function otherRegions({ standIn }: Site): string[] {
  return ["eu-central-1", "us-west-2"].filter((region) => region !== standIn.region);
}

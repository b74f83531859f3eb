import type { StandIn } from "../../plan/monitor";
import type { SiteArgs } from "./site";

/** Each option that a document of the first release depends on, on and off. */
export function optionSets({ partition, region, accountId }: StandIn): Record<string, Partial<SiteArgs>> {
  const rds = `arn:${partition}:rds:${region}:${accountId}`;
  const enableRdsMonitoring = true;
  return {
    "by default": {},
    "backups may be overwritten": { backupsWriteOnce: false },
    "audit logs may be overwritten": { auditLogsAppendOnly: false },
    "both may be overwritten": { backupsWriteOnce: false, auditLogsAppendOnly: false },
    "every database is monitored": { enableRdsMonitoring },
    "one instance is monitored": { enableRdsMonitoring, rdsArn: `${rds}:db:example` },
    "one cluster is monitored": { enableRdsMonitoring, rdsArn: `${rds}:cluster:example` },
  };
}

/** What users add to it. A table of its own, as each is judged in one environment of each partition. */
export function extensions({ partition, region, accountId }: StandIn): Record<string, Partial<SiteArgs>> {
  const secret = `arn:${partition}:secretsmanager:${region}:${accountId}:secret`;
  const guardrail = `arn:${partition}:bedrock:${region}:${accountId}:guardrail/abcdefghijkl`;
  const secretArns = [`${secret}:database-AbCdEf`, `${secret}:railway/token-??????`];
  return {
    "the buckets' owner is named": { bucketOwnerAccountId: accountId },
    "models are invoked through profiles": { bedrockInferenceRegions: [region, "us-west-1"] },
    "answers are streamed": { bedrockStreaming: true },
    "answers are streamed, through profiles": {
      bedrockStreaming: true,
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "models are few": { bedrockModelPatterns: ["anthropic.claude-3-haiku-*", "anthropic.claude-v2:1"] },
    "models are few, through profiles": {
      bedrockModelPatterns: ["anthropic.claude-3-haiku-*", "anthropic.claude-v2:1"],
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "profiles of this Region alone": { bedrockInferenceRegions: [region] },
    "a guardrail is asked for": { bedrockGuardrailArn: guardrail },
    "one version of a guardrail is asked for": { bedrockGuardrailArn: `${guardrail}:3` },
    "a guardrail is asked for, through profiles": {
      bedrockGuardrailArn: guardrail,
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "keys have a provisioner": { tenantKeyProvisioning: "provisioner" },
    "nobody provisions keys": { tenantKeyProvisioning: "none" },
    "secrets are read": { secretArns },
    "secrets are read that a key of their own encrypts": {
      secretArns,
      secretsKmsKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/55555555-5555-4555-8555-555555555555`,
    },
  };
}

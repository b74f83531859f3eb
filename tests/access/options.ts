import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import type { StandIn } from "../../cli/plan/standIns";

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
  const iam = `arn:${partition}:iam::${accountId}`;
  const organizationId = "o-a1b2c3d4e5";
  const github = {
    providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
    audience: "sts.amazonaws.com",
  };
  const rolesAnywhere = {
    trustAnchorArn: `arn:${partition}:rolesanywhere:${region}:${accountId}:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab`,
    subjectCommonName: "backend.production",
  };
  const secretArns = [`${secret}:database-AbCdEf`, `${secret}:railway/token-??????`];
  return {
    "the buckets' owner is named": { bucketOwnerAccountId: accountId },
    "models are invoked through profiles": { bedrockInferenceRegions: [region, "us-west-1"] },
    "uploads are aborted": { s3AbortMultipartUploads: true },
    "answers are streamed": { bedrockStreaming: true },
    "answers are streamed, through profiles": {
      bedrockStreaming: true,
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "models are few": { bedrockModelPatterns: ["anthropic.claude-haiku-*", "anthropic.claude-sonnet-5-5"] },
    "models are few, through profiles": {
      bedrockModelPatterns: ["anthropic.claude-haiku-*", "anthropic.claude-sonnet-5-5"],
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "profiles of this Region alone": { bedrockInferenceRegions: [region] },
    "tokens are counted": { bedrockCountTokens: true },
    "models are invoked on mantle": { bedrockMantle: {} },
    "few models are invoked on mantle, in one project, and through profiles": {
      bedrockMantle: {
        projectArns: [`arn:${partition}:bedrock-mantle:${region}:${accountId}:project/proj_abc`],
      },
      bedrockModelPatterns: ["anthropic.claude-haiku-5-5", "anthropic.claude-sonnet-5*"],
      bedrockInferenceRegions: [region, "us-west-1"],
      bedrockCountTokens: true,
    },
    "a model that AWS keeps prompts for is named": {
      bedrockModelPatterns: [
        "anthropic.claude-haiku-5-5",
        "anthropic.claude-sonnet-5-5",
        "anthropic.claude-fable-5-1",
      ],
      bedrockMantle: {},
    },
    "every model that AWS keeps prompts for is named": {
      bedrockModelPatterns: [
        "anthropic.claude-haiku-*",
        "anthropic.claude-sonnet-5-5",
        "anthropic.claude-fable*",
        "anthropic.claude-mythos-*",
      ],
      bedrockMantle: {},
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "guardrails are enforced by others": {
      bedrockEnforcedGuardrailArns: [
        `arn:${partition}:bedrock:${region}:${accountId}:guardrail/enforced`,
        `arn:${partition}:bedrock:${region}:888888888888:guardrail/organisation`,
      ],
    },
    "a guardrail is enforced by others, beside one that is asked for, through profiles": {
      bedrockEnforcedGuardrailArns: [
        `arn:${partition}:bedrock:${region}:888888888888:guardrail/organisation`,
        `arn:${partition}:bedrock:us-west-1:888888888888:guardrail-profile/us.guardrail.v1:0`,
      ],
      bedrockGuardrailArn: guardrail,
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "a guardrail is asked for": { bedrockGuardrailArn: guardrail },
    "one version of a guardrail is asked for": { bedrockGuardrailArn: `${guardrail}:3` },
    "a guardrail is asked for, through profiles": {
      bedrockGuardrailArn: guardrail,
      bedrockInferenceRegions: [region, "us-west-1"],
    },
    "roles and users are named": { trustedPrincipalArns: [`${iam}:role/ci/deploy`, `${iam}:user/railway`] },
    "another account is trusted besides": {
      trustedPrincipalArns: [`${iam}:root`, `arn:${partition}:iam::888888888888:root`],
    },
    "an account and a role of another": {
      trustedPrincipalArns: [`${iam}:root`, `arn:${partition}:iam::888888888888:role/deploy`],
    },
    "they are of one organisation": { organizationId },
    "named roles are of one organisation": { organizationId, trustedPrincipalArns: [`${iam}:role/deploy`] },
    "tokens are taken": { oidc: { ...github, subjects: ["repo:example/backend:environment:production"] } },
    "tokens of a project are taken": {
      oidc: { ...github, subjects: ["repo:example/backend:*", "repo:example/worker:*"] },
    },
    "tokens of a project by its number are taken": {
      oidc: { ...github, subjects: ["repo:example@1234/backend@5678:*", "repository_id:5678:*"] },
    },
    "tokens with further claims are taken": {
      oidc: {
        ...github,
        subjects: ["repo:example@1234/backend@5678:environment:production"],
        claims: { repository_id: "5678", job_workflow_ref: "example/flows/deploy.yml@refs/heads/main" },
      },
    },
    "tokens of a project with a further claim are taken": {
      oidc: {
        providerArn: `${iam}:oidc-provider/gitlab.com`,
        audience: "https://gitlab.com",
        subjects: ["project_id:5678:*"],
        claims: { namespace_id: "1234" },
      },
    },
    "certificates are taken": { rolesAnywhere },
    "every way is open": {
      trustedPrincipalArns: [`${iam}:root`, `arn:${partition}:iam::888888888888:role/deploy`],
      oidc: { ...github, subjects: ["repo:example/backend:environment:production"] },
      rolesAnywhere,
    },
    "sessions serve one tenant": { tenantIsolation: {} },
    "sessions serve one tenant, by another tag, with a provisioner": {
      tenantIsolation: { tagKey: "practice" },
      tenantKeyProvisioning: "provisioner",
      bucketOwnerAccountId: accountId,
    },
    "sessions serve one tenant, in every way": {
      tenantIsolation: {},
      tenantKeyProvisioning: "none",
      trustedPrincipalArns: [`${iam}:root`, `arn:${partition}:iam::888888888888:role/deploy`],
      oidc: { ...github, subjects: ["repo:example/backend:*"] },
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

/** Every set of options, in the account that stands in. */
export const allOptions: Record<string, Partial<SiteArgs>> = {
  ...optionSets(defaultStandIn),
  ...extensions(defaultStandIn),
};

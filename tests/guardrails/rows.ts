import type { PolicyDocument } from "../../cli/access/request";
import { type Context, delegatingKeyPolicy } from "../../cli/access/request";
import { allow, alone, forbid, globalsOf, type Row } from "../../cli/access/row";
import { keyArn, requestTags, resourceTags } from "../../cli/access/rows/kmsRequests";
import type { Site } from "../../cli/access/site";
import { administratorAccess } from "../judge/documents";
import { administrator, deployingUser } from "./guardrails";
import { takingOverRows } from "./takingOver";

/** What everybody with AdministratorAccess may still do in an account with guardrails, and what nobody may. */
export function guardrailRows(site: Site, serviceControl: PolicyDocument): Row[] {
  const { partition, accountId, region } = site.standIn;
  const iam = `arn:${partition}:iam::${accountId}`;
  const row = (
    principal: string,
    action: string,
    resource: string,
    condition: Context,
    [expect, by, why]: ReturnType<typeof allow>,
  ): Row => ({
    ...{ service: "S3", who: principal, condition, expect, by, why, hipaa: [] },
    request: {
      principal,
      action,
      resource,
      accountId,
      context: { ...globalsOf(site, accountId, principal), ...condition },
    },
    policies: {
      identity: [administratorAccess],
      serviceControl,
      ...(action.startsWith("kms:") && { resource: delegatingKeyPolicy(partition, accountId) }),
    },
  });
  const deployer = administrator(site.standIn);
  const human = `${iam}:role/Engineer`;
  const strangers = [human, `${iam}:user/somebody`, site.roleArn, `${deployer}2`, `${iam}:role/x/pulumi`];
  const deployersOnly = (sid: string, action: string, resource: string): Row[] => [
    ...[deployer, deployingUser(site.standIn)].map((who) =>
      row(who, action, resource, {}, allow([], "it deploys")),
    ),
    ...strangers.map((who) => row(who, action, resource, {}, forbid(sid, "it does not deploy"))),
  ];
  const free = (action: string, resource: string, condition: Context = {}) =>
    row(human, action, resource, condition, allow([], "no guardrail's business"));

  const ours = requestTags({ Environment: site.environment, ManagedBy: "Application" });
  const provisioner = site.provisionerRoleArn;
  const tag = (who: string, condition: Context, expected: ReturnType<typeof allow>) =>
    row(who, "kms:TagResource", keyArn(site), condition, expected);
  const kept = [site.backups, site.auditLogs];
  const ofEach = (suffix: string) =>
    ["dev", "staging-eu", "production"].map((name) => `${iam}:role/${name}-${suffix}`);
  const roles = [site.roleArn, ...ofEach("key-provisioner"), ...ofEach("rds-monitoring-role")];
  return [
    ...[...ofEach("key-provisioner"), deployer, deployingUser(site.standIn)].flatMap((who) => [
      tag(who, ours, allow([], "it makes keys")),
      tag(who, { ...ours, ...resourceTags("production", "Application") }, allow([], "it makes keys")),
    ]),
    ...[
      ...strangers,
      `${iam}:role/key-provisioner`,
      `${provisioner}-2`,
      `${iam}:role/my-key-provisioner`,
    ].flatMap((who) => [
      tag(who, ours, forbid("DenyTaggingIntoReach", "a key with neither tag")),
      tag(
        who,
        { ...requestTags({ ManagedBy: "Application" }), "aws:ResourceTag/Environment": "production" },
        forbid("DenyTaggingIntoReach", "a key of the environment, which only lacks the manager"),
      ),
      tag(
        who,
        { ...requestTags({ Environment: "dev" }), ...resourceTags("production", "Application") },
        forbid("DenyRetaggingTenantKeys", "a tenant's key, for another environment"),
      ),
      row(
        who,
        "kms:UntagResource",
        keyArn(site),
        resourceTags("production", "Application"),
        forbid("DenyRetaggingTenantKeys", "a tenant's key"),
      ),
    ]),
    tag(human, requestTags({ CostCenter: "1" }), allow([], "no tenant's key")),
    tag(
      human,
      requestTags({ Environment: "production", ManagedBy: "Terraform" }),
      allow([], "no tenant's key"),
    ),
    tag(human, requestTags({ ManagedBy: "Application2" }), allow([], "no tenant's key")),
    tag(
      human,
      { ...requestTags({ CostCenter: "1" }), ...resourceTags("production", "Terraform") },
      allow([], "no tenant's key"),
    ),
    row(
      human,
      "kms:UntagResource",
      keyArn(site),
      resourceTags("dev", "Terraform"),
      allow([], "no tenant's key"),
    ),
    row(
      human,
      "kms:UpdateKeyDescription",
      keyArn(site),
      resourceTags("production", "Application"),
      allow([], "no guardrail's business"),
    ),
    ...kept.flatMap((bucket) =>
      [
        ...["s3:DeleteObject", "s3:DeleteObjectVersion"],
        ...["s3:DeleteObjectAnnotation", "s3:DeleteObjectVersionAnnotation"],
        ...["s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"],
        ...["s3:BypassGovernanceRetention", "s3:ReplicateDelete"],
      ].flatMap((action) =>
        [deployer, human].map((who) =>
          row(
            who,
            action,
            `${bucket}/a/1`,
            {},
            forbid("DenyDeletingKeptObjects", "nobody deletes what is kept"),
          ),
        ),
      ),
    ),
    ...["s3:DeleteObject", "s3:DeleteObjectVersion"].flatMap((action) =>
      [`${region}:${accountId}:accesspoint/any`, `us-west-2:${accountId}:accesspoint/other`].map((point) =>
        row(
          human,
          action,
          `arn:${partition}:s3:${point}/object/a/1`,
          {},
          forbid("DenyDeletingKeptObjects", "an access point, of whichever bucket"),
        ),
      ),
    ),
    free("s3:GetObject", `arn:${partition}:s3:${region}:${accountId}:accesspoint/any/object/a/1`),
    ...["s3:DeleteObject", "s3:DeleteObjectVersion"].flatMap((action) => [
      free(action, `${site.documents}/tenants/42/1`),
      free(action, `${site.backups}-2/1`),
    ]),
    ...[
      ...["s3:GetObject", "s3:PutObject", "s3:RestoreObject", "s3:ReplicateObject", "s3:ReplicateTags"],
      // Left to the policies of these buckets, which deny them to all but whom they name.
      ...["s3:PutObjectAnnotation", "s3:PutObjectVersionAnnotation", "s3:ReplicateObjectAnnotation"],
      ...["s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
    ].map((action) => free(action, `${site.backups}/1`)),
    ...kept.flatMap((bucket) =>
      [
        ...[
          "s3:DeleteBucket",
          "s3:DeleteBucketPolicy",
          "s3:PutBucketAcl",
          "s3:PutBucketObjectLockConfiguration",
        ],
        ...["s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock"],
        ...["s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"],
        "s3:PutReplicationConfiguration",
      ].flatMap((action) => deployersOnly("DenyWeakeningProtection", action, bucket)),
    ),
    ...["s3:PutBucketPolicy", "s3:DeleteBucket"].flatMap((action) =>
      [site.documents, `${site.backups}-2`, `${site.auditLogs}-2`].map((bucket) => free(action, bucket)),
    ),
    ...[
      "s3:GetBucketPolicy",
      "s3:ListBucket",
      "s3:PutBucketTagging",
      "s3:DeleteBucketWebsite",
      "s3:CreateBucket",
    ].map((action) => free(action, site.backups)),
    ...takingOverRows(site, roles, deployersOnly, free),
    // AWS asks for TagResource too, which is refused.
    alone(row(human, "kms:CreateKey", "*", ours, allow([], "CreateKey's own check"))),
    ...roles.flatMap((role) => [
      row(
        role,
        "sqs:SendMessage",
        `arn:${partition}:sqs:${region}:${accountId}:x`,
        {},
        allow([], "an allowed Region"),
      ),
      ...[region, "us-west-1"].map((where) =>
        row(
          role,
          "s3:ListAllMyBuckets",
          "*",
          { "aws:RequestedRegion": where },
          allow([], "an allowed Region"),
        ),
      ),
      ...["eu-central-1", "us-east-2", "us-west", "unspecified"].map((where) =>
        row(
          role,
          "s3:ListAllMyBuckets",
          "*",
          { "aws:RequestedRegion": where },
          forbid("DenyOtherRegions", "another Region"),
        ),
      ),
      row(
        role,
        "sqs:SendMessage",
        `arn:${partition}:sqs:eu-central-1:${accountId}:x`,
        { "aws:RequestedRegion": "eu-central-1" },
        forbid("DenyOtherRegions", "another Region"),
      ),
    ]),
    free("s3:ListAllMyBuckets", "*", { "aws:RequestedRegion": "eu-central-1" }),
    ...modelRows(site, row, [human, deployer], [site.roleArn, `${iam}:role/hipaa-app-backend-dev-eu`]),
    row(
      human,
      "s3:DeleteBucket",
      "arn:aws:s3:::anything",
      { "aws:SecureTransport": "false" },
      allow([], "no guardrail's business"),
    ),
  ];
}

type RowOf = (
  principal: string,
  action: string,
  resource: string,
  condition: Context,
  expected: ReturnType<typeof allow>,
) => Row;

/** Models by other endpoints, by keys in place of signatures, and on other terms. */
function modelRows({ standIn }: Site, row: RowOf, others: string[], roles: string[]): Row[] {
  const { partition, region, accountId } = standIn;
  const of = (service: string, what: string) => `arn:${partition}:${service}:${region}:${accountId}:${what}`;
  const endpoints: [action: string, resource: string][] = [
    ["aws-external-anthropic:CreateInference", of("aws-external-anthropic", "workspace/own")],
    ["bedrock-mantle:CreateInference", of("bedrock-mantle", "project/default")],
    ["bedrock-mantle:GetProject", of("bedrock-mantle", "project/default")],
  ];
  const modes: [action: string, resource: string, sid: string][] = [
    ["bedrock:PutAccountDataRetention", "*", "DenyRetention"],
    ["bedrock-mantle:PutAccountDataRetention", "*", "DenyRetentionOnMantle"],
    ["bedrock-mantle:CreateProject", of("bedrock-mantle", "project/own"), "DenyRetentionOnMantle"],
    ["bedrock-mantle:UpdateProject", of("bedrock-mantle", "project/own"), "DenyRetentionOnMantle"],
  ];
  return [
    ...endpoints.flatMap(([action, resource]) => [
      ...roles.map((who) =>
        row(who, action, resource, {}, forbid("DenyOtherEndpointsToRoles", "Bedrock's own is theirs")),
      ),
      ...others.map((who) => row(who, action, resource, {}, allow([], "no role of a component's"))),
    ]),
    ...others.flatMap((who) => [
      ...["aws-external-anthropic", "bedrock", "bedrock-mantle"].map((service) =>
        row(
          who,
          `${service}:CallWithBearerToken`,
          "*",
          {},
          forbid("DenyModelKeys", "a client takes a key before a session"),
        ),
      ),
      row(who, "bedrock:InvokeModel", of("bedrock", "provisioned-model/own"), {}, allow([], "signed")),
      ...modes.flatMap(([action, resource, sid]) => {
        const key = `${action.split(":")[0]}:DataRetentionMode`;
        return [
          ...["default", "none"].map((mode) =>
            row(who, action, resource, { [key]: mode }, allow([], "nothing is kept for review")),
          ),
          ...["aws_review", "provider_data_share", "inherit", "None", ""].map((mode) =>
            row(who, action, resource, { [key]: mode }, forbid(sid, "prompts could be kept")),
          ),
          row(who, action, resource, {}, forbid(sid, "the mode is not told")),
        ];
      }),
      ...["ArchiveProject", "GetProject"].map((name) =>
        row(
          who,
          `bedrock-mantle:${name}`,
          of("bedrock-mantle", "project/own"),
          {},
          allow([], "no mode in it"),
        ),
      ),
      ...[
        "bedrock:PutUseCaseForModelAccess",
        "bedrock:CreateSession",
        "bedrock-mantle:GetAccountDataRetention",
      ].map((action) => row(who, action, "*", {}, allow([], "it sets no mode"))),
      row(who, "bedrock:UpdateGuardrail", of("bedrock", "guardrail/abc"), {}, allow([], "it sets no mode")),
      row(
        who,
        "bedrock-mantle:UpdateReservation",
        of("bedrock-mantle", "project/own"),
        {},
        allow([], "it sets no mode"),
      ),
      row(who, "bedrock:GetAccountDataRetention", "*", {}, allow([], "reading is free")),
    ]),
  ];
}

/** The matrix of a site stays as it is in an account with guardrails. */
export function keptRows(rows: Row[], serviceControl: PolicyDocument): Row[] {
  return rows
    .filter(({ expect, service }) => expect === "allow" && service !== "trust" && service !== "monitoring")
    .map((row) => ({ ...row, policies: { ...row.policies, serviceControl } }));
}

/** AWS tells no Sids of what AdministratorAccess allows: it has one of its own. */
export function named<T extends { expect: string; by: string[] }>(rows: T[]): T[] {
  return rows.map((row) => (row.expect === "allow" ? { ...row, by: ["AdministratorAccess"] } : row));
}

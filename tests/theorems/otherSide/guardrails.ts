import type { GuardrailsScope } from "../../../components/policies/guardrails";
import type { Promised, Requests } from "../../../components/promises/promised";
import { isNot, nothingElseDenied, promiser } from "./promiser";

/** What the service control policy promises of everybody in the accounts, whatever other policies they have. */
export function guardrailsPromises({
  partition,
  keptBucketArns: buckets,
  allowedRegions,
  administratorArns: administrators,
  bedrockMantle,
}: GuardrailsScope): Promised[] {
  const named = (kind: string, ...suffixes: string[]) =>
    suffixes.flatMap((suffix) =>
      ["dev", "staging", "production"].map((name) => `arn:${partition}:iam::*:${kind}/${name}*-${suffix}`),
    );
  const provisioners = named("role", "key-provisioner");
  const backends = `arn:${partition}:iam::*:role/hipaa-app-backend-*`;
  const roles = [backends, ...provisioners, ...named("role", "rds-monitoring-role")];
  const policies = named("policy", "access-policy", "key-provisioner-policy", "boundary");
  // Actions of IAM and S3 do not work on each other's.
  const kept = [...roles, ...policies, ...administrators, ...buckets];
  const denied = promiser("guardrails", "denied");
  const isTenants = (key: "RequestTag" | "ResourceTag") => ({
    StringEquals: { [`aws:${key}/ManagedBy`]: "Application" },
    ArnNotLike: { "aws:PrincipalArn": [...provisioners, ...administrators] },
  });
  const retention = (service: string): Requests => ({
    Action: ["PutAccountDataRetention", "CreateProject", "UpdateProject"].map((name) => `${service}:${name}`),
    Condition: { StringNotEquals: { [`${service}:DataRetentionMode`]: ["none", "default"] } },
  });
  return nothingElseDenied("guardrails", [
    denied(
      "tag-keys",
      "tag a key into the backend's reach, or change the tags of a tenant's key, unless a provisioner or an administrator does",
      ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
      [
        { Action: "kms:TagResource", Condition: isTenants("RequestTag") },
        { Action: ["kms:UntagResource", "kms:TagResource"], Condition: isTenants("ResourceTag") },
      ],
    ),
    denied(
      "delete-kept",
      "delete or hide a backup or an audit log, through an access point either, or go around its retention",
      ["164.312(b)", "164.312(c)(1)"],
      [
        {
          Action: ["s3:DeleteObject*", "s3:ReplicateDelete", "s3:BypassGovernanceRetention"],
          Resource: [
            ...buckets.map((bucket) => `${bucket}/*`),
            `arn:${partition}:s3:*:*:accesspoint/*/object/*`,
          ],
        },
      ],
    ),
    denied(
      "weaken-buckets",
      "change what protects the buckets of backups and audit logs, unless an administrator does",
      ["164.312(b)", "164.312(c)(1)"],
      [
        {
          Action: [
            ...["DeleteBucket", "DeleteBucketPolicy", "PutBucketP*", "PutBucketAcl", "PutBucketO*"],
            ...["PutBucketVersioning", "PutEncryptionConfiguration", "PutLifecycleConfiguration"],
            "PutReplicationConfiguration",
          ].map((name) => `s3:${name}`),
          Resource: kept,
          Condition: isNot(administrators),
        },
      ],
    ),
    denied(
      "change-roles",
      "change the component's roles and policies or an administrator, unless an administrator does",
      ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
      [
        {
          Action: ["Attach*", "Create*", "De*", "Enable*", "Put*", "Reset*", "Set*", "Tag*", "U*"].map(
            (name) => `iam:${name}`,
          ),
          Resource: kept,
          Condition: isNot(administrators),
        },
      ],
    ),
    denied(
      "other-regions",
      "do anything outside the allowed Regions, as a role of the component",
      ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
      [
        {
          Action: "*",
          Condition: {
            ArnLike: { "aws:PrincipalArn": roles },
            StringNotEquals: { "aws:RequestedRegion": allowedRegions },
          },
        },
      ],
    ),
    denied(
      "other-endpoints",
      "reach models by another endpoint than the options name, as the backend's role",
      ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
      [
        {
          Action: ["aws-external-anthropic:*", ...(bedrockMantle ? [] : ["bedrock-mantle:*"])],
          Condition: { ArnLike: { "aws:PrincipalArn": backends } },
        },
      ],
    ),
    denied(
      "bearer-keys",
      "reach a model with a key in place of a signature",
      ["164.308(a)(4)(ii)(B)", "164.312(d)"],
      [
        {
          Action: ["bedrock", "bedrock-mantle", "aws-external-anthropic"].map(
            (service) => `${service}:CallWithBearerToken`,
          ),
        },
      ],
    ),
    denied(
      "retention",
      "let AWS keep prompts for review, or share them with who made a model",
      ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
      [retention("bedrock"), retention("bedrock-mantle")],
    ),
  ]);
}

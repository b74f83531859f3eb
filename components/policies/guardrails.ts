import { Environment } from "../inputs/args";
import type { Statement } from "./statement";

/** What the guardrails are made of. */
export interface GuardrailsScope {
  /** `aws`, `aws-us-gov`, `aws-cn` or `aws-eusc`. */
  partition: string;
  keptBucketArns: string[];
  allowedRegions: string[];
  /** Who deploys: they alone change what the guardrails protect. */
  administratorArns: string[];
  /** Whether components have bedrockMantle. */
  bedrockMantle?: boolean | null;
}

/** The names that components give, in any account and with any suffix. */
const named = (partition: string, kind: "role" | "policy", suffix: string) =>
  Object.values(Environment).map(
    (environment) => `arn:${partition}:iam::*:${kind}/${environment}*-${suffix}`,
  );

/**
 * IAM lets nobody but IAM Identity Center change the roles that this makes, by an SCP or without.
 * https://repost.aws/knowledge-center/identity-center-aws-reserved-sso
 */
const isChangeable = (arn: string) => !arn.includes(":role/aws-reserved/sso.amazonaws.com/");

/**
 * What the policies of a role cannot close, as it is others that could do it. A service control policy binds everybody in
 * the accounts that it is attached to; it grants nothing.
 */
export function guardrailsStatements(scope: GuardrailsScope): Statement[] {
  const { partition, keptBucketArns: buckets, administratorArns: administrators } = scope;
  const provisioners = named(partition, "role", "key-provisioner");
  const monitoring = named(partition, "role", "rds-monitoring-role");
  const backends = `arn:${partition}:iam::*:role/hipaa-app-backend-*`;
  const roles = [backends, ...provisioners, ...monitoring];
  const policies = ["access-policy", "key-provisioner-policy", "boundary"].flatMap((suffix) =>
    named(partition, "policy", suffix),
  );
  const tags = { ArnNotLike: { "aws:PrincipalArn": [...provisioners, ...administrators] } };
  return [
    {
      // With this tag a key becomes a tenant's key. To AWS a new key looks the same, so these are the provisioner's.
      Sid: "DenyTaggingIntoReach",
      Effect: "Deny",
      Action: "kms:TagResource",
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestTag/ManagedBy": "Application" }, ...tags },
      purpose: "Only the provisioner of keys and administrators make a key one that backends use.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyRetaggingTenantKeys",
      Effect: "Deny",
      Action: ["kms:TagResource", "kms:UntagResource"],
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/ManagedBy": "Application" }, ...tags },
      purpose: "Only the provisioner of keys and administrators change whose tenant's key it is.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
    },
    {
      Sid: "DenyDeletingKeptObjects",
      Effect: "Deny",
      // Replication would hide an object behind a delete marker. Replicas may come: such a bucket may be their target.
      Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject*", "s3:ReplicateDelete"],
      // What goes through an access point has its ARN, which does not tell the bucket: so none of them deletes.
      Resource: [...buckets.map((bucket) => `${bucket}/*`), `arn:${partition}:s3:*:*:accesspoint/*/object/*`],
      purpose:
        "Nobody deletes or hides a backup or an audit log, not even an administrator. Lifecycle rules still do.",
      hipaa: ["164.312(b)", "164.312(c)(1)"],
    },
    {
      // One statement for buckets and roles, as each would hold all administrators. Its actions of S3 work on buckets, those
      // of IAM on roles, users and policies. Who changes what a role may, who assumes it, or what signs in as a user, is
      // whoever they are. Renaming a user asks for both names, so nobody takes an administrator's. Reading stays free.
      Sid: "DenyWeakeningProtection",
      Effect: "Deny",
      Action: [
        ...["Attach*", "Create*", "De*", "Enable*", "Put*", "Reset*", "Set*", "Tag*", "U*"].map(
          (pattern) => `iam:${pattern}`,
        ),
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketAcl",
        "s3:PutBucketO*", // Object lock, ownership.
        "s3:PutBucketP*", // Policy, public access block.
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      Resource: [...roles, ...policies, ...administrators.filter(isChangeable), ...buckets],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": administrators } },
      purpose:
        "Only administrators change the component's roles and policies, administrators themselves, and what protects backups and audit logs.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)", "164.312(b)", "164.312(c)(1)"],
    },
    {
      Sid: "DenyOtherRegions",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:PrincipalArn": roles },
        StringNotEquals: { "aws:RequestedRegion": scope.allowedRegions },
      },
      purpose: "The roles work in the allowed Regions and nowhere else, whatever they are granted.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...modelStatements(backends, scope.bedrockMantle === true),
  ];
}

/** What no role of a component can keep an account from: other endpoints, other credentials, other terms. */
function modelStatements(backends: string, hasMantle: boolean): Statement[] {
  return [
    {
      // The other roles of a component are granted no model at all, and a policy has room for so much.
      Sid: "DenyOtherEndpointsToRoles",
      Effect: "Deny",
      Action: ["aws-external-anthropic:*", ...(hasMantle ? [] : ["bedrock-mantle:*"])],
      Resource: "*",
      Condition: { ArnLike: { "aws:PrincipalArn": backends } },
      purpose:
        "The backends' roles reach models through Bedrock's own endpoint, or as an option of theirs asks for.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    {
      // A client that finds such a key signs with it, and not as the role: so nobody's works.
      Sid: "DenyModelKeys",
      Effect: "Deny",
      Action: ["aws-external-anthropic", "bedrock", "bedrock-mantle"].map(
        (service) => `${service}:CallWithBearerToken`,
      ),
      Resource: "*",
      purpose:
        "Nobody reaches a model with a key in place of a signature; keys outlive and outrank sessions.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(d)"],
    },
    ...["bedrock", "bedrock-mantle"].map((service) => denyRetention(service)),
  ];
}

/** A project that names no mode inherits one, and a call that names none could not be told from another. */
function denyRetention(service: string): Statement {
  return {
    Sid: service === "bedrock" ? "DenyRetention" : "DenyRetentionOnMantle",
    Effect: "Deny",
    Action: ["CreateProject", "PutAccountDataRetention", "UpdateProject"].map((name) => `${service}:${name}`),
    Resource: "*",
    Condition: { StringNotEquals: { [`${service}:DataRetentionMode`]: ["default", "none"] } },
    purpose:
      "No account and no project lets AWS keep prompts for review, or share them with who made a model.",
    hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
  };
}

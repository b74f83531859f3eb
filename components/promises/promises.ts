import { TenantKeyProvisioning } from "../inputs/args";
import type { Scope } from "../inputs/scope";
import { tenantOf } from "../policies/tenant";
import { bedrockPromises, mayUseModels } from "./bedrock";
import { keyPromises, mayUseKeys, provisionerPromises } from "./keys";
import { madeBy, madeByNone } from "./madeBy";
import type { Holder, Promised, Requests } from "./promised";
import { s3Promises } from "./s3";
import { mayUseSecrets, secretsPromises } from "./secrets";
import { type Conditions, joined } from "./session";
import { monitoringPromises, trustPromises } from "./trust";

/** What README and the pages of the options promise of the roles in a scope, each sentence for all requests there are. */
export function promisesOf(scope: Scope): Promised[] {
  const hasProvisioner = scope.tenantKeyProvisioning === TenantKeyProvisioning.Provisioner;
  const s3 = s3Promises(scope);
  const backend: Requests[] = [
    ...s3.filter(({ answer }) => answer === "allowed").flatMap(({ requests }) => requests),
    ...mayUseKeys(scope, "backend"),
    ...mayUseModels(scope),
    ...mayUseSecrets(scope),
  ];
  const provisioner = mayUseKeys(scope, "key provisioner");
  return [
    ...trustPromises(scope, "backend's trust"),
    ...s3,
    ...keyPromises(scope),
    ...bedrockPromises(scope),
    ...secretsPromises(scope),
    ...tenantPromises(scope),
    {
      ...{ id: "nothing-else", of: "backend", answer: "nothing else" },
      says: "the role's policies allow nothing but what the other lines say that it may do, and what remains open",
      requests: backend,
      ...madeByNone,
    },
    ...(hasProvisioner
      ? ([
          ...trustPromises(scope, "key provisioner's trust"),
          ...provisionerPromises(scope),
          ...noTenantPromises(scope, "key provisioner"),
          {
            ...{ id: "nothing-else", of: "key provisioner", answer: "nothing else" },
            says: "the role's policies allow nothing but to create, tag, describe and rotate tenant keys",
            requests: provisioner,
            ...madeByNone,
          },
          {
            ...{ id: "read-with-keys", of: "key provisioner", answer: "denied" },
            says: "encrypt, decrypt, agree on a secret or sign with any key, or grant its use",
            requests: [
              {
                Action: [
                  ...[
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                    "kms:CreateGrant",
                  ],
                  ...["kms:GenerateDataKey*", "kms:GenerateMac", "kms:Sign", "kms:Verify", "kms:VerifyMac"],
                  ...["kms:DeriveSharedSecret", "kms:Encapsulate", "kms:Decapsulate"],
                ],
              },
            ],
            ...madeBy("DenyUsingKeys"),
          },
        ] satisfies Promised[])
      : []),
    ...(scope.enableRdsMonitoring ? monitoringPromises(scope) : []),
    {
      ...{ id: "within-boundary", of: "backend as administrator, within its boundary" },
      says: "with the boundary and AWS's AdministratorAccess attached, the backend's role may do what its own policies allow and what the component's other roles may do",
      answer: "nothing else",
      requests: [
        ...backend,
        ...(hasProvisioner ? provisioner : []),
        ...(scope.enableRdsMonitoring ? metrics(scope) : []),
      ],
      ...madeByNone,
    },
  ];
}

/** What the boundary must hold for AWS's AmazonRDSEnhancedMonitoringRole. */
function metrics({ partition }: Scope): Requests[] {
  const groups = `arn:${partition}:logs:*:*:log-group:RDS*`;
  return [
    {
      Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DescribeLogStreams"],
      Resource: groups,
    },
    {
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"],
      Resource: `${groups}:log-stream:*`,
    },
  ];
}

/** The variable stands for every tenant but the session's. */
export const otherTenant = "hipaa-iam:OtherTenant";

/** For all tenants that the checks accept, a session of one reaches nothing of another. */
function tenantPromises(scope: Scope): Promised[] {
  const tenant = tenantOf(scope);
  if (!tenant) return [];
  const { principalTag, resourceTag } = tenant;
  const { s3BucketDocumentsArn: documents } = scope;
  const id = `\u0024{${otherTenant}}`;
  const isOther = {
    Null: { [otherTenant]: "false" },
    StringNotEquals: { [principalTag]: id },
    StringNotLike: { [otherTenant]: ["", "*/*", "*\u0024{*}*", "*\u0024{?}*"] },
  };
  const above = "tenants/";
  // Without a prefix, with one above all tenants, with the beginning of some names, and with B's.
  const listings: Conditions[] = [
    { Null: { "s3:prefix": "true" } },
    { StringEquals: { "s3:prefix": Array.from({ length: above.length }, (_, at) => above.slice(0, at)) } },
    { StringLike: { "s3:prefix": `${above}*` }, StringNotLike: { "s3:prefix": `${above}*/*` } },
    joined(isOther, { StringLike: { "s3:prefix": `${above}${id}/*` } }),
  ];
  const of = "backend";
  return [
    {
      ...{ id: "other-tenants", of, answer: "refused" },
      says: "for all tenants A and B: in a session of A, use or list a document of B, or use a key of B",
      requests: [
        { Action: "s3:*", Resource: `${documents}/tenants/${id}/*`, Condition: isOther },
        ...listings.map((Condition) => ({ Action: "s3:ListBucket*", Resource: documents, Condition })),
        { Action: "kms:*", Condition: { ...isOther, StringEquals: { [resourceTag]: id } } },
      ],
      ...madeByNone,
    },
    ...noTenantPromises(scope, of),
    {
      ...{ id: "keys-of-no-tenant", of, answer: "denied" },
      says: "do anything with a tenant key that names no tenant",
      requests: [
        {
          Action: "kms:*",
          Condition: {
            Null: { [resourceTag]: "true" },
            StringEquals: { "aws:ResourceTag/ManagedBy": "Application" },
          },
        },
      ],
      ...madeBy("DenyKeysOfNoTenant"),
    },
  ];
}

/** A session is of one tenant, or of no use. */
function noTenantPromises(scope: Scope, of: Holder): Promised[] {
  const tenant = tenantOf(scope);
  if (!tenant) return [];
  const { principalTag } = tenant;
  return [
    {
      ...{ id: "no-tenant", of, answer: "denied" },
      says: "do anything in a session without the tenant's tag, or with one that is empty or has a slash, * or ?",
      requests: [
        { Action: "*", Condition: { Null: { [principalTag]: "true" } } },
        {
          Action: "*",
          Condition: { StringLike: { [principalTag]: ["", "*/*", "*\u0024{*}*", "*\u0024{?}*"] } },
        },
      ],
      ...madeBy("DenySessionsWithoutTenant", "DenySessionsOfSeveralTenants"),
    },
  ];
}

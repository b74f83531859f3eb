import { type Check, type Place, present, requestTags, suffixOf, tagged, UnknownOperation } from "./check";
import { type KeyOf, toldOf } from "./kms";

/** A secret, as far as conditions ask for it. */
export interface KnownSecret {
  arn: string;
  tags: Record<string, string>;
  /** Its key, by ARN, ID or alias; undefined where it is AWS's own, which nobody needs a permission for. */
  key?: string;
}

/** Finds a secret by its name, or its ARN with or without the six characters at its end. */
export type SecretOf = (id: string) => KnownSecret | undefined;

export const secretsManagerPage = (name: string) =>
  `https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_${name}.html`;

const withoutSecret = ["ListSecrets", "GetRandomPassword", "BatchGetSecretValue"];

/** Operations that name a secret as SecretId. The action has the name of the operation. */
const onSecret = [
  ...["GetSecretValue", "DescribeSecret", "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage"],
  ...["DeleteSecret", "RestoreSecret", "RotateSecret", "CancelRotateSecret", "ListSecretVersionIds"],
  ...["GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy", "ValidateResourcePolicy"],
  ...["TagResource", "UntagResource", "ReplicateSecretToRegions", "RemoveRegionsFromReplication"],
  "StopReplicationToReplica",
];

/** Operations that read or write what is in a secret, or give it a key, and what they ask its key for. */
const keyUse: Record<string, string[]> = {
  GetSecretValue: ["kms:Decrypt"],
  CreateSecret: ["kms:GenerateDataKey", "kms:Decrypt"],
  PutSecretValue: ["kms:GenerateDataKey", "kms:Decrypt"],
  UpdateSecret: ["kms:GenerateDataKey", "kms:Decrypt"],
};

type Params = Record<string, unknown>;

export function secretsManagerChecks(
  operation: string,
  params: Params,
  secretOf: SecretOf,
  keyOf: KeyOf,
  place: Place,
): Check[] {
  const { partition, region, accountId } = place;
  const arnOf = (name: string) => `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}`;
  const told = present({
    "secretsmanager:SecretId": params.SecretId,
    "secretsmanager:Name": operation === "CreateSecret" ? params.Name : undefined,
    "secretsmanager:VersionId": params.VersionId,
    "secretsmanager:VersionStage":
      params.VersionStage ?? (operation === "GetSecretValue" ? "AWSCURRENT" : undefined),
    "secretsmanager:KmsKeyId": params.KmsKeyId,
  });
  const action = `secretsmanager:${operation}`;
  const tags = (Array.isArray(params.Tags) ? params.Tags : []) as { Key: string; Value: string }[];
  const sent = requestTags(Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
  if (operation === "CreateSecret") {
    const resource = arnOf(`${params.Name}-xxxxxx`);
    const keys = keyChecks(operation, keyGiven(params), resource, keyOf, place);
    return [{ action, resource, context: { ...told, ...sent } }, ...keys];
  }
  if (operation === "BatchGetSecretValue") {
    if (params.Filters !== undefined) {
      throw new UnknownOperation(
        "Secrets Manager: which secrets Filters find is not decided here: give SecretIdList.",
      );
    }
    const ids = Array.isArray(params.SecretIdList) ? params.SecretIdList : [];
    const each = ids.flatMap((SecretId) =>
      secretsManagerChecks("GetSecretValue", { SecretId }, secretOf, keyOf, place),
    );
    return [{ action, resource: "*", context: {} }, ...each];
  }
  if (withoutSecret.includes(operation)) return [{ action, resource: "*", context: told }];
  if (!onSecret.includes(operation)) {
    throw new UnknownOperation(`Secrets Manager: ${operation} is no operation that is known here.`);
  }
  const id = String(params.SecretId);
  const secret = secretOf(id);
  const resource = secret?.arn ?? (id.startsWith("arn:") ? id : arnOf(`${id}-xxxxxx`));
  const context = { ...told, ...sent, ...tagged("aws:ResourceTag", secret?.tags ?? {}) };
  const key = params.KmsKeyId === undefined ? secret?.key : keyGiven(params);
  return [{ action, resource, context }, ...keyChecks(operation, key, resource, keyOf, place)];
}

/** The key that a secret gets; undefined for AWS's own, which nobody needs a permission for. */
function keyGiven({ KmsKeyId }: Params): string | undefined {
  return typeof KmsKeyId === "string" && !/^$|(^|:)alias\/aws\//.test(KmsKeyId) ? KmsKeyId : undefined;
}

/**
 * Secrets Manager uses the key in the caller's name, and tries a new one before it takes it. Without kms:Encrypt on a new
 * key, or kms:Decrypt on the old one, it leaves old versions as they are, and succeeds:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
function keyChecks(
  operation: string,
  id: string | undefined,
  secret: string,
  keyOf: KeyOf,
  place: Place,
): Check[] {
  const actions = keyUse[operation];
  if (id === undefined || !actions) return [];
  const { partition, region, accountId } = place;
  const known = keyOf(id);
  const name = id.startsWith("alias/") ? id : `key/${id}`;
  const resource =
    known?.arn ?? (id.startsWith("arn:") ? id : `arn:${partition}:kms:${region}:${accountId}:${name}`);
  const context = {
    ...toldOf(known),
    "kms:ViaService": `secretsmanager.${region}.${suffixOf(place)}`,
    "kms:EncryptionContext:SecretARN": secret,
    "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
  };
  return actions.map((action) => ({ action, resource, context }));
}

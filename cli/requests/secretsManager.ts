import { type Check, type Place, present, requestTags, suffixOf, tagged, UnknownOperation } from "./check";

/** A secret, as far as conditions ask for it. */
export interface KnownSecret {
  arn: string;
  tags: Record<string, string>;
  /** ARN of its key; undefined where it is AWS's own, which nobody needs a permission for. */
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

/** Operations that read or write what is in a secret, and what they ask its key for. */
const keyUse: Record<string, string[]> = {
  GetSecretValue: ["kms:Decrypt"],
  PutSecretValue: ["kms:GenerateDataKey", "kms:Decrypt"],
  UpdateSecret: ["kms:GenerateDataKey", "kms:Decrypt"],
};

type Params = Record<string, unknown>;

export function secretsManagerChecks(
  operation: string,
  params: Params,
  secretOf: SecretOf,
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
    return [{ action, resource: arnOf(`${params.Name}-xxxxxx`), context: { ...told, ...sent } }];
  }
  if (operation === "BatchGetSecretValue") {
    if (params.Filters !== undefined) {
      throw new UnknownOperation(
        "Secrets Manager: which secrets Filters find is not decided here: give SecretIdList.",
      );
    }
    const ids = Array.isArray(params.SecretIdList) ? params.SecretIdList : [];
    const each = ids.flatMap((SecretId) =>
      secretsManagerChecks("GetSecretValue", { SecretId }, secretOf, place),
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
  return [{ action, resource, context }, ...keyChecks(operation, secret, place)];
}

/** Secrets Manager decrypts in the caller's name: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
function keyChecks(operation: string, secret: KnownSecret | undefined, place: Place): Check[] {
  if (!secret?.key) return [];
  const { key, arn } = secret;
  const context = {
    "kms:ViaService": `secretsmanager.${place.region}.${suffixOf(place)}`,
    "kms:EncryptionContext:SecretARN": arn,
    "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
  };
  return (keyUse[operation] ?? []).map((action) => ({ action, resource: key, context }));
}

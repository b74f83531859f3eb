import {
  type Check,
  type Context,
  type Place,
  present,
  requestTags,
  tagged,
  UnknownOperation,
} from "./check";

/** A key, as far as conditions ask for it. */
export interface KnownKey {
  arn: string;
  tags: Record<string, string>;
  /** What the key says of itself, such as kms:KeySpec. */
  context?: Context;
  aliases?: string[];
}

/** What AWS tells of a key, whichever service uses it. */
export function toldOf(key: KnownKey | undefined): Context {
  return {
    ...present({ "kms:ResourceAliases": key?.aliases }),
    ...key?.context,
    ...tagged("aws:ResourceTag", key?.tags ?? {}),
  };
}

/** Finds a key by its ID, its ARN, or one of its aliases. */
export type KeyOf = (id: string) => KnownKey | undefined;

export const kmsPage = (name: string) =>
  `https://docs.aws.amazon.com/kms/latest/APIReference/API_${name}.html`;

/** Operations that are about no key: https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html */
const withoutKey = [
  ...[
    "CreateKey",
    "ListKeys",
    "ListAliases",
    "GenerateRandom",
    "DescribeCustomKeyStores",
    "CreateCustomKeyStore",
  ],
  ...["ConnectCustomKeyStore", "DisconnectCustomKeyStore", "DeleteCustomKeyStore", "UpdateCustomKeyStore"],
];

/** Operations that name a key as KeyId. The action has the name of the operation. */
const onKey = [
  ...["Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair"],
  ...["GenerateDataKeyPairWithoutPlaintext", "Sign", "Verify", "GenerateMac", "VerifyMac", "GetPublicKey"],
  ...[
    "DeriveSharedSecret",
    "Decapsulate",
    "Encapsulate",
    "DescribeKey",
    "GetKeyPolicy",
    "PutKeyPolicy",
    "ListKeyPolicies",
  ],
  ...["EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion", "UpdateKeyDescription"],
  ...[
    "EnableKeyRotation",
    "DisableKeyRotation",
    "GetKeyRotationStatus",
    "ListKeyRotations",
    "RotateKeyOnDemand",
  ],
  ...["TagResource", "UntagResource", "ListResourceTags", "CreateGrant", "ListGrants", "RevokeGrant"],
  ...["GetKeyLastUsage", "GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial"],
  ...["ReplicateKey", "UpdatePrimaryRegion"],
];

type Params = Record<string, unknown>;

/** The key that a request names; Decrypt may leave it out, as the ciphertext knows it. */
export function keyIdOf(params: Params): string | undefined {
  const named = params.KeyId ?? params.TargetKeyId ?? params.SourceKeyId;
  return typeof named === "string" ? named : undefined;
}

export function kmsChecks(operation: string, params: Params, keyOf: KeyOf, place: Place): Check[] {
  const told = { "kms:CallerAccount": place.accountId, ...requested(operation, params) };
  if (operation === "CreateKey") return createChecks(params, told, place);
  if (withoutKey.includes(operation)) return [{ action: `kms:${operation}`, resource: "*", context: told }];
  const on = (action: string, id: unknown, more: Context = {}): Check => {
    const key = keyOf(String(id));
    const alias = /alias\/.+$/.exec(String(id))?.[0];
    return {
      action: `kms:${action}`,
      resource: key?.arn ?? unknownKey(String(id), place),
      context: {
        ...told,
        ...present({ "kms:RequestAlias": alias }),
        ...toldOf(key),
        ...more,
      },
    };
  };
  if (operation === "ReEncrypt") {
    return [
      on("ReEncryptFrom", params.SourceKeyId, encryption(params.SourceEncryptionContext)),
      on("ReEncryptTo", params.DestinationKeyId, encryption(params.DestinationEncryptionContext)),
    ];
  }
  if (/^(Create|Update|Delete)Alias$/.test(operation)) {
    const { partition, region, accountId } = place;
    const alias = `arn:${partition}:kms:${region}:${accountId}:${params.AliasName}`;
    const key = params.TargetKeyId ?? params.AliasName;
    return [{ action: `kms:${operation}`, resource: alias, context: told }, on(operation, key)];
  }
  if (!onKey.includes(operation))
    throw new UnknownOperation(`KMS: ${operation} is no operation that is known here.`);
  return [on(operation, keyIdOf(params), encryption(params.EncryptionContext))];
}

/** AWS would not find it; IAM is asked first, and a pattern of keys may cover it. */
export function unknownKey(id: string, { partition, region, accountId }: Place): string {
  return id.startsWith("arn:")
    ? id
    : `arn:${partition}:kms:${region}:${accountId}:key/${id.replace(/^alias\//, "")}`;
}

/** The ARN of a key that a request makes: nobody knows its ID before. */
const newKey = ({ partition, region, accountId }: Place) =>
  `arn:${partition}:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`;

/** The change of a key's policy that has to be possible once a request has set it; undefined of other operations. */
export function puttingAgain(
  operation: string,
  params: Params,
  checks: Check[],
  place: Place,
): Check | undefined {
  if (operation === "PutKeyPolicy") return checks[0];
  if (operation !== "CreateKey") return undefined;
  const context = { "kms:CallerAccount": place.accountId, ...tagged("aws:ResourceTag", tagsOf(params)) };
  return { action: "kms:PutKeyPolicy", resource: newKey(place), context };
}

/** With tags AWS asks for TagResource as well, of a key that has none yet. */
function createChecks(params: Params, told: Context, place: Place): Check[] {
  const { accountId } = place;
  const tags = requestTags(tagsOf(params));
  const key = newKey(place);
  const context = {
    ...told,
    "kms:KeySpec": String(params.KeySpec ?? params.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT"),
    "kms:KeyUsage": String(params.KeyUsage ?? "ENCRYPT_DECRYPT"),
    "kms:KeyOrigin": String(params.Origin ?? "AWS_KMS"),
    "kms:MultiRegion": String(params.MultiRegion ?? false),
  };
  return [
    { action: "kms:CreateKey", resource: "*", context },
    ...(Object.keys(tags).length > 0
      ? [
          {
            ...{ action: "kms:TagResource", resource: key, isNew: true },
            context: { "kms:CallerAccount": accountId, ...tags },
          },
        ]
      : []),
  ];
}

function tagsOf({ Tags }: Params): Record<string, string> {
  const tags = Array.isArray(Tags) ? (Tags as { TagKey: string; TagValue: string }[]) : [];
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
function requested(operation: string, params: Params): Context {
  return {
    ...present({
      "kms:EncryptionAlgorithm": /^(En|De)crypt$/.test(operation)
        ? (params.EncryptionAlgorithm ?? "SYMMETRIC_DEFAULT")
        : undefined,
      "kms:SigningAlgorithm": params.SigningAlgorithm,
      "kms:MacAlgorithm": params.MacAlgorithm,
      "kms:MessageType": params.MessageType,
      "kms:DataKeyPairSpec": params.KeyPairSpec,
      "kms:BypassPolicyLockoutSafetyCheck": params.BypassPolicyLockoutSafetyCheck,
      "kms:ScheduleKeyDeletionPendingWindowInDays": params.PendingWindowInDays,
      "kms:GranteePrincipal": params.GranteePrincipal,
      "kms:GrantOperations": params.Operations,
      "kms:ReplicaRegion": params.ReplicaRegion,
      "kms:PrimaryRegion": params.PrimaryRegion,
    }),
    ...(operation === "UntagResource"
      ? present({ "aws:TagKeys": params.TagKeys })
      : requestTags(tagsOf(params))),
  };
}

function encryption(given: unknown): Context {
  const pairs = Object.entries((given ?? {}) as Record<string, string>);
  if (pairs.length === 0) return {};
  const each = pairs.map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  return { ...Object.fromEntries(each), "kms:EncryptionContextKeys": pairs.map(([key]) => key) };
}

import type { Promised, Requests } from "../../../components/promises/promised";
import type { MasterKeyStatementsArgs } from "../../../components/resourcePolicies/masterKey";
import type { TenantKeyPolicyArgs } from "../../../components/resourcePolicies/tenantKey";
import { isNot, isOneOf, promiser } from "./promiser";

const nobodyElse: Promised["hipaa"] = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(iv)"];
const custody: Promised["hipaa"] = ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"];
const evaluation: Promised["hipaa"] = ["164.308(a)(1)(ii)(D)", "164.308(a)(8)"];

const use = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];
const rotation = ["kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];
/** All that makes data of data with a key. */
const onData = [
  ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:GenerateMac"],
  ...["kms:VerifyMac", "kms:Sign", "kms:Verify", "kms:DeriveSharedSecret"],
];
const management = [
  ...["kms:DescribeKey", "kms:GetKeyLastUsage", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"],
  ...["kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags"],
  ...["kms:PutKeyPolicy", "kms:RevokeGrant", "kms:TagResource", "kms:UntagResource"],
  ...["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias", "kms:UpdateKeyDescription"],
  ...["kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:RotateKeyOnDemand"],
  ...["kms:EnableKey", "kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
];

const seeing = [
  ...["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants"],
  "kms:ListResourceTags",
];

type Grant = [id: string, says: string, actions: string[], arns: string[], hipaa: Promised["hipaa"]];

/** What the policy of the master key promises, if it has these statements alone. */
export function masterKeyPromises({
  roleArn,
  readerArns = [],
  auditorArns = [],
  administratorArns = [],
}: MasterKeyStatementsArgs): Promised[] {
  const readers: Grant = [
    "readers-decrypt",
    "decrypt what they may read, as a reader",
    ["kms:Decrypt", "kms:DescribeKey"],
    readerArns,
    ["164.308(a)(1)(ii)(D)", "164.308(a)(4)(ii)(B)"],
  ];
  const refused = promiser("master key", "refused");
  return [
    ...granted("master key", roleArn, administratorArns, [
      ["role-uses", "encrypt, decrypt and describe, as the role", use, [roleArn], nobodyElse],
      ...(readerArns.length > 0 ? [readers] : []),
      ...seen(auditorArns),
    ]),
    ...onlySeen("master key", auditorArns),
    refused("others-decrypt", "decrypt, unless as the role or a reader", nobodyElse, [
      { Principal: "*", Action: "kms:Decrypt", Condition: isNot([roleArn, ...readerArns]) },
    ]),
    refused("others-use", "encrypt, sign or derive with the key, unless as the role", nobodyElse, [
      {
        Principal: "*",
        Action: onData.filter((action) => action !== "kms:Decrypt"),
        Condition: isNot([roleArn]),
      },
    ]),
    refused("role-manages", "delete, disable or tag the key, or change its policy, as the role", custody, [
      {
        Principal: "*",
        Action: management.filter((action) => !use.includes(action)),
        Condition: isOneOf([roleArn]),
      },
    ]),
  ];
}

/** What the policy that a tenant key is created with promises. */
export function tenantKeyPromises({
  roleArn,
  creatorArn = roleArn,
  auditorArns = [],
  administratorArns = [],
}: TenantKeyPolicyArgs): Promised[] {
  const rotates: Grant = [
    "creator-rotates",
    "have the key renewed, as its creator",
    rotation,
    [creatorArn],
    custody,
  ];
  const uses = [...use, ...rotation];
  const refused = promiser("tenant key", "refused");
  return [
    ...granted("tenant key", roleArn, administratorArns, [
      ["role-uses", "encrypt, decrypt and have the key renewed, as the role", uses, [roleArn], nobodyElse],
      ...(creatorArn === roleArn ? [] : [rotates]),
      [
        "creator-mends",
        "change the key's policy, as its creator",
        ["kms:PutKeyPolicy"],
        [creatorArn],
        custody,
      ],
      ...seen(auditorArns),
    ]),
    ...onlySeen("tenant key", auditorArns),
    refused("others-use", "encrypt, decrypt, sign or derive with the key, unless as the role", nobodyElse, [
      { Principal: "*", Action: onData, Condition: isNot([roleArn]) },
    ]),
    refused("role-manages", "delete, disable or tag the key, as the role", custody, [
      {
        Principal: "*",
        Action: management.filter((action) => ![...uses, "kms:PutKeyPolicy"].includes(action)),
        Condition: isOneOf([roleArn]),
      },
    ]),
  ];
}

/** What auditors see. */
const seen = (arns: string[]): Grant[] =>
  arns.length > 0 ? [["auditors-see", "see its settings, as an auditor", seeing, arns, evaluation]] : [];

/** That auditors do no more. */
const onlySeen = (of: "master key" | "tenant key", arns: string[]): Promised[] => {
  const more = [...onData, "kms:CreateGrant", ...management.filter((action) => !seeing.includes(action))];
  const requests = [{ Principal: "*" as const, Action: more, Condition: isOneOf(arns) }];
  const says = "use or change the key, or let others, as an auditor who is nothing else to it";
  const provisions: Promised["hipaa"] = ["164.308(a)(4)(ii)(B)", "164.308(a)(4)(ii)(C)", "164.312(a)(1)"];
  return arns.length > 0 ? [promiser(of, "refused")("auditors-change", says, provisions, requests)] : [];
};

/** Who may what by a key's policy, and that nobody else may anything. */
function granted(
  of: "master key" | "tenant key",
  roleArn: string,
  administratorArns: string[],
  grants: Grant[],
): Promised[] {
  const [, partition, , , account] = roleArn.split(":");
  const root = `arn:${partition}:iam::${account}:root`;
  const all: Grant[] = [
    ...grants,
    [
      "manage",
      "manage the key, as an administrator of it or the account's root user",
      management,
      [root, ...administratorArns],
      custody,
    ],
  ];
  const requests = (actions: string[], arns: string[]): Requests[] => [
    { Principal: { AWS: root }, Action: actions, Condition: isOneOf(arns) },
  ];
  return [
    ...all.map(([id, says, actions, arns, hipaa]) =>
      promiser(of, "allowed")(id, says, hipaa, requests(actions, arns)),
    ),
    promiser(of, "nothing else")(
      "nothing-else",
      "nobody else does anything with the key",
      nobodyElse,
      all.flatMap(([, , actions, arns]) => requests(actions, arns)),
    ),
    promiser(of, "refused")("grants", "let others use the key by a grant, whoever asks", nobodyElse, [
      { Principal: "*", Action: "kms:CreateGrant" },
    ]),
    promiser(of, "refused")("other-accounts", "do anything from another account, or unsigned", nobodyElse, [
      {
        Principal: "*",
        Action: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": `${account}` } },
      },
    ]),
  ];
}

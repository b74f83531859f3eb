import { allow, backendRows, deny, type Row, stranger } from "../row";
import { otherRegions, type Site } from "../site";

const read = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];
const never = [
  ...["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret"],
  ...["secretsmanager:RotateSecret", "secretsmanager:PutResourcePolicy", "secretsmanager:GetResourcePolicy"],
  ...["secretsmanager:ListSecretVersionIds", "secretsmanager:TagResource", "secretsmanager:UntagResource"],
];

/** The secrets that are named, and no other. */
export function secretsRows(site: Site): Row[] {
  const { partition, region, accountId } = site.standIn;
  const any = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:other-AbCdEf`;
  const row = backendRows(site, "Secrets Manager");
  return [
    ...site.secretArns.flatMap((secret) => secretRows(site, secret.replace("??????", "GhIjKl"))),
    ...[...read, "secretsmanager:PutSecretValue"].map((action) =>
      row(action, any, {}, deny("another secret")),
    ),
    ...[
      "secretsmanager:ListSecrets",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetRandomPassword",
    ].map((action) => row(action, "*", {}, deny("secrets are read one by one"))),
    ...(site.secretsKey ? keyRows(site, site.secretsKey) : []),
  ];
}

function secretRows(site: Site, secret: string): Row[] {
  const row = backendRows(site, "Secrets Manager");
  const { region, accountId } = site.standIn;
  const near = [
    secret.slice(0, -1),
    `${secret}x`,
    secret.replace(":secret:", ":secret:x"),
    secret.slice(0, -7),
  ];
  return [
    ...read.map((action) => row(action, secret, {}, allow("ReadSecrets", "a secret of the backend's"))),
    ...near.flatMap((other) =>
      read.map((action) => row(action, other, {}, deny("a secret whose name is nearly the same"))),
    ),
    ...never.map((action) => row(action, secret, {}, deny("secrets are read, not changed"))),
    ...otherRegions(site).map((other) =>
      row("secretsmanager:GetSecretValue", secret.replace(region, other), {}, deny("another Region")),
    ),
    row(
      "secretsmanager:GetSecretValue",
      secret.replace(accountId, stranger),
      {},
      deny("another account"),
      stranger,
    ),
  ];
}

/** Their key, through Secrets Manager and for them alone. */
function keyRows(site: Site, key: string): Row[] {
  const row = backendRows(site, "Secrets Manager");
  const { partition, region } = site.standIn;
  // Which of its two names KMS tells in aws-eusc is not known: both are AWS's.
  const names: Record<string, string[]> = {
    "aws-cn": ["amazonaws.com.cn"],
    "aws-eusc": ["amazonaws.eu", "amazonaws.com"],
  };
  const suffixes = names[partition] ?? ["amazonaws.com"];
  const [suffix = ""] = suffixes;
  const others = ["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu"].filter(
    (other) => !suffixes.includes(other),
  );
  const via = { "kms:ViaService": `secretsmanager.${region}.${suffix}` };
  const context = (secret: string) => ({ "kms:EncryptionContext:SecretARN": secret });
  const [secret = ""] = site.secretArns;
  return [
    ...site.secretArns.map((one) =>
      row(
        "kms:Decrypt",
        key,
        { ...via, ...context(one.replace("??????", "GhIjKl")) },
        allow("DecryptSecrets", "for a secret of the backend's"),
      ),
    ),
    ...suffixes.map((name) =>
      row(
        "kms:Decrypt",
        key,
        {
          "kms:ViaService": `secretsmanager.${region}.${name}`,
          ...context(secret.replace("??????", "GhIjKl")),
        },
        allow("DecryptSecrets", "as Secrets Manager is called in this partition"),
      ),
    ),
    row("kms:Decrypt", key, { ...via, ...context(`${secret}x`) }, deny("for another secret")),
    row("kms:Decrypt", key, { ...via, ...context("") }, deny("for no secret")),
    row("kms:Decrypt", key, via, deny("for no secret")),
    row("kms:Decrypt", key, context(secret), deny("not through Secrets Manager")),
    row("kms:Decrypt", key, {}, deny("not through Secrets Manager, for no secret")),
    ...[
      `s3.${region}.${suffix}`,
      `secretsmanager.eu-west-3.${suffix}`,
      `secretsmanager.${region}.${suffix}x`,
      ...others.map((other) => `secretsmanager.${region}.${other}`),
    ].map((service) =>
      row(
        "kms:Decrypt",
        key,
        { "kms:ViaService": service, ...context(secret) },
        deny("through another service"),
      ),
    ),
    row("kms:GenerateDataKey", key, { ...via, ...context(secret) }, deny("secrets are read, not written")),
    ...["kms:Encrypt", "kms:ReEncryptFrom"].map((action) =>
      row(action, key, via, deny("secrets are read, not written")),
    ),
    ...["kms:DescribeKey", "kms:DisableKey", "kms:CreateGrant"].map((action) =>
      row(action, key, via, deny("the key decrypts, and that is all")),
    ),
    row(
      "kms:Decrypt",
      key.replace(/key\/.*/, "key/66666666-6666-4666-8666-666666666666"),
      { ...via, ...context(secret) },
      deny("another key"),
    ),
    row(
      "kms:Decrypt",
      key.replace(site.standIn.accountId, stranger),
      { ...via, ...context(secret) },
      deny("another account's key"),
      stranger,
    ),
    ...otherRegions(site).map((other) =>
      row("kms:Decrypt", key.replace(region, other), { ...via, ...context(secret) }, deny("another Region")),
    ),
  ];
}

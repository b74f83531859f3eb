import { arnFields, serviceSuffixes } from "../inputs/arns";
import type { Scope } from "../inputs/scope";
import type { Statement } from "./statement";

/** The args that this policy is made of. */
export const secretsArgs = ["secretArns", "secretsKmsKeyArn"] as const;
export type SecretsScope = Pick<Scope, "partition" | (typeof secretsArgs)[number]>;

/** Which secrets the backend reads. */
export function secretsStatements(scope: SecretsScope): Statement[] {
  const { partition, secretArns = [], secretsKmsKeyArn: key } = scope;
  return [
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      Resource: secretArns,
      purpose: "The backend reads its own secrets, such as the password of its database, and no other.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
    },
    ...(key ? [decryptSecrets(key, secretArns, partition)] : []),
  ];
}

/**
 * Secrets Manager decrypts on behalf of whoever reads, and tells KMS which secret it is for.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function decryptSecrets(key: string, secretArns: string[], partition: string): Statement {
  const { region } = arnFields(key);
  const service = (serviceSuffixes[partition] ?? []).map((suffix) => `secretsmanager.${region}.${suffix}`);
  return {
    Sid: "DecryptSecrets",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: key,
    Condition: {
      StringEquals: { "kms:ViaService": service },
      StringLike: { "kms:EncryptionContext:SecretARN": secretArns },
    },
    purpose: "The key of the secrets decrypts these secrets, through Secrets Manager, and nothing else.",
    hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(2)(iv)"],
  };
}

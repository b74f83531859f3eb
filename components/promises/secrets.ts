import { arnFields, serviceSuffixes } from "../inputs/arns";
import type { Scope } from "../inputs/scope";
import { madeBy, madeByNone } from "./madeBy";
import type { Promised, Requests } from "./promised";
import { joined, sessionOf } from "./session";

const reading = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];

function decrypting(scope: Scope): Requests[] {
  const { secretsKmsKeyArn: key, secretArns = [], partition } = scope;
  if (!key) return [];
  const { region } = arnFields(key);
  const services = (serviceSuffixes[partition] ?? []).map((suffix) => `secretsmanager.${region}.${suffix}`);
  return [
    {
      ...{ Action: "kms:Decrypt", Resource: key },
      Condition: joined(sessionOf(scope).conditions, {
        StringEquals: { "kms:ViaService": services },
        StringLike: { "kms:EncryptionContext:SecretARN": secretArns },
      }),
    },
  ];
}

/** What docs/secrets.md says. */
export function secretsPromises(scope: Scope): Promised[] {
  const { secretArns, secretsKmsKeyArn: key, environment, tenantIsolation } = scope;
  const of = "backend";
  const { conditions: session } = sessionOf(scope);
  if (!secretArns) return [];
  return [
    {
      ...{ id: "read-secrets", of, answer: "allowed" },
      ...madeBy("ReadSecrets"),
      says: "read the secrets that secretArns names",
      requests: [{ Action: reading, Resource: secretArns, Condition: session }],
    },
    {
      ...{ id: "other-secrets", of, answer: "refused" },
      ...madeByNone,
      says: "read another secret, or do anything else with these",
      requests: [{ Action: "secretsmanager:*" }],
      except: [{ Action: reading, Resource: secretArns }],
    },
    ...(key
      ? ([
          {
            ...{ id: "decrypt-otherwise", of, answer: "refused" },
            ...madeByNone,
            says: "decrypt with the key of the secrets, except these secrets through Secrets Manager",
            requests: [{ Action: "kms:Decrypt", Resource: key }],
            except: [
              ...decrypting(scope),
              { Action: "*", Resource: scope.kmsMasterKeyArn },
              // If it is tagged as a tenant's key it is one.
              {
                Action: "*",
                Condition: {
                  StringEquals: {
                    "aws:ResourceTag/Environment": environment,
                    "aws:ResourceTag/ManagedBy": "Application",
                  },
                },
              },
            ],
          },
          ...(tenantIsolation
            ? []
            : ([
                {
                  ...{ id: "decrypt-secrets", of, answer: "allowed" },
                  ...madeBy("DecryptSecrets"),
                  says: "decrypt these secrets with their key, through Secrets Manager",
                  requests: decrypting(scope),
                },
              ] satisfies Promised[])),
        ] satisfies Promised[])
      : []),
  ];
}

export function mayUseSecrets(scope: Scope): Requests[] {
  const { secretArns, secretsKmsKeyArn } = scope;
  if (!secretArns) return [];
  return [{ Action: reading, Resource: secretArns }, ...(secretsKmsKeyArn ? decrypting(scope) : [])];
}

import { arnFields } from "../inputs/arns";
import { type PolicyDocument, toPolicyDocument } from "../policies/document";
import { tenantKeyUse } from "../policies/kms";
import type { Statement } from "../policies/statement";
import { checkedInputs, inputRules } from "./inputs";
import { administration, auditing, onlyThrough } from "./keys";

/** What tenantKeyPolicy is made from. A bad value fails with pulumi.InputPropertiesError, which names every fault. */
export interface TenantKeyPolicyArgs {
  /**
   * ARN of the role that uses the key: appIamRoleArn of the component. Refused: a wildcard, an IAM user, a session.
   * @example "arn:aws:iam::123456789012:role/hipaa-app-backend-production"
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
   */
  roleArn: string;

  /**
   * ARN of the role or user that calls CreateKey with this policy, where that is not roleArn:
   * keyProvisionerRoleArn of the component. AWS refuses a key whose creator may not change the key policy later,
   * so the creator may. It also turns the key's rotation on, as far as its own policies allow. Refused: another
   * account or partition than the role's.
   * @default roleArn
   * @example "arn:aws:iam::123456789012:role/production-key-provisioner"
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Policy
   */
  creatorArn?: string;

  /**
   * ARNs of the roles and users that manage the key, as far as their own policies allow: they change its policy,
   * disable it and delete it. They use it for no data. The account's root user always may manage it. Refused:
   * roleArn, another account or partition than the role's.
   * @default []: the account's root user alone
   * @example ["arn:aws:iam::123456789012:role/key-administrator"]
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
   */
  administratorArns?: string[];

  /**
   * ARNs of the roles and users that see the key's settings, as far as their own policies allow: its policy, grants,
   * tags and rotation. An auditor's role is an example, or that which runs `hipaa-iam verify`. They may not use the
   * key or change it. Refused: what administratorArns refuses.
   * @default []
   * @example ["arn:aws:iam::123456789012:role/auditor"]
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityAudit.html
   */
  auditorArns?: string[];
}

/**
 * The key policy that a tenant key should be created with. The backend's role alone uses the key, and no policy of IAM
 * can let anybody else. Give `JSON.stringify` of it to CreateKey as Policy.
 *
 * @example
 * const policy = tenantKeyPolicy({ roleArn: "arn:aws:iam::123456789012:role/hipaa-app-backend-production" });
 */
export function tenantKeyPolicy(args: TenantKeyPolicyArgs): PolicyDocument {
  const { roleArn, creatorArn, sameAccountArns } = inputRules;
  const lists = { administratorArns: sameAccountArns, auditorArns: sameAccountArns };
  const given = checkedInputs("tenantKeyPolicy", { roleArn, creatorArn, ...lists }, args);
  return toPolicyDocument(tenantKeyStatements(given));
}

/** The same with the evidence, of args that are checked. */
export function tenantKeyStatements(args: TenantKeyPolicyArgs): Statement[] {
  const { roleArn, creatorArn = roleArn } = args;
  const { partition, accountId } = arnFields(roleArn);
  return [
    {
      Sid: "LetRoleUseTenantKey",
      Effect: "Allow",
      ...onlyThrough(partition, accountId, [roleArn]),
      Action: tenantKeyUse,
      purpose: "The backend's role uses the key, as far as its own policies allow; nobody else does.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(iv)"],
    },
    {
      // AWS creates a key with a policy only if its creator may call PutKeyPolicy on it afterwards, by this policy or by
      // IAM where this policy delegates to it. The role has no such permission in IAM and may not bypass the check, so
      // the permission is given here, to the creator directly.
      // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Policy
      Sid: "KeepTenantKeyManageable",
      Effect: "Allow",
      Principal: { AWS: creatorArn },
      Action: "kms:PutKeyPolicy",
      Resource: "*", // In a key's policy: this key.
      purpose: "Whoever creates the key can mend its policy; without that AWS would not create it.",
      hipaa: ["164.308(a)(4)(ii)(C)"],
    },
    ...(creatorArn === roleArn ? [] : [rotation(partition, accountId, creatorArn)]),
    ...auditing("LetAuditorsSeeTenantKey", partition, accountId, args.auditorArns),
    {
      Sid: "LetAdministratorsManageTenantKey",
      Effect: "Allow",
      ...administration(partition, accountId, args.administratorArns),
      purpose: "Administrators and the account's root user manage the key, and use it for no data.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
  ];
}

/** What the provisioner's own policy says of keys that exist. The role has it among what uses the key. */
function rotation(partition: string, accountId: string, creatorArn: string): Statement {
  return {
    Sid: "LetCreatorRotateTenantKey",
    Effect: "Allow",
    ...onlyThrough(partition, accountId, [creatorArn]),
    Action: ["kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"],
    purpose: "Whoever creates the key has it renewed every year, as far as its own policies allow.",
    hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
  };
}

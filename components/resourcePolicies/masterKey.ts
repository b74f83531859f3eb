import { arnFields } from "../inputs/arns";
import { type PolicyStatement, toPolicyStatements } from "../policies/document";
import { masterKeyUse } from "../policies/kms";
import type { Statement } from "../policies/statement";
import { checkedInputs, inputRules } from "./inputs";
import { administration, auditing, onlyThrough } from "./keys";

/** What masterKeyStatements is made from. A bad value fails with pulumi.InputPropertiesError, which names every fault. */
export interface MasterKeyStatementsArgs {
  /**
   * ARN of the role that uses the key: appIamRoleArn of the component. Refused: a wildcard, an IAM user, a session.
   * @example "arn:aws:iam::123456789012:role/hipaa-app-backend-production"
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
   */
  roleArn: string;

  /**
   * ARNs of the roles and users that manage the key, as far as their own policies allow. They may not encrypt or
   * decrypt with it. Whoever deploys the key must be among them, as AWS refuses a policy that its author may not change
   * again. The account's root user may always manage it. Refused: roleArn, another account or partition than the role's.
   * @default []: the account's root user alone
   * @example ["arn:aws:iam::123456789012:role/deployer"]
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
   */
  administratorArns?: string[];

  /**
   * ARNs of the roles and users that decrypt what they may read elsewhere, as far as their own policies allow.
   * One that restores backups is an example. Refused: what administratorArns refuses.
   * @default []
   * @example ["arn:aws:iam::123456789012:role/restore"]
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   */
  readerArns?: string[];

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
 * Statements for the master key's policy. With these alone the backend's role uses the key, readers decrypt, auditors
 * see its settings, administrators manage, and no policy of IAM can let anybody else. A service of AWS that uses the key
 * for its own data, such as RDS, needs statements of yours beside them.
 *
 * @example
 * const policy = {
 *   Version: "2012-10-17",
 *   Statement: masterKeyStatements({
 *     roleArn: "arn:aws:iam::123456789012:role/hipaa-app-backend-production",
 *     administratorArns: ["arn:aws:iam::123456789012:role/deployer"],
 *   }),
 * };
 */
export function masterKeyStatements(args: MasterKeyStatementsArgs): PolicyStatement[] {
  const { roleArn, sameAccountArns } = inputRules;
  const lists = { administratorArns: sameAccountArns, readerArns: sameAccountArns };
  const rules = { roleArn, ...lists, auditorArns: sameAccountArns };
  return toPolicyStatements(masterKeyPolicyStatements(checkedInputs("masterKeyStatements", rules, args)));
}

/** The same with the evidence, of args that are checked. */
export function masterKeyPolicyStatements(args: MasterKeyStatementsArgs): Statement[] {
  const { roleArn, administratorArns, readerArns = [] } = args;
  const { partition, accountId } = arnFields(roleArn);
  const readers: Statement = {
    Sid: "LetReadersDecryptWithMasterKey",
    Effect: "Allow",
    ...onlyThrough(partition, accountId, readerArns),
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    purpose: "Those who restore backups or review audit logs decrypt what they may read, as S3 asks of them.",
    hipaa: ["164.308(a)(1)(ii)(D)", "164.308(a)(4)(ii)(B)"],
  };
  return [
    {
      Sid: "LetRoleUseMasterKey",
      Effect: "Allow",
      ...onlyThrough(partition, accountId, [roleArn]),
      Action: masterKeyUse,
      purpose: "The backend's role uses the key, as far as its own policies allow.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(iv)"],
    },
    ...(readerArns.length > 0 ? [readers] : []),
    ...auditing("LetAuditorsSeeMasterKey", partition, accountId, args.auditorArns),
    {
      Sid: "LetAdministratorsManageMasterKey",
      Effect: "Allow",
      ...administration(partition, accountId, administratorArns),
      purpose: "Administrators and the account's root user manage the key, and use it for no data.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
  ];
}

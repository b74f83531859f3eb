import { list } from "./statement";

/** The data that the package's statements are about, in the order in which a review names it. */
export const titles = [
  ...["Documents", "Backups", "Audit logs", "Master key", "Tenant keys", "Claude models", "Secrets"],
] as const;

/** ARNs of data, from the inputs of a component. */
export interface DataArns {
  title: string;
  arns: string[];
}

export function dataOf(
  inputs: Record<string, unknown>,
  { partition, accountId, region }: { partition: string; accountId: string; region: string },
): DataArns[] {
  const arns = (key: string) => list(inputs[key]);
  return [
    { title: "Documents", arns: arns("s3BucketDocumentsArn") },
    { title: "Backups", arns: arns("s3BucketBackupsArn") },
    { title: "Audit logs", arns: arns("s3BucketAuditLogsArn") },
    { title: "Master key", arns: arns("kmsMasterKeyArn") },
    { title: "Tenant keys", arns: [`arn:${partition}:kms:${region}:${accountId}:key/*`] },
    { title: "Secrets", arns: arns("secretArns") },
  ];
}

/** Which data a statement of the package is about: its resources tell, or the service. */
export function titlesOf(statement: { Action: unknown; Resource?: unknown }, data: DataArns[]): string[] {
  const actions = list(statement.Action);
  if (actions.some((action) => /^bedrock(?:-mantle)?:/.test(action))) return ["Claude models"];
  if (actions.includes("kms:CreateKey")) return ["Tenant keys"];
  const found = titlesNamed(statement.Resource, data);
  // Their key may be the master key, and serves them through Secrets Manager only.
  return JSON.stringify(statement).includes("kms:EncryptionContext:SecretARN") ? ["Secrets"] : found;
}

/** Which data resources name, as a whole or a part of it. A wildcard before its end may reach it too, and tells of none. */
export function titlesNamed(resource: unknown, data: DataArns[]): string[] {
  const isNamed = (arn: string) => list(resource).some((one) => one === arn || one.startsWith(`${arn}/`));
  return data.filter(({ arns }) => arns.some(isNamed)).map(({ title }) => title);
}

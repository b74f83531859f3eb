import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as hipaaIam from "../../components";

export const functions: Record<string, (args: never) => unknown> = {
  tenantKeyPolicy: hipaaIam.tenantKeyPolicy,
  masterKeyStatements: hipaaIam.masterKeyStatements,
  documentsBucketPolicy: hipaaIam.documentsBucketPolicy,
  backupsBucketPolicy: hipaaIam.backupsBucketPolicy,
  auditLogsBucketPolicy: hipaaIam.auditLogsBucketPolicy,
};
export const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-dev";
export const bucketArn = "arn:aws:s3:::example-documents";
/** What a function needs at least. */
export const least = (name: string) => ({ roleArn, ...(name.endsWith("BucketPolicy") && { bucketArn }) });

/** What a function refuses, as `path: reason`. */
export function faultsOf(name: string, args: unknown): string[] {
  try {
    functions[name]?.(args as never);
    return [];
  } catch (error) {
    expect(error).to.be.an.instanceOf(pulumi.InputPropertiesError);
    const { errors, message } = error as pulumi.InputPropertiesError;
    const lines = errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
    const count = lines.length === 1 ? "1 input is" : `${lines.length} inputs are`;
    expect(message).to.equal(
      [`${name}: ${count} not accepted.`, ...lines.map((line) => `  - ${line}`)].join("\n"),
    );
    return lines;
  }
}

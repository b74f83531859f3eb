import type { Input } from "@pulumi/pulumi";
import type { HipaaIamComponentArgs } from "./args";

/**
 * The physical names of a component's roles and policies. They are those of the Terraform module that this package
 * replaces, so that existing resources can be adopted.
 */
export function namesOf({
  environment,
  nameSuffix,
}: Pick<HipaaIamComponentArgs, "environment" | "nameSuffix">) {
  const n = nameSuffix ? `${environment}-${nameSuffix}` : environment;
  return {
    appRole: `hipaa-app-backend-${n}`,
    s3Policy: `${n}-s3-access-policy`,
    kmsPolicy: `${n}-kms-access-policy`,
    bedrockPolicy: `${n}-bedrock-access-policy`,
    rdsMonitoringRole: `${n}-rds-monitoring-role`,
    secretsPolicy: `${n}-secrets-access-policy`,
    boundary: `${n}-boundary`,
    keyProvisionerRole: `${n}-key-provisioner`,
    keyProvisionerPolicy: `${n}-key-provisioner-policy`,
  };
}

/** The keys of the tags that the component sets itself. */
export const componentTagKeys = ["Environment", "ManagedBy", "Module", "Name"] as const;

/** The user's tags, then the component's own, which win. */
export function tagsOf(
  { environment, tags }: Pick<HipaaIamComponentArgs, "environment" | "tags">,
  name: string,
): Record<string, Input<string>> {
  const own: Record<(typeof componentTagKeys)[number], string> = {
    Environment: environment,
    ManagedBy: "Pulumi",
    Module: "hipaa-iam",
    Name: name,
  };
  return { ...tags, ...own };
}

/**
 * The public surface of the npm package hipaa-iam. Importing it runs nothing: the stack program is ../index.ts.
 */

export { HipaaIamBoundary } from "./hipaaIamBoundary";
export { HipaaIamComponent } from "./hipaaIamComponent";
export { HipaaIamGuardrails } from "./hipaaIamGuardrails";
export {
  type BedrockMantle,
  Environment,
  type HipaaIamComponentArgs,
  type OidcTrust,
  type RolesAnywhereTrust,
  type TenantIsolation,
  TenantKeyProvisioning,
} from "./inputs/args";
export type { HipaaIamGuardrailsArgs } from "./inputs/guardrailsArgs";
export type { PolicyDocument, PolicyStatement } from "./policies/document";
export type { BucketPolicyArgs } from "./resourcePolicies/bucketPolicyArgs";
export {
  auditLogsBucketPolicy,
  backupsBucketPolicy,
  documentsBucketPolicy,
} from "./resourcePolicies/buckets";
export { type MasterKeyStatementsArgs, masterKeyStatements } from "./resourcePolicies/masterKey";
export { type TenantKeyPolicyArgs, tenantKeyPolicy } from "./resourcePolicies/tenantKey";

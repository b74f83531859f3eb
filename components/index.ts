/**
 * The public surface of the npm package hipaa-iam. Importing it runs nothing: the stack program is ../index.ts.
 */
export {
  Environment,
  type HipaaIamComponentArgs,
  type OidcTrustArgs,
  type RolesAnywhereTrustArgs,
  TenantKeyProvisioning,
} from "./args";
export { HipaaIamComponent } from "./hipaaIamComponent";

import { TenantKeyProvisioning } from "../inputs/args";
import type { Scope } from "../inputs/scope";
import type { Statement } from "./statement";
import {
  createTenantKeys,
  denyChangingKeys,
  denyTaggingIntoReach,
  isTenantKey,
  keysOfThisRegion,
  type TenantKeysScope,
} from "./tenantKeys";

export type KmsScope = TenantKeysScope & Pick<Scope, "tenantKeyProvisioning">;

/** How the backend uses the master key. Its key policy names the same actions. */
export const masterKeyUse = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];

/** How the backend uses a tenant key, once that exists. Its key policy names the same actions. */
export const tenantKeyUse = [...masterKeyUse, "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"];

/** What the backend may do with the master key and with the keys of tenants. */
export function kmsStatements(scope: KmsScope): Statement[] {
  const provisions = scope.tenantKeyProvisioning === TenantKeyProvisioning.Application;
  return [
    {
      Sid: "UseMasterKey",
      Effect: "Allow",
      Action: masterKeyUse,
      Resource: scope.kmsMasterKeyArn,
      purpose: "The backend encrypts and decrypts with the environment's master key.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(2)(iv)"],
    },
    ...(provisions ? createTenantKeys(scope) : []),
    {
      Sid: "UseTenantKeys",
      Effect: "Allow",
      Action: provisions ? tenantKeyUse : tenantKeyUse.filter((action) => action !== "kms:EnableKeyRotation"),
      Resource: keysOfThisRegion(scope),
      Condition: isTenantKey(scope),
      purpose: "By this statement the backend uses the tenant keys of this environment, and no other key.",
      hipaa: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.312(a)(2)(iv)"],
    },
    {
      Sid: "ListKeys",
      Effect: "Allow",
      Action: ["kms:ListKeys", "kms:ListAliases"],
      Resource: "*", // Neither action takes a resource.
      purpose: "The backend finds keys by name. Other statements decide what it may do with them.",
      hipaa: ["164.308(a)(4)(ii)(B)"],
    },
    ...(provisions ? denyTaggingIntoReach(scope) : [denyProvisioning]),
    ...denyChangingKeys(scope),
  ];
}

/** With it no key can be tagged into reach, not even one that has no tags. */
const denyProvisioning: Statement = {
  Sid: "DenyProvisioningKeys",
  Effect: "Deny",
  Action: ["kms:CreateKey", "kms:TagResource"],
  Resource: "*",
  purpose:
    "Somebody else creates and tags keys. The backend can give no key the tags that would let it use the key.",
  hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(1)"],
};

import type { Statement } from "./statement";
import { denyOtherSessions, tenantOf } from "./tenant";
import {
  createTenantKeys,
  denyChangingKeys,
  denyTaggingIntoReach,
  isTenantKey,
  keysOfThisRegion,
  type TenantKeysScope,
} from "./tenantKeys";

/** What the role may do that creates the keys of tenants where the backend does not. */
export function keyProvisionerStatements(scope: TenantKeysScope): Statement[] {
  const tenant = tenantOf(scope);
  return [
    ...createTenantKeys(scope),
    {
      Sid: "RotateTenantKeys",
      Effect: "Allow",
      Action: ["kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyRotationStatus"],
      Resource: keysOfThisRegion(scope),
      Condition: isTenantKey(scope),
      purpose: "The provisioner has each tenant's key renewed every year, and sees that it is.",
      hipaa: ["164.308(a)(4)(ii)(C)", "164.312(a)(2)(iv)"],
    },
    ...denyTaggingIntoReach(scope),
    ...denyChangingKeys(scope),
    {
      // A key policy of the provisioner's own making could let it use the key.
      Sid: "DenyUsingKeys",
      Effect: "Deny",
      Action: [
        ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:Generate*", "kms:CreateGrant"],
        // The other uses of a key, as it is the creator who says which kind of key it is.
        ...["kms:DeriveSharedSecret", "kms:Encapsulate", "kms:Decapsulate", "kms:Sign", "kms:Verify*"],
      ],
      Resource: "*",
      purpose: "Who creates keys cannot read what is encrypted with them.",
      hipaa: ["164.308(a)(3)(i)", "164.312(a)(1)"],
    },
    ...(tenant ? denyOtherSessions(tenant) : []),
  ];
}

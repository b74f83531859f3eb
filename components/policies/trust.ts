import type { Scope } from "../scope";
import type { Statement } from "./statement";

export type TrustScope = Pick<Scope, "partition" | "accountId" | "externalId">;

/** Who may assume the backend's role. */
export function trustStatements({ partition, accountId, externalId }: TrustScope): Statement[] {
  return [
    {
      Sid: "AssumeWithExternalId",
      Effect: "Allow",
      // The root principal stands for the account: which of its users and roles is decided by their own policies.
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
      purpose:
        "Only principals of this account that are allowed to, and know the external ID, become the backend.",
      hipaa: ["164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.312(d)"],
    },
  ];
}

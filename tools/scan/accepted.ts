import type { Accepted } from "./verdict";

const wantsEveryResource =
  "It asks for an ARN of every kind that InvokeModel takes, imported and provisioned models too: one kind is granted.";
const isCreateKey =
  "It means CreateKey, which tenant keys need and which has no resource but *: bound to this Region and to two tags.";

const isMeant =
  "With all flags it names each action that changes or reads data, on whichever resource and condition: they are meant.";
const isNewer =
  "Its copy of AWS's service reference is older than what the statement names; the newest reference or botocore knows all of it.";

function cloudsplaining(finding: string, document: string): Accepted {
  return {
    scanner: "cloudsplaining",
    finding: `${finding}_with_all_flags`,
    document,
    sid: "",
    reason: isMeant,
  };
}

function parliament(finding: string, document: string, sid: string, reason: string): Accepted {
  return { scanner: "parliament", finding, document, sid, reason };
}

/** Findings that are left as they are. A finding that is not here fails `npm run scan`, and so does a row too many. */
export const accepted: Accepted[] = [
  {
    scanner: "checkov",
    finding: "CKV_AWS_61",
    document: "hipaa-app-backend",
    sid: "",
    reason:
      "It counts no conditions: an account is trusted with the external ID only, or name trustedPrincipalArns.",
  },
  parliament("RESOURCE_MISMATCH", "bedrock-access-policy", "InvokeClaude", wantsEveryResource),
  parliament("RESOURCE_MISMATCH", "bedrock-access-policy", "InvokeClaudeProfiles", wantsEveryResource),
  parliament("RESOURCE_MISMATCH", "bedrock-access-policy", "InvokeClaudeThroughProfiles", wantsEveryResource),
  parliament("RESOURCE_MISMATCH", "boundary", "InvokeClaude", wantsEveryResource),
  parliament("RESOURCE_MISMATCH", "boundary", "InvokeClaudeProfiles", wantsEveryResource),
  parliament("RESOURCE_MISMATCH", "boundary", "InvokeClaudeThroughProfiles", wantsEveryResource),
  parliament(
    ...(["UNKNOWN_CONDITION_FOR_ACTION", "bedrock-access-policy", "DenyWithoutGuardrail"] as const),
    "Its copy of AWS's service reference is older than bedrock:GuardrailIdentifier.",
  ),
  ...["DenyBearerKeys", "DenyOtherWaysToModels", "CountTokens"].map((sid) =>
    parliament("UNKNOWN_ACTION", "bedrock-access-policy", sid, isNewer),
  ),
  ...["DenyBearerKeys", "CountTokens"].map((sid) => parliament("UNKNOWN_ACTION", "boundary", sid, isNewer)),
  parliament("UNKNOWN_ACTION", "key-provisioner-policy", "DenyUsingKeys", isNewer),
  parliament("UNKNOWN_ACTION", "s3-access-policy", "DenyChangingBackupsAndAuditLogs", isNewer),
  ...[
    ...["DenyOtherEndpoints", "DenyOtherWaysToModels", "DenyMantleElsewhere", "DenyRetainingModelsOnMantle"],
    "InvokeClaudeOnMantle",
  ].map((sid) => parliament("UNKNOWN_PREFIX", "bedrock-access-policy", sid, isNewer)),
  ...["DenyOtherEndpoints", "InvokeClaudeOnMantle"].map((sid) =>
    parliament("UNKNOWN_PREFIX", "boundary", sid, isNewer),
  ),
  parliament("PERMISSIONS_MANAGEMENT_ACTIONS", "kms-access-policy", "", isCreateKey),
  parliament("PERMISSIONS_MANAGEMENT_ACTIONS", "key-provisioner-policy", "", isCreateKey),
  parliament("PERMISSIONS_MANAGEMENT_ACTIONS", "boundary", "", isCreateKey),
  cloudsplaining("infrastructure_modification", "s3-access-policy"),
  cloudsplaining("infrastructure_modification", "bedrock-access-policy"),
  cloudsplaining("infrastructure_modification", "kms-access-policy"),
  cloudsplaining("infrastructure_modification", "key-provisioner-policy"),
  cloudsplaining("infrastructure_modification", "secrets-access-policy"),
  cloudsplaining("infrastructure_modification", "boundary"),
  cloudsplaining("allows_data_exfiltration_actions", "secrets-access-policy"),
  cloudsplaining("allows_data_exfiltration_actions", "boundary"),
];

import type { Row } from "../../cli/access/row";
import type { Site } from "../../cli/access/site";
import { administrator, deployingUser } from "./guardrails";

const ofRoles = [
  ...["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary"],
  ...["iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
  ...["iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"],
];
const ofUsers = [
  ...["iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateUser"],
  ...["iam:CreateServiceSpecificCredential", "iam:DeactivateMFADevice", "iam:DeleteAccessKey"],
  ...["iam:DeleteUser", "iam:DetachUserPolicy", "iam:EnableMFADevice", "iam:PutUserPolicy"],
  ...["iam:ResetServiceSpecificCredential", "iam:TagUser", "iam:UntagUser", "iam:UpdateAccessKey"],
  ...["iam:UpdateLoginProfile", "iam:UpdateUser", "iam:UploadSSHPublicKey", "iam:UploadSigningCertificate"],
];
const ofPolicies = [
  ...["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion"],
  ...["iam:SetDefaultPolicyVersion", "iam:TagPolicy", "iam:UntagPolicy"],
];
const ours = [
  ...["production-s3-access-policy", "staging-eu-kms-access-policy", "dev-bedrock-access-policy"],
  ...["production-secrets-access-policy", "production-key-provisioner-policy", "production-boundary"],
  ...[
    "staging-key-provisioner-policy",
    "dev-eu-key-provisioner-policy",
    "staging-boundary",
    "dev-eu-boundary",
  ],
];

/** Who deploys changes the roles, their policies and the administrators; others read them, and change all others. */
export function takingOverRows(
  site: Site,
  roles: string[],
  deployersOnly: (sid: string, action: string, resource: string) => Row[],
  free: (action: string, resource: string) => Row,
): Row[] {
  const { partition, accountId } = site.standIn;
  const iam = `arn:${partition}:iam::${accountId}`;
  const [deployer, user] = [administrator(site.standIn), deployingUser(site.standIn)];
  const policies = ours.map((name) => `${iam}:policy/${name}`);
  const guarded = (actions: string[], resources: string[]) =>
    resources.flatMap((resource) =>
      actions.flatMap((action) => deployersOnly("DenyWeakeningProtection", action, resource)),
    );
  const left = (actions: string[], resources: string[]) =>
    resources.flatMap((resource) => actions.map((action) => free(action, resource)));
  return [
    ...guarded(ofRoles, [site.roleArn, deployer]),
    ...guarded(["iam:UpdateAssumeRolePolicy"], roles),
    ...guarded(ofUsers, [user]),
    ...guarded(ofPolicies, policies.slice(0, 2)),
    ...guarded(["iam:CreatePolicyVersion"], policies),
    ...left(ofRoles, [`${iam}:role/other`, `${iam}:role/my-key-provisioner`, `${deployer}2`]),
    ...left(ofUsers, [`${iam}:user/somebody`, `${user}2`]),
    ...left(
      ofPolicies,
      ["other", "my-boundary", "team-access-policy"].map((name) => `${iam}:policy/${name}`),
    ),
    ...left(
      ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRoleTags", "iam:PassRole"],
      [site.roleArn, deployer],
    ),
    ...left(["iam:GetUser", "iam:ListAccessKeys", "iam:GetLoginProfile"], [user]),
    ...left(["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy"], policies.slice(0, 2)),
    inAnotherAccount(free("iam:UpdateAssumeRolePolicy", deployer)),
    inAnotherAccount(free("iam:CreateAccessKey", user)),
  ];
}

/** The same in another account that the policy is attached to: who deploys here is somebody else there. */
function inAnotherAccount(row: Row): Row {
  const { accountId } = row.request;
  return { ...row, request: JSON.parse(JSON.stringify(row.request).replaceAll(accountId, "222222222222")) };
}

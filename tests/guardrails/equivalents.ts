const always = "AWS tells it of every request";
const onPolicies = "the statement names all actions on policies that the pattern stands for";
const onRoles = "no other action that the pattern stands for works on these roles";

/** Mutants of the guardrails that decide every request as they do, by name, with the reason. */
export const equivalents: ReadonlyMap<string, string> = new Map([
  ["DenyTaggingIntoReach: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  ["DenyRetaggingTenantKeys: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  ["DenyTakingOverRoles: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyTakingOverUsers: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyTakingOverRoles: iam:CreateRole to iam:Create*", onRoles],
  ["DenyTakingOverRoles: iam:AttachRolePolicy to iam:Attach*", onRoles],
  [
    "DenyRemovingBoundary: iam:PutRolePermissionsBoundary to iam:Put*",
    "PutRolePolicy, which the pattern stands for too, is refused by DenyTakingOverRoles",
  ],
  ["DenyWeakeningKeptBuckets: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyRemovingBoundary: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyChangingBoundary: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyOtherRegions: ArnLike aws:PrincipalArn: to ArnLikeIfExists", always],
  ["DenyOtherRegions: StringNotEquals aws:RequestedRegion: to StringNotEqualsIfExists", always],
  ["DenyChangingBoundary: iam:SetDefaultPolicyVersion to iam:Set*", onPolicies],
  ["DenyChangingBoundary: iam:DeletePolicyVersion to iam:Delete*", onPolicies],
  ["DenyChangingBoundary: iam:DeletePolicy to iam:Delete*", onPolicies],
]);

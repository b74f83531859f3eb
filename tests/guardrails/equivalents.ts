const always = "AWS tells it of every request";
const onPolicies = "the statement names all actions on policies that the pattern stands for";

/** Mutants of the guardrails that decide every request as they do, by name, with the reason. */
export const equivalents: ReadonlyMap<string, string> = new Map([
  ["DenyTaggingUntaggedKeys: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  ["DenyWeakeningKeptBuckets: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyRemovingBoundary: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyChangingBoundary: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyOtherRegions: ArnLike aws:PrincipalArn: to ArnLikeIfExists", always],
  ["DenyOtherRegions: StringNotEquals aws:RequestedRegion: to StringNotEqualsIfExists", always],
  ["DenyChangingBoundary: iam:SetDefaultPolicyVersion to iam:Set*", onPolicies],
  ["DenyChangingBoundary: iam:DeletePolicyVersion to iam:Delete*", onPolicies],
  ["DenyChangingBoundary: iam:DeletePolicy to iam:Delete*", onPolicies],
]);

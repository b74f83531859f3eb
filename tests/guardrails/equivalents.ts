const always = "AWS tells it of every request";
const negated = "a negated operator matches where the key is absent, with IfExists or without";
const unknown =
  "AWS's service reference does not know the action yet, so that no request of it can be judged";

/** Mutants of the guardrails that decide every request as they do, by name, with the reason. */
export const equivalents: ReadonlyMap<string, string> = new Map([
  ["DenyTaggingIntoReach: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  ["DenyRetaggingTenantKeys: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  [
    "DenyDeletingKeptObjects: arn:aws:s3:*:*:accesspoint/*/object/* to arn:aws:s3:*:*:accesspoint/*/*",
    "what is deleted through an access point is an object",
  ],
  ["DenyDeletingKeptObjects: s3:DeleteObject* to s3:Delete*", "nothing else is deleted of an object"],
  ["DenyWeakeningProtection: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyOtherEndpointsToRoles: ArnLike aws:PrincipalArn: to ArnLikeIfExists", always],
  ["DenyRetention: StringNotEquals bedrock:DataRetentionMode: to StringNotEqualsIfExists", negated],
  [
    "DenyRetentionOnMantle: StringNotEquals bedrock-mantle:DataRetentionMode: to StringNotEqualsIfExists",
    negated,
  ],
  ["DenyRetention: drop bedrock:CreateProject", unknown],
  ["DenyRetention: drop bedrock:UpdateProject", unknown],
  ["DenyOtherRegions: ArnLike aws:PrincipalArn: to ArnLikeIfExists", always],
  ["DenyOtherRegions: StringNotEquals aws:RequestedRegion: to StringNotEqualsIfExists", always],
]);

const always = "AWS tells it of every request";

/** Mutants of the guardrails that decide every request as they do, by name, with the reason. */
export const equivalents: ReadonlyMap<string, string> = new Map([
  ["DenyTaggingIntoReach: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  ["DenyRetaggingTenantKeys: ArnNotLike aws:PrincipalArn: to ArnNotLikeIfExists", always],
  [
    "DenyDeletingKeptObjects: arn:aws:s3:*:*:accesspoint/*/object/* to arn:aws:s3:*:*:accesspoint/*/*",
    "what is deleted through an access point is an object",
  ],
  ["DenyWeakeningKeptBuckets: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyTakingOver: ArnNotEquals aws:PrincipalArn: to ArnNotEqualsIfExists", always],
  ["DenyOtherRegions: ArnLike aws:PrincipalArn: to ArnLikeIfExists", always],
  ["DenyOtherRegions: StringNotEquals aws:RequestedRegion: to StringNotEqualsIfExists", always],
]);

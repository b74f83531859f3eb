import type { Context } from "../request";
import type { Site } from "../site";

/** ARN of a key other than the master key: by default of the site's Region and account. */
export function keyArn(
  { standIn }: Site,
  { id = "0a0a0a0a-0000-4000-8000-000000000042", ...place }: Partial<Site["standIn"] & { id: string }> = {},
): string {
  const { partition, region, accountId } = { ...standIn, ...place };
  return `arn:${partition}:kms:${region}:${accountId}:key/${id}`;
}

/** The two tags that a key has. */
export function resourceTags(environment: string, managedBy: string): Context {
  return { "aws:ResourceTag/Environment": environment, "aws:ResourceTag/ManagedBy": managedBy };
}

/** The tags that a request sends. */
export function requestTags(tags: Record<string, string>): Context {
  const sent = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]);
  return { ...Object.fromEntries(sent), "aws:TagKeys": Object.keys(tags) };
}

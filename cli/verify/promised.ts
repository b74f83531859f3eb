import type { Row } from "../access/row";
import { accountOf } from "./principals";

/** What AWS checks for the same call, where that decides too. */
export function checksMore({ request: { action, alone, context } }: Row): string | undefined {
  if (alone) return undefined;
  if (action === "kms:CreateKey") return "kms:TagResource of a new key";
  const settings = /^s3:(x-amz-(acl$|grant-)|RequestObjectTag|object-lock-)/;
  const brings = action === "s3:PutObject" && Object.keys(context).some((key) => settings.test(key));
  return brings ? "what an upload brings along" : undefined;
}

/** What the backend's role may do with buckets and keys, and what it may not: their policies decide too. */
export function ofResources(rows: Row[]): Row[] {
  return rows.filter((row) => row.who === "backend" && /^(S3|KMS)$/.test(row.service) && !checksMore(row));
}

/** Those of a bucket of one of the accounts, and of its objects. */
export function ofBucket(arn: string, accounts: string[], rows: Row[]): Row[] {
  return rows.filter(
    ({ request: { resource, accountId, context } }) =>
      (resource === arn || resource.startsWith(`${arn}/`)) &&
      accounts.includes(accountId) &&
      // An upload that asks for KMS and names no key, a bucket's policy may refuse: the package's do, if they are given the key.
      !(encryption in context && !(`${encryption}-aws-kms-key-id` in context)),
  );
}

const encryption = "s3:x-amz-server-side-encryption";

/** With the tags of tenants' keys it would be more than the master key: what that gives is not promised of it. */
export function ofMasterKey(arn: string, rows: Row[]): Row[] {
  const isOf = ({ request, expect, by }: Row) =>
    request.resource === arn && (expect !== "allow" || by.includes("UseMasterKey"));
  return rows.filter(isOf).map((row) => ofKey(row, arn, row.request.context));
}

/** What is promised of tenant keys, of this one. */
export function ofTenantKey(arn: string, tags: Record<string, string>, rows: Row[]): Row[] {
  const own = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return rows
    .filter(({ by }) => by.includes("UseTenantKeys") && !by.includes("UseMasterKey"))
    .map((row) => {
      const others = Object.entries(row.request.context).filter(([key]) => !/^aws:ResourceTag\//i.test(key));
      return ofKey(row, arn, Object.fromEntries([...others, ...own]));
    });
}

/** The actions that are promised. */
export const promisedOf = (rows: Row[]) =>
  rows.filter(({ expect }) => expect === "allow").map(({ request }) => request.action);

const ofKey = (row: Row, resource: string, context: Row["request"]["context"]): Row => ({
  ...row,
  request: {
    ...{ ...row.request, resource, accountId: accountOf(resource) },
    // KMS tells it of every call that is about a key.
    context: { "kms:CallerAccount": accountOf(row.request.principal), ...context },
  },
});

import { allow, backendRows, type Case, deny, type Row } from "../row";
import type { Site } from "../site";
import {
  changingObjects,
  deletingObjects,
  neverOnBuckets,
  neverOnObjects,
  writes,
  writesNew,
  writesPart,
} from "./s3Requests";

/** Listing buckets: tenants' documents by prefix, the other two whole. */
export function listingRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const list = (prefix: string, expected: Case) =>
    row("s3:ListBucket", site.documents, { "s3:prefix": prefix }, expected);
  const by = "ListTenantDocuments";
  const arrived = allow("ListBackupsAndAuditLogs", "what has arrived shows by name");
  const kept = [site.backups, site.auditLogs].flatMap((bucket) => [
    row("s3:ListBucket", bucket, {}, arrived),
    row("s3:ListBucket", bucket, { "s3:prefix": "2026/" }, arrived),
  ]);
  return [
    list("tenants/", site.tenant ? deny("the names of other tenants") : allow(by, "the tenants")),
    list("tenants/42/", allow(by, "a tenant's documents")),
    list("tenants/42/ref", allow(by, "a tenant's documents whose names begin alike")),
    row(
      "s3:ListBucket",
      site.documents,
      {},
      deny("without a prefix the whole bucket would show, to HeadBucket too"),
    ),
    list("", deny("an empty prefix is none")),
    list("tenants", deny("without its slash the prefix is that of other folders too")),
    list("Tenants/", deny("S3 tells upper from lower case")),
    list("tenants%2F", deny("what is encoded is another prefix")),
    list("/tenants/", deny("a slash in front makes another prefix")),
    list("../tenants/", deny("S3 resolves no dots")),
    list("public/", deny("other folders stay unseen")),
    row(
      "s3:ListBucketVersions",
      site.documents,
      { "s3:prefix": "tenants/42/" },
      deny("old versions stay unseen"),
    ),
    ...kept,
    row("s3:ListAllMyBuckets", "*", {}, deny("the account's other buckets stay unseen")),
  ];
}

/** Reading, writing and deleting tenants' documents, and nothing else in their bucket. */
export function documentRows(site: Site): Row[] {
  const row = backendRows(site, "S3");
  const document = (key: string) => `${site.documents}/${key}`;
  const by = "UseTenantDocuments";
  const inside = document("tenants/42/referral.pdf");
  const dotted = document("tenants/../42");
  const outside: [key: string, why: string][] = [
    ["referral.pdf", "only what is under tenants/"],
    ["tenants", "without its slash it is another key"],
    ["tenants-old/42/referral.pdf", "a folder whose name begins alike"],
    ["Tenants/42/referral.pdf", "S3 tells upper from lower case"],
    ["tenants%2F42/referral.pdf", "what is encoded is another key"],
    ["/tenants/42/referral.pdf", "a slash in front makes another key"],
    ["../tenants/42/referral.pdf", "S3 resolves no dots"],
    ["public/tenants/42/referral.pdf", "the folder must stand first"],
  ];
  return [
    ...["s3:GetObject", "s3:DeleteObject"].flatMap((action) => [
      row(action, inside, {}, allow(by, "a tenant's document")),
      row(
        action,
        dotted,
        {},
        site.tenant
          ? deny("another tenant's, as S3 resolves no dots")
          : allow(by, "S3 resolves no dots: a key under tenants/ like others"),
      ),
      ...outside.map(([key, why]) => row(action, document(key), {}, deny(why))),
    ]),
    row("s3:PutObject", inside, writesNew, allow(by, "a new document")),
    row("s3:PutObject", inside, writes, allow(by, "a document may be overwritten")),
    row("s3:PutObject", inside, writesPart, allow(by, "a part of a large document")),
    row("s3:PutObject", inside, {}, allow(by, "a document, whatever S3 tells of the operation")),
    ...outside.map(([key, why]) => row("s3:PutObject", document(key), writesNew, deny(why))),
    ...[...neverOnObjects, ...changingObjects, ...deletingObjects].map((action) =>
      row(action, inside, {}, deny("documents are read, written and deleted, and their old versions stay")),
    ),
    ...neverOnBuckets.map((action) =>
      row(action, site.documents, {}, deny("a bucket's settings are others' work")),
    ),
  ];
}

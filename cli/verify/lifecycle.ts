import type { LifecycleRule } from "@aws-sdk/client-s3";
import { whole } from "./aws";
import { at, configurationOf, type Look } from "./bucket";
import { told } from "./check";

const operation = "GetBucketLifecycleConfiguration";

/** What S3 does with objects by itself: it asks for no permission. */
export const lifecycle: Look = async (aws, bucket) => {
  const absent = ["NoSuchBucket", "NoSuchLifecycleConfiguration"];
  const answer = await aws.call("s3", operation, at(bucket), absent);
  const rules = (configurationOf(answer?.Rules, answer, operation) ?? []).filter(
    ({ Status }) => Status === "Enabled",
  );
  const fact = (says: string, detailsOf: (rule: LifecycleRule) => string[]) => {
    const details = rules.flatMap((rule) => detailsOf(rule).map((one) => `${rule.ID ?? "a rule"}: ${one}`));
    return details.length > 0 ? [told(says, details)] : [];
  };
  const parts = rules.some(({ AbortIncompleteMultipartUpload: abort }) => abort !== undefined);
  return [
    // 164.316(b)(2)(i) asks for six years of what is to be documented; how long data is kept is for its owner to say.
    ...fact(`deletes ${bucket.kept ? "kept objects" : "objects"} by lifecycle rule`, ({ Expiration: of }) =>
      of?.Days === undefined && of?.Date === undefined ? [] : [when(of)],
    ),
    ...fact("deletes versions that were overwritten or deleted", ({ NoncurrentVersionExpiration: old }) =>
      old === undefined ? [] : [whenOld(old)],
    ),
    ...fact("moves objects to another storage class by lifecycle rule", ({ Transitions = [] }) =>
      Transitions.map((one) => when(one) + to(one)),
    ),
    ...fact(
      "moves versions that were overwritten or deleted to another storage class",
      ({ NoncurrentVersionTransitions: all = [] }) => all.map((one) => whenOld(one) + to(one)),
    ),
    told(parts ? "clears the parts of unfinished uploads" : "keeps the parts of unfinished uploads for ever"),
  ];
};

const days = (number: number) => `${number} day${number === 1 ? "" : "s"}`;

const when = ({ Days, Date: date }: { Days?: number; Date?: Date }) =>
  Days === undefined ? `from ${whole(date, "s3", operation).toISOString().slice(0, 10)} on` : days(Days);

function whenOld(old: { NoncurrentDays?: number; NewerNoncurrentVersions?: number }): string {
  const { NewerNoncurrentVersions: newest } = old;
  const spared = newest ? `, but for the newest ${newest} of an object` : "";
  return `${days(whole(old.NoncurrentDays, "s3", operation))}${spared}`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html */
function to({ StorageClass }: { StorageClass?: string }): string {
  const name = whole(StorageClass, "s3", operation);
  const isArchive = name === "GLACIER" || name === "DEEP_ARCHIVE";
  return `, to ${name}${isArchive ? ": nobody can read them there before somebody restores them" : ""}`;
}

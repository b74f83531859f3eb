import type { Fault } from "../faults";
import { isGiven, isGood, type Known, show } from "./known";

export const bucketNames = ["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"] as const;

/** Each kind of data has a bucket of its own: in a shared one their grants would merge. */
export function bucketFaults({ values, secret = [] }: Known): Fault[] {
  return bucketNames.flatMap((propertyPath, index) => {
    const value = values[propertyPath];
    const twin = bucketNames
      .slice(0, index)
      .find((other) => isGood(values, propertyPath) && values[other] === value);
    if (!twin) return [];
    const what = secret.includes(propertyPath) || secret.includes(twin) ? "[secret]" : show(value);
    const reason = `${what} is also ${twin}, and their grants would merge. Give another bucket.`;
    return [{ propertyPath, reason }];
  });
}

export function secretsKeyFaults({ values }: Known): Fault[] {
  const isIdle = "secretArns" in values && !isGiven(values.secretArns);
  if (!isIdle || !isGiven(values.secretsKmsKeyArn)) return [];
  const reason = "it is of no use without secretArns. Give these too, or leave it out.";
  return [{ propertyPath: "secretsKmsKeyArn", reason }];
}

import { arnFields, arnForms } from "../arns";
import type { Fault } from "../faults";
import { isGiven, isGood, type Known, show, shown } from "./known";

const bucketNames = ["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"] as const;

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

/** Replicas of one key in several Regions share its ID. */
const keyId = (arn: unknown) => String(arn).split(":key/")[1] ?? arn;

export function secretsKeyFaults(known: Known): Fault[] {
  const { values } = known;
  const { secretArns, secretsKmsKeyArn: key, kmsMasterKeyArn: masterKey } = values;
  const fault = (reason: string) => [{ propertyPath: "secretsKmsKeyArn", reason }];
  if (!isGiven(secretArns) && isGiven(key)) {
    return fault("it is of no use without secretArns. Give these too, or leave it out.");
  }
  if (!isGiven(key) || !isGood(values, "secretsKmsKeyArn")) return [];
  if (keyId(key) === keyId(masterKey)) {
    return fault(
      "it is kmsMasterKeyArn, with which the backend decrypts not only through Secrets Manager. " +
        "Give a key for secrets alone, or leave it out: what the master key encrypts can be read without it.",
    );
  }
  if (!isGood(values, "secretArns")) return [];
  const { region } = arnFields(String(key));
  return (secretArns as unknown[]).flatMap((arn, index): Fault[] => {
    if (typeof arn !== "string" || !arnForms.secret.test(arn) || arnFields(arn).region === region) return [];
    const propertyPath = `secretArns[${index}]`;
    const reason =
      `${shown(propertyPath, arn, known)} is in Region ${arnFields(arn).region}, and secretsKmsKeyArn in ${region}: ` +
      "Secrets Manager decrypts with keys of the secret's own Region. Give secrets of one Region, and a key of it.";
    return [{ propertyPath, reason }];
  });
}

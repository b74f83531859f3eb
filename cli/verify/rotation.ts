import type { ResourceState } from "../plan/resources";
import { property } from "../review/stack";
import { type Aws, whole } from "./aws";
import { agrees, differs, type Finding, told } from "./check";
import { keyIn } from "./keyPolicy";

/** The kind of key that KMS rotates. */
export const symmetric = "SYMMETRIC_DEFAULT";
/** Whose material it renews: not what somebody imported, nor what another store holds. */
export const byKms = "AWS_KMS";

/** In days, as the program says; without a word KMS takes a year. https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
export function daysOf(arn: string, resources: ResourceState[]): number {
  const key = keyIn(arn, resources);
  const days = Number(key && property(key, "rotationPeriodInDays"));
  return days > 0 ? days : aYear;
}
const aYear = 365;

export async function rotation(
  aws: Aws,
  KeyId: string,
  { spec, state, origin }: { spec: string; state: string; origin: string },
  wanted: number,
): Promise<Finding> {
  if (spec !== symmetric) return told("the master key is of a kind that KMS does not rotate");
  if (origin !== byKms)
    return told(`the master key's material is ${origin}, which KMS does not rotate by itself`);
  // Of a key in another state KMS does not say what would be.
  if (state !== "Enabled" && state !== "Disabled")
    return { result: "not judged", what: `whether the master key is rotated, which is ${state}` };
  const answer = await aws.call("kms", "GetKeyRotationStatus", { KeyId }, ["UnsupportedOperationException"]);
  if (!answer || !whole(answer.KeyRotationEnabled, "kms", "GetKeyRotationStatus"))
    return differs("the master key is not rotated: turn rotation on");
  const days = answer.RotationPeriodInDays ?? aYear;
  if (days <= wanted) return agrees(`the master key is rotated every ${days} days`);
  return differs(`the master key is rotated every ${days} days, and should be every ${wanted}`);
}

import type { GuardrailsScope } from "../../components/policies/guardrails";
import type { Promised } from "../../components/promises/promised";
import { documentsPromises, keptPromises } from "../../tests/theorems/otherSide/buckets";
import { guardrailsPromises } from "../../tests/theorems/otherSide/guardrails";
import { masterKeyPromises, tenantKeyPromises } from "../../tests/theorems/otherSide/keys";

const [bucketArn, role] = ["arn:aws:s3:::example", "arn:aws:iam::123456789012:role/example"];
const bucket = { bucketArn, roleArn: role };
const guardrails: GuardrailsScope = {
  ...{ partition: "aws", keptBucketArns: [bucketArn], allowedRegions: ["us-east-1"] },
  administratorArns: [role],
};
/** Inputs that add promises, each one. */
const readers = { readerArns: [`${role}-2`] };
const ofBucket = { ...readers, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/example" };
const creator = { creatorArn: `${role}-2` };
const auditors = { auditorArns: [`${role}-3`] };

/** Promises of the other side's documents, with the input that each needs, if any. */
export function promisesOfOthers(): { promise: Promised; by: string[] }[] {
  return [
    ...rowsOf((more) => documentsPromises({ ...bucket, ...more }), ofBucket),
    ...rowsOf((more) => keptPromises("backups bucket", { ...bucket, ...more }), ofBucket),
    ...rowsOf((more) => keptPromises("audit logs bucket", { ...bucket, ...more }), ofBucket),
    ...rowsOf((more) => masterKeyPromises({ roleArn: role, ...more }), { ...readers, ...auditors }),
    ...rowsOf((more) => tenantKeyPromises({ roleArn: role, ...more }), { ...creator, ...auditors }),
    ...rowsOf(() => guardrailsPromises(guardrails), {}),
  ];
}

function rowsOf<More extends object>(make: (more: Partial<More>) => Promised[], more: More) {
  const always = make({});
  const added = Object.entries(more).flatMap(([input, value]) =>
    make({ [input]: value } as Partial<More>)
      .filter(({ id }) => !always.some((one) => one.id === id))
      .map((promise) => ({ promise, by: [input] })),
  );
  return [...always.map((promise) => ({ promise, by: [] })), ...added];
}

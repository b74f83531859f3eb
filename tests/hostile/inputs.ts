import { otherBucket, otherDatabase, otherExternalId, otherKey } from "./foreign";
import { arg, example, type Input } from "./suite";
import { good, hostile } from "./values";

const anything = [otherBucket, otherKey];
/** All inputs of the first release that take text. */
export const inputs: Input[] = [
  arg("environment", good.environment, anything),
  arg("s3BucketDocumentsArn", good.bucketArn, [otherBucket]),
  arg("s3BucketBackupsArn", good.bucketArn, [otherBucket]),
  arg("s3BucketAuditLogsArn", good.bucketArn, [otherBucket]),
  arg("kmsMasterKeyArn", good.keyArn, [otherKey]),
  arg("rdsArn", good.databaseArn, [otherDatabase]),
  arg("externalId", good.externalId, [otherExternalId]),
  arg("nameSuffix", good.nameSuffix, anything),
  arg("permissionsBoundaryArn", good.policyArn, []),
  {
    ...{ name: "the key of a tag", values: hostile(good.tagKey), foreign: [] },
    args: (value) => ({ ...example, tags: { [value]: "x" } }),
  },
  {
    ...{ name: "the value of a tag", values: hostile(good.tagValue), foreign: [] },
    args: (value) => ({ ...example, tags: { Team: value } }),
  },
];

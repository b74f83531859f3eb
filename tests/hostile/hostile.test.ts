import { expect } from "chai";
import fc from "fast-check";
import { faultsOf } from "../../components/inputs/checks";
import { otherBucket, otherDatabase, otherExternalId, otherKey } from "./foreign";
import { arg, example, type Input, refusesWhatIsHostile, runs, seed } from "./suite";
import { good, hostile } from "./values";

const anything = [otherBucket, otherKey];
const inputs: Input[] = [
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

describe(`hostile input, ${runs} values an input`, function () {
  this.timeout(60_000);
  refusesWhatIsHostile(inputs);
});

describe("one bucket for two kinds of data is refused, whatever its name", () => {
  const buckets = ["s3BucketDocumentsArn", "s3BucketBackupsArn", "s3BucketAuditLogsArn"] as const;
  for (const [one, other] of [
    [buckets[0], buckets[1]],
    [buckets[0], buckets[2]],
    [buckets[1], buckets[2]],
  ] as const) {
    it(`${one} and ${other}`, () => {
      const property = fc.property(hostile(good.bucketArn), (arn) => {
        const values = { ...example, [one]: arn, [other]: arn };
        expect(faultsOf({ values }).map(({ propertyPath }) => propertyPath)).to.include(other);
      });
      fc.assert(property, { numRuns: runs, seed });
    });
  }
});

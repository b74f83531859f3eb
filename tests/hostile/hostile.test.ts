import { expect } from "chai";
import fc from "fast-check";
import { faultsOf } from "../../components/inputs/checks";
import { inputs } from "./inputs";
import { example, refusesWhatIsHostile, seed } from "./suite";
import { good, hostile } from "./values";

/** In hostile.long.test.ts they are a thousand. */
const runs = 300;

describe(`hostile input, ${runs} values an input`, () => {
  refusesWhatIsHostile(inputs, runs);
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

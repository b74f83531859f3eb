import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "./argsOf";
import { differences } from "./differences";
import { expectMatrixHolds, matrixSites } from "./matrixSites";
import { siteOf } from "./siteOf";

/** Values of users that are unlike the examples', or so much like them that a row could mean something else. */
const unusual: [what: string, region: string, args: Partial<SiteArgs>][] = [
  ["in a Region that others are tried from", "eu-central-1", {}],
  ["in another such Region", "us-west-2", {}],
  ["with an external ID in upper case", "us-east-1", { externalId: "SECRET-0123-ABCD" }],
  ["with an external ID of digits", "us-east-1", { externalId: "0123456789" }],
  [
    "with a key and a database of another account",
    "us-east-1",
    {
      kmsMasterKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      rdsArn: "arn:aws:rds:us-east-1:111122223333:db:example",
    },
  ],
  [
    "with a key for several Regions",
    "us-east-1",
    {
      kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    },
  ],
  ["with a database called any", "us-east-1", { rdsArn: "arn:aws:rds:us-east-1:123456789012:db:any" }],
  [
    "with buckets whose names begin alike",
    "us-east-1",
    { s3BucketBackupsArn: "arn:aws:s3:::example-production-documents-2" },
  ],
  [
    "with buckets whose names begin alike, turned round",
    "us-east-1",
    { s3BucketBackupsArn: "arn:aws:s3:::example-production-document" },
  ],
  [
    "with buckets whose names end alike",
    "us-east-1",
    { s3BucketAuditLogsArn: "arn:aws:s3:::a-example-production-documents" },
  ],
];

describe("the access matrix holds, in each environment and partition, and with every option in one", () => {
  const judge = expectMatrixHolds(matrixSites.filter(({ isQuick }) => isQuick));

  for (const [what, region, args] of unusual) {
    it(`${what}`, async () => {
      const standIn = { ...defaultStandIn, region };
      const site = await siteOf(
        { ...argsOf("production", standIn), enableRdsMonitoring: true, ...args },
        standIn,
      );
      expect(await differences(matrix(site), judge)).to.deep.equal([]);
    });
  }
});

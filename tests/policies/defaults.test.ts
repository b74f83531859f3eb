import { createHash } from "node:crypto";
import { expect } from "chai";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

/**
 * SHA-256 of all documents without options, by environment and partition: those of the first release, and since then the
 * denies of side doors, which the changelog tells of. An option that is not set changes nothing.
 */
const hashes: Record<string, string> = {
  "dev in aws": "92c8e9e08deee3287c64db5f87c88350a1d0fff6d52a80ddb127897b54e3337d",
  "staging in aws": "6486000df840864b80b910d8f791d21c22f4901c00a8fd52fe16cff0d0c53977",
  "production in aws": "e554df6d84fc17733780200100252c62d09c243e8ee0d6490ccd1f9a103703d7",
  "dev in aws-us-gov": "b73e74c25bdbf345dfcba067bfde008980fe580ca568ef3c8b8c36df871c58ee",
  "staging in aws-us-gov": "8edce5d3ab82d969b8b3c4d2b0a8b2b14551581cd8c5019ce55cc85488500048",
  "production in aws-us-gov": "c96c3b45c216222ced8281dc76eae2c9ce2393987203cb93ee7f336a81d1e187",
  "dev in aws-cn": "c53ac71002c5d80ba7bdabe2ade286ca9aa9c47e12360ba897e362616a0eecde",
  "staging in aws-cn": "9c8a9bfd72f9d3f1acf998d27cd15c8267f722a216d4ba73bd382a173fbae408",
  "production in aws-cn": "df47ad0155bd5cfb2196ea53c99157bfada6d9eb2bd5a9893f3778c291c86bdc",
  "dev in aws-eusc": "26b93b945c44c4e04a1f093817050dc8d38507ac8ec74e92ba80b40f4eafdbd0",
  "staging in aws-eusc": "5e1957bccf9d3d232b14eb795a2e85e4624e81d832b801d585eda8290ae5e846",
  "production in aws-eusc": "8dbf4d2f33f08e00a88ca4f3abe9c95af87ff4498fe189050e8b80a06be714b4",
};

/** The same of all resources: what they are made from, and how they are replaced. */
const resourceHashes: Record<string, string> = {
  "dev in aws": "3e0aa96472b951627b8e353366c0960a65e958eee80e7dd6b99c2390c7abfa55",
  "staging in aws": "8b2cd64a0abc4e093d40901c3c4afe10d0c0b10652186c2aa4110cd17aad4e61",
  "production in aws": "71e80594d71f6d95dc9e7425c8489bc00fc1b43cb925ec3b13996fbce7cc7ecb",
};

describe("without options each document takes less than half of its quota", () => {
  for (const { title, environment, standIn } of scopes) {
    it(title, async () => {
      const run = await runComponent({ environment, enableRdsMonitoring: true }, { standIn });
      for (const [name, document] of Object.entries(documentsOf(run))) {
        const quota = name.endsWith("-access-policy") ? 6144 : 2048;
        expect(JSON.stringify(document).length, name).to.be.below(quota / 2);
      }
    });
  }
});

describe("without options the documents are those that users have, byte for byte", () => {
  for (const { title, environment, standIn } of scopes) {
    it(title, async () => {
      const run = await runComponent({ environment, enableRdsMonitoring: true }, { standIn });
      const documents = documentsOf(run);
      // In the order in which the first release made them.
      const order = ["-rds-monitoring-role", "hipaa-app-backend-", "-bedrock-", "-s3-", "-kms-"];
      const names = order.flatMap((part) => Object.keys(documents).filter((name) => name.includes(part)));
      expect(names).to.have.members(Object.keys(documents));
      expect(sha256(Object.fromEntries(names.map((name) => [name, documents[name]])))).to.equal(
        hashes[title],
      );
    });
  }
});

describe("without options the resources are those that users have", () => {
  for (const { title, environment } of scopes.slice(0, 3)) {
    it(title, async () => {
      const { resources } = await runComponent({ environment, enableRdsMonitoring: true });
      const children = resources
        .filter(({ type }) => type.startsWith("aws:"))
        .map(({ type, urn, parent, inputs, secrets, deleteBeforeReplace, ignoreChanges }) => ({
          ...{ urn, parent, inputs, secrets },
          // Attachments were not, and a person who replaced one lost it: see the changelog.
          deleteBeforeReplace: deleteBeforeReplace && !type.endsWith("Attachment"),
          ignoreChanges,
        }))
        .sort((a, b) => (a.urn < b.urn ? -1 : 1));
      expect(children).to.have.length(9);
      expect(sha256(children)).to.equal(resourceHashes[title]);
    });
  }
});

const sha256 = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

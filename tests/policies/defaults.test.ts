import { createHash } from "node:crypto";
import { expect } from "chai";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

/**
 * SHA-256 of all documents of the first release, by environment and partition. Options came after it: where none is
 * set, nothing changes for those who have it.
 */
const hashes: Record<string, string> = {
  "dev in aws": "a6deef3bc4790650b65431dc59a43e32d55d579c7b649c13faff4a328a3e8d8d",
  "staging in aws": "32eda93cf3adfe8bd1ab732fc06632ca1967ca8c0d66d5974174e8c421c57d75",
  "production in aws": "a1d051faa3b62e722e3bdafc847e82eacd83f19583109b28068c407740aafb4d",
  "dev in aws-us-gov": "5501170c1735a085757a808e4583f7934f86fa77bb6df500ed7e935af7d66759",
  "staging in aws-us-gov": "67ee0ff223b5e38549653d85d4fc32d395e3149c1d941b5db26da48707246637",
  "production in aws-us-gov": "5c003fc2761de5012050da6cdbad6fd51b450ad59e80d73da86f9be328d848ae",
  "dev in aws-cn": "dc6b698f08cb06bbbf5621bdd32cd5aca3fad7918146171ca20ee0ee6697b4cf",
  "staging in aws-cn": "5dca648822de66f50f11da965aebd0b15ce372163786d3737c7cac2467868d01",
  "production in aws-cn": "4ea10b0aa74ee40064784d0bf68b1734410c6fee12da65351f4367cfc4637881",
  "dev in aws-eusc": "8d0a41cb8310dd71c9c78b5288046becf57496fa22c4ad5966a38a7f8e13d594",
  "staging in aws-eusc": "60246cd0ab54a78d42d00417cab5e26c0747be34e11e986295885f27174bc7ff",
  "production in aws-eusc": "7fe83bf3a42c19064ea9e4b32f9137e33b3b6c0001d0704cb447d994b41af612",
};

/** The same of all resources: what they are made from, and how they are replaced. */
const resourceHashes: Record<string, string> = {
  "dev in aws": "04a17adbefe5bb9b7e7bd6cccf888594ff9220d3fe02491c6caee785ac2fb3e7",
  "staging in aws": "863089b3b534ec6ad552f6f20c3846147a7b859e7145b8f6d092b5649d347bce",
  "production in aws": "45ed235c76d89a07bdffd50950fa8d49b1804f0b88136dac918cbc9a57d44f45",
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

describe("without options the documents are those of the first release, byte for byte", () => {
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

describe("without options the resources are those of the first release", () => {
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

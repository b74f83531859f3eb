import { expect } from "chai";
import { byKms, rotation, symmetric } from "../../cli/verify/rotation";
import { accountWith } from "./account";
import { key } from "./packages";

const cases: [
  what: string,
  of: { spec?: string; state?: string; origin?: string },
  result: string,
  says: RegExp,
][] = [
  ["a key of KMS's own material", {}, "agrees", /is rotated every 365 days$/],
  ["imported material", { origin: "EXTERNAL" }, "told", /material is EXTERNAL, which KMS does not rotate/],
  ["a store of CloudHSM", { origin: "AWS_CLOUDHSM" }, "told", /is AWS_CLOUDHSM, which KMS does not rotate/],
  ["a store elsewhere", { origin: "EXTERNAL_KEY_STORE" }, "told", /is EXTERNAL_KEY_STORE, which KMS/],
  ["a pair of keys", { spec: "RSA_2048" }, "told", /of a kind that KMS does not rotate$/],
  ["a key about to be deleted", { state: "PendingDeletion" }, "not judged", /which is PendingDeletion$/],
];

describe("verify, of whether KMS rotates the master key", () => {
  for (const [what, of, result, says] of cases) {
    it(`${what}: ${result}`, async () => {
      const aws = accountWith([{ arn: key, tags: {}, policy: "" }]);
      const asked = { spec: symmetric, state: "Enabled", origin: byKms, ...of };
      const finding = await rotation(aws, key, asked, 365);
      expect(finding.result).to.equal(result);
      expect(finding.what).to.match(says);
    });
  }
});

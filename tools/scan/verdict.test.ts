import { expect } from "chai";
import { type Accepted, type Finding, verdicts } from "./verdict";

const found: Finding = { scanner: "parliament", finding: "RESOURCE_STAR", document: "kms", sid: "CreateKey" };
const accepted: Accepted = { ...found, reason: "AWS has no other resource for it." };

describe("what scanners find", () => {
  const rows: [title: string, found: Finding[], accepted: Accepted[], verdicts: string[]][] = [
    ["is accepted with a reason", [found], [accepted], ["accepted"]],
    ["is not accepted without one", [found], [], ["NOT ACCEPTED"]],
    ["is not accepted for an empty reason", [found], [{ ...accepted, reason: "" }], ["NOT ACCEPTED"]],
    [
      "is not accepted of another document",
      [found],
      [{ ...accepted, document: "s3" }],
      ["NOT ACCEPTED", "STALE"],
    ],
    ["is not accepted of another statement", [found], [{ ...accepted, sid: "" }], ["NOT ACCEPTED", "STALE"]],
    [
      "is not accepted of another scanner",
      [found],
      [{ ...accepted, scanner: "checkov" }],
      ["NOT ACCEPTED", "STALE"],
    ],
    [
      "is not accepted for another finding",
      [found],
      [{ ...accepted, finding: "X" }],
      ["NOT ACCEPTED", "STALE"],
    ],
    ["is missed where it is gone", [], [accepted], ["STALE"]],
    ["is nothing", [], [], []],
  ];
  for (const [title, findings, reasons, expected] of rows) {
    it(title, () => {
      expect(verdicts(findings, reasons).map(({ verdict }) => verdict)).to.deep.equal(expected);
    });
  }
});

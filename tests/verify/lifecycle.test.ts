import type { LifecycleRule } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { type Aws, NotSeen } from "../../cli/verify/aws";
import type { Bucket } from "../../cli/verify/bucket";
import { lifecycle } from "../../cli/verify/lifecycle";

const told = async (Rules: Omit<LifecycleRule, "Status">[], Status = "Enabled", kept = false) => {
  const aws = { call: async () => ({ Rules: Rules.map((rule) => ({ Status, ...rule })) }) };
  const found = [await lifecycle(aws as unknown as Aws, { name: "b", owner: "1", kept } as Bucket)].flat();
  expect(found.map(({ result }) => result)).to.satisfy((all: string[]) => all.every((one) => one === "told"));
  return found.flatMap(({ what, details = [] }) => [what, ...details]);
};

const keeps = "keeps the parts of unfinished uploads for ever";
const moves = "moves objects to another storage class by lifecycle rule";
const movesOld = "moves versions that were overwritten or deleted to another storage class";
const deletesOld = "deletes versions that were overwritten or deleted";
const archived = "nobody can read them there before somebody restores them";
const date = new Date("2030-01-01T00:00:00Z");

const cases: [what: string, rule: Omit<LifecycleRule, "Status">, said: string[]][] = [
  [
    "an archive",
    { ID: "cold", Transitions: [{ Days: 1, StorageClass: "DEEP_ARCHIVE" }] },
    [moves, `cold: 1 day, to DEEP_ARCHIVE: ${archived}`, keeps],
  ],
  [
    "several classes, and parts",
    {
      Transitions: [
        { Days: 0, StorageClass: "INTELLIGENT_TIERING" },
        { Days: 90, StorageClass: "GLACIER_IR" },
        { Date: date, StorageClass: "GLACIER" },
      ],
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
    [
      moves,
      "a rule: 0 days, to INTELLIGENT_TIERING",
      "a rule: 90 days, to GLACIER_IR",
      `a rule: from 2030-01-01 on, to GLACIER: ${archived}`,
      "clears the parts of unfinished uploads",
    ],
  ],
  [
    "old versions",
    {
      ID: "old",
      NoncurrentVersionTransitions: [
        { NoncurrentDays: 30, StorageClass: "STANDARD_IA" },
        { NoncurrentDays: 60, NewerNoncurrentVersions: 3, StorageClass: "GLACIER" },
      ],
    },
    [
      movesOld,
      "old: 30 days, to STANDARD_IA",
      `old: 60 days, but for the newest 3 of an object, to GLACIER: ${archived}`,
      keeps,
    ],
  ],
  [
    "and deletes",
    {
      ID: "both",
      Expiration: { Days: 365 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      Transitions: [{ Days: 30, StorageClass: "ONEZONE_IA" }],
    },
    [
      "deletes objects by lifecycle rule",
      "both: 365 days",
      deletesOld,
      "both: 1 day",
      moves,
      "both: 30 days, to ONEZONE_IA",
      keeps,
    ],
  ],
  [
    "nothing that is there",
    { ID: "x", Transitions: [], Expiration: { ExpiredObjectDeleteMarker: true } },
    [keeps],
  ],
];

describe("what a lifecycle rule does is told as a fact, with days and class", () => {
  for (const [what, rule, said] of cases) {
    it(what, async () => {
      expect(await told([rule])).to.deep.equal(said);
    });
  }

  it("unless the rule is switched off", async () => {
    const [[, rule]] = cases as [(typeof cases)[0]];
    expect(await told([rule], "Disabled")).to.deep.equal([keeps]);
  });

  it("each rule by its name, in one line of what it does", async () => {
    const [days, years] = [30, 2000].map((Days) => ({ ID: `d${Days}`, Expiration: { Days } }));
    const said = ["deletes kept objects by lifecycle rule", "d30: 30 days", "d2000: 2000 days", keeps];
    expect(await told([days ?? {}, years ?? {}], "Enabled", true)).to.deep.equal(said);
  });

  it("and an answer without the class is not seen", async () => {
    const error = await told([{ Transitions: [{ Days: 1 }] }]).catch((one) => one);
    expect(error).to.be.instanceOf(NotSeen);
  });
});

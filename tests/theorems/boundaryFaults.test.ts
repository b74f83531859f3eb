import { expect } from "chai";
import type { Statement } from "../../cli/policy/document";
import type { Subject } from "../../cli/theorems/promises";
import type { Promised } from "../../components/promises/promised";
import { allOptions } from "../access/options";
import { administratorAccess } from "../judge/documents";
import { read } from "../policy/judged";
import { casesOfOptions, heldBy } from "./cases";
import { areAlike, faultsOf, withFault, witnessesOf } from "./faults";
import type { Case } from "./subjects";

const of = "backend as administrator, within its boundary";
const alone = { id: "alone", of, says: "alone", hipaa: [] } satisfies Partial<Promised>;

/** What the boundary itself denies, whatever the role is given. */
const denied: Promised = {
  ...{ ...alone, answer: "denied" },
  requests: [{ Action: ["aws-external-anthropic:*", "bedrock:CallWithBearerToken"] }],
};
/** What AWS's own policy for monitoring needs. */
const metrics: Promised = {
  ...{ ...alone, answer: "allowed" },
  requests: [
    { Action: "logs:PutRetentionPolicy", Resource: "arn:aws:logs:*:*:log-group:RDS*" },
    { Action: "logs:PutLogEvents", Resource: "arn:aws:logs:*:*:log-group:RDS*:log-stream:*" },
  ],
};

/** Subjects within the boundary, with what a fault in it may break. */
function withinBoundary(one: Case): [Subject, Promised[]][] {
  const boundary = one.subjects[of]?.boundary;
  if (!boundary) throw new Error("There is no boundary.");
  const held = heldBy(one);
  const roles = held.filter(({ subject, holder }) => !subject.resource && holder !== of);
  return [
    ...roles.map(({ subject, own }): [Subject, Promised[]] => [
      { ...subject, boundary },
      own.filter(({ answer }) => answer === "allowed"),
    ]),
    ...held
      .filter(({ holder }) => holder === of)
      .map(({ subject, own }): [Subject, Promised[]] => [subject, own]),
    [
      { identity: [read(administratorAccess)], boundary },
      [denied, ...(one.scope.enableRdsMonitoring ? [metrics] : [])],
    ],
  ];
}

describe("a fault in any statement of the boundary of any option set breaks a promise, or changes nothing", () => {
  const known = new Set<string>();
  const counts = { statements: 0, faults: 0, "change nothing": 0 };
  let cases: Map<string, Case>;
  before(async () => {
    cases = await casesOfOptions();
  });

  for (const option of Object.keys(allOptions)) {
    it(option, () => {
      const subjects = withinBoundary(cases.get(option) as Case);
      for (const statement of subjects[0]?.[0].boundary?.statements ?? []) {
        const name = JSON.stringify(statement);
        if (known.has(name)) continue;
        known.add(name);
        counts.statements++;
        expectBroken(statement, subjects);
      }
    });
  }

  function expectBroken(statement: Statement, subjects: [Subject, Promised[]][]): void {
    let left = faultsOf(statement, false);
    counts.faults += left.length;
    for (const [subject, promises] of subjects) {
      const witnesses = witnessesOf(statement, left, promises, subject);
      left = left.filter((_, at) => witnesses[at] === undefined);
    }
    for (const fault of left) {
      counts["change nothing"]++;
      const what = `${statement.sid} ${fault[0]}`;
      for (const [subject] of subjects.slice(0, -1)) {
        expect(areAlike(subject, withFault(subject, statement, fault)), what).to.equal(true);
      }
    }
  }

  it("that is, of so many", () => {
    expect(counts).to.deep.equal({ statements: 63, faults: 238, "change nothing": 17 });
  });
});

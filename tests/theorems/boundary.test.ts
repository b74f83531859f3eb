import { expect } from "chai";
import { prove, type Subject } from "../../cli/theorems/promises";
import type { Promised, Requests } from "../../components/promises/promised";
import { allOptions } from "../access/options";
import { administratorAccess } from "../judge/documents";
import { read } from "../policy/judged";
import { casesOfOptions, documentsIn, heldBy } from "./cases";
import { broken, type Case } from "./subjects";

const administered = "backend as administrator, within its boundary";

describe("within its boundary, in production with every option set", () => {
  let cases: Map<string, Case>;
  const proven = new Set<string>();
  before(async () => {
    cases = await casesOfOptions();
  });
  const boundaryOf = ({ subjects }: Case) => subjects[administered]?.boundary;

  for (const option of Object.keys(allOptions)) {
    it(`each role may all that it is promised: ${option}`, () => {
      const one = cases.get(option) as Case;
      const boundary = boundaryOf(one);
      for (const { holder, subject, own } of heldBy(one)) {
        if (!boundary || subject.resource || holder === administered) continue;
        const within: Subject = { ...subject, boundary };
        const granted = own.filter(({ answer }) => answer === "allowed");
        const texts = JSON.stringify(documentsIn(within));
        const asked = granted.filter((promise) => {
          const name = JSON.stringify([promise, texts]);
          return !proven.has(name) && proven.add(name);
        });
        expect(broken(prove(asked, within))).to.deep.equal([]);
      }
    });
  }

  // As its page lists them.
  const unheld = [
    ...["overwrite-backup", "overwrite-audit-log", "tls", "encryption"],
    ...["change-master-key", "retag", "lockout", "retaining-models"],
    ...[
      "global-profiles",
      "guardrail",
      "mantle-elsewhere",
      "provision-keys",
      "no-tenant",
      "keys-of-no-tenant",
    ],
  ];
  it("a role without the component's policies is kept from all else that they deny", () => {
    const found = Object.keys(allOptions).flatMap((option) => {
      const one = cases.get(option) as Case;
      const boundary = boundaryOf(one);
      const own = heldBy(one).find(({ holder }) => holder === "backend")?.own ?? [];
      const denied = own.filter(({ answer }) => answer === "denied");
      const asked = denied.map((promise): Promised => ({ ...promise, answer: "refused" }));
      if (!boundary) return [];
      const proofs = prove(asked, { identity: [read(administratorAccess)], boundary });
      return proofs.filter(({ holds }) => !holds).map(({ promise }) => promise.id);
    });
    expect([...new Set(found)].sort()).to.deep.equal(unheld.toSorted());
  });

  // What its page says of a role that has AdministratorAccess, and none of the component's policies.
  const promised = (answer: "denied" | "open", says: string, requests: Requests[]): Promised => ({
    ...{ id: says, of: administered, says, answer, requests, statements: [], hipaa: [] },
  });
  it("a role without the component's policies reaches no other endpoint, and is not kept from what they deny", () => {
    for (const option of ["by default", "sessions serve one tenant"]) {
      const one = cases.get(option) as Case;
      const boundary = boundaryOf(one);
      const { s3BucketBackupsArn: backups, s3BucketDocumentsArn: documents } = one.scope;
      const untold = { Null: { "s3:if-none-match": "true" } };
      const tag = { "aws:ResourceTag/TenantId": "b", "aws:ResourceTag/Environment": "production" };
      const promises = [
        promised("denied", "Claude by another endpoint, and bearer keys", [
          { Action: ["aws-external-anthropic:*", "bedrock-mantle:*", "bedrock:CallWithBearerToken"] },
        ]),
        promised("open", "upload without TLS", [
          {
            ...{ Action: "s3:PutObject", Resource: `${documents}/*` },
            Condition: { StringEquals: { "aws:SecureTransport": "false" } },
          },
        ]),
        promised("open", "overwrite a backup", [
          { Action: "s3:PutObject", Resource: `${backups}/*`, Condition: untold },
        ]),
        promised("open", "use a key that says whose it is, by a session that does not", [
          {
            Action: "kms:Decrypt",
            Condition: { StringEquals: tag, Null: { "aws:PrincipalTag/TenantId": "true" } },
          },
        ]),
      ];
      const alone: Subject = { identity: [read(administratorAccess)], ...(boundary && { boundary }) };
      expect(
        prove(promises, alone)
          .filter(({ holds }) => !holds)
          .map(({ promise }) => promise.says),
      ).to.deep.equal([]);
    }
  });
});

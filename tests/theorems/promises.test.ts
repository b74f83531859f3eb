import { expect } from "chai";
import { evaluate } from "../../cli/policy/evaluate";
import { prove } from "../../cli/theorems/promises";
import type { Promised } from "../../components/promises/promised";
import { allOptions } from "../access/options";
import { casesOfOptions, documentsIn, heldBy } from "./cases";
import { areAlike, brokenBy, concerns, faultsOf, withFault } from "./faults";
import { broken, type Case } from "./subjects";

describe("every promise holds for all requests, in production with every option set", () => {
  let cases: Map<string, Case>;
  const proven = new Set<string>();
  let promised = 0;
  before(async () => {
    cases = await casesOfOptions();
  });

  /** Of the same promise the same statements give the same answer, whatever option is set besides. */
  const isNew = (promise: Promised, documents: ReturnType<typeof documentsIn>) => {
    const concerned = documents.map((all) => all.filter((one) => concerns(one, promise)));
    const name = JSON.stringify([promise, concerned]);
    return !proven.has(name) && Boolean(proven.add(name));
  };

  for (const option of Object.keys(allOptions)) {
    it(option, () => {
      for (const { subject, own } of heldBy(cases.get(option) as Case)) {
        promised += own.length;
        const documents = documentsIn(subject);
        const proofs = prove(
          own.filter((promise) => isNew(promise, documents)),
          subject,
        );
        expect(broken(proofs)).to.deep.equal([]);
      }
    });
  }

  it("that is, of so many", () => {
    expect({ promised, different: proven.size }).to.deep.equal({ promised: 1922, different: 428 });
  });
});

describe("a fault in any statement of any option set breaks a promise, with a request that shows it", () => {
  const known = new Set<string>();
  const counts = { statements: 0, faults: 0, "change nothing": 0 };
  let cases: Map<string, Case>;
  before(async () => {
    cases = await casesOfOptions();
  });

  for (const option of Object.keys(allOptions)) {
    it(option, () => {
      for (const { holder, subject, own } of heldBy(cases.get(option) as Case)) {
        // Those of the boundary are in boundaryFaults.test.ts.
        if (subject.boundary) continue;
        for (const statement of documentsIn(subject).flat()) {
          const name = JSON.stringify([holder, statement]);
          if (known.has(name)) continue;
          known.add(name);
          counts.statements++;
          for (const fault of faultsOf(statement, subject.resource !== undefined)) {
            counts.faults++;
            const what = `${holder}: ${statement.sid} ${fault[0]}`;
            const changed = withFault(subject, statement, fault);
            const witness = brokenBy(statement, fault, own, subject)?.witness;
            if (witness && subject.resource) continue;
            if (witness) {
              const decisions = [subject, changed].map((one) =>
                evaluate(witness.request, one, witness.reading),
              );
              expect(decisions[0]?.decision, what).not.to.equal(decisions[1]?.decision);
            } else {
              counts["change nothing"]++;
              expect(areAlike(subject, changed), what).to.equal(true);
            }
          }
        }
      }
    });
  }

  it("in words that a reader understands", () => {
    const { subject, own } = heldBy(cases.get("by default") as Case).find(
      ({ holder }) => holder === "backend",
    ) as ReturnType<typeof heldBy>[number];
    const words = documentsIn(subject)
      .flat()
      .filter(({ sid }) => ["WriteBackups", "DenyChangingMasterKey"].includes(sid))
      .flatMap((statement) => {
        const [lost, ...widened] = faultsOf(statement, false);
        return [lost, ...widened.slice(0, 1)].flatMap((fault) => {
          const proof = fault && brokenBy(statement, fault, own, subject);
          return proof ? broken([proof]) : [];
        });
      });
    expect(words).to.deep.equal([
      "backend, may: put a new backup with the header If-None-Match, and the parts of a large upload without it (put-new-backup): but s3:PutObject on arn:aws:s3:::example-production-backups/, if s3:if-none-match = (empty)",
      "backend, nothing else: the role's policies allow nothing but what the other lines say that it may do, and what remains open (nothing-else): but s3:x on arn:aws:s3:::example-production-backups/",
      "backend, may not, whatever other policies say: delete or disable the master key, grant its use, or change its policy, rotation or tags (change-master-key): but kms:DisableKey on arn:aws:kms:us-east-1:123456789012:key/33333333-1111-4111-8111-111111111111",
    ]);
  });

  it("that is, of so many", () => {
    expect(counts).to.deep.equal({ statements: 137, faults: 428, "change nothing": 18 });
  });
});

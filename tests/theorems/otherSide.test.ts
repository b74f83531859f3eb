import { expect } from "chai";
import { prove } from "../../cli/theorems/promises";
import { areAlike, faultsOf, narrowingsOf, withFault, witnessesOf } from "./faults";
import { type Other, othersOf } from "./otherSide/documents";
import { broken } from "./subjects";

const settings = { "all inputs": true, "the inputs that must be": false };

describe("what the documents of buckets, keys and the organisation promise holds for all requests", () => {
  const counts = { promises: 0, statements: 0, faults: 0, "change nothing": 0 };
  const known = new Set<string>();
  for (const [title, full] of Object.entries(settings)) {
    let others: Other[];
    before(async () => {
      others = await othersOf(full);
    });

    it(`with ${title}`, () => {
      for (const { promises, subject } of others) {
        counts.promises += promises.length;
        expect(broken(prove(promises, subject))).to.deep.equal([]);
      }
    });

    it(`with ${title}: a fault in any statement breaks a promise, with a request that shows it`, () => {
      for (const { document, promises, subject } of others) {
        for (const statement of document.statements) {
          const name = JSON.stringify(statement);
          if (known.has(name)) continue;
          known.add(name);
          counts.statements++;
          const faults = faultsOf(statement, subject.resource !== undefined);
          if (statement.effect === "Deny") faults.push(...narrowingsOf(statement));
          counts.faults += faults.length;
          for (const [at, witness] of witnessesOf(statement, faults, promises, subject).entries()) {
            const fault = faults[at];
            if (witness || !fault) continue;
            counts["change nothing"]++;
            const what = `${statement.sid} ${fault[0]}`;
            expect(areAlike(subject, withFault(subject, statement, fault)), what).to.equal(true);
          }
        }
      }
    });
  }

  it("that is, of so many", () => {
    expect(counts).to.deep.equal({ promises: 102, statements: 59, faults: 197, "change nothing": 10 });
  });
});

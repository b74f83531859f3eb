import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { evaluate } from "../../cli/policy/evaluate";
import { prove } from "../../cli/theorems/promises";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "../access/argsOf";
import { extensions } from "../access/options";
import { broken, type Case, caseOf, proofsOf } from "./subjects";

describe("every promise of README holds for all requests", () => {
  const added = extensions(defaultStandIn);
  const sets = {
    "without options, with monitoring": { enableRdsMonitoring: true },
    "every way is open": added["every way is open"],
    "keys have a provisioner": added["keys have a provisioner"],
    "sessions serve one tenant": added["sessions serve one tenant"],
  };
  for (const [option, options] of Object.entries(sets)) {
    it(option, async () => {
      const proofs = proofsOf(await caseOf({ ...argsOf("production", defaultStandIn), ...options }));
      expect(proofs).to.have.length.greaterThan(30);
      expect(broken(proofs)).to.deep.equal([]);
    });
  }
});

describe("a fault in any statement breaks a promise, with a request that the evaluator decides so", () => {
  let site: Case;
  before(async () => {
    site = await caseOf({ ...argsOf("production", defaultStandIn), enableRdsMonitoring: true });
  });

  for (const holder of ["backend", "backend's trust", "monitoring's trust"] as const) {
    it(`each statement of ${holder} taken away`, () => {
      const subject = site.subjects[holder];
      if (!subject) throw new Error("There are no documents.");
      const documents = subject.resource ? [subject.resource] : subject.identity;
      const promises = promisesOf(site.scope).filter(({ of }) => of === holder);
      for (const statement of documents.flatMap(({ statements }) => statements)) {
        const without = documents.map((one) => ({
          ...one,
          statements: one.statements.filter((other) => other !== statement),
        }));
        const [resource = { name: "", statements: [] }] = without;
        const changed = subject.resource ? { identity: [], resource } : { identity: without };
        const found = prove(promises, changed).filter(({ holds }) => !holds);
        expect(found, statement.sid).not.to.be.empty;
        for (const { promise, witness } of found) {
          if (!witness || promise.answer === "open" || subject.resource) continue;
          const before = evaluate(witness.request, { identity: documents }, witness.reading).decision;
          const after = evaluate(witness.request, changed, witness.reading).decision;
          expect(after, `${statement.sid}: ${JSON.stringify(witness)}`).not.to.equal(before);
        }
      }
    });
  }
});

import { expect } from "chai";
import { admitted, all, type Claim, letThrough, not } from "../../cli/theorems/claim";
import { decide } from "../../cli/theorems/decide";
import { aboutAny, type Subject, universeOf } from "../../cli/theorems/promises";
import type { Holder, Promised } from "../../components/promises/promised";
import { allOptions } from "../access/options";
import { casesOfOptions, heldBy } from "./cases";
import { moves } from "./moves";
import type { Case } from "./subjects";

/** Those of some that the others do not have word for word. */
function besides<T>(some: T[], others: T[]): T[] {
  const texts = new Set(others.map((one) => JSON.stringify(one)));
  return some.filter((one) => !texts.has(JSON.stringify(one)));
}
/** All that a role's sentences say that is allowed. */
const allowedBy = (promises: Promised[]) =>
  promises.filter(({ answer }) => answer === "nothing else").flatMap(({ requests }) => requests);
const isAllowed = (subject: Subject): Claim =>
  subject.resource ? admitted(subject.resource) : letThrough(subject);

describe("each option moves what its sentences say, and nothing else", () => {
  let cases: Map<string, Case>;
  before(async () => {
    cases = await casesOfOptions();
  });

  for (const option of Object.keys(allOptions)) {
    it(option, () => {
      const [plain, changed] = ["by default", option].map((name) => heldBy(cases.get(name) as Case));
      const found: Partial<Record<Holder, string>> = {};
      for (const { holder, subject, own } of changed ?? []) {
        const before = plain?.find((one) => one.holder === holder);
        if (!before || subject.boundary) continue;
        const others = (some: Promised[]) => some.filter(({ answer }) => answer !== "nothing else");
        const added = besides(others(own), others(before.own));
        const gone = besides(others(before.own), others(own));
        // What is gained its sentences name and those of the plain role do not; what is lost the other way round, or denied.
        const [listed, plainly] = [allowedBy(own), allowedBy(before.own)];
        const denied = added.filter(({ answer }) => answer === "denied").flatMap(({ requests }) => requests);
        const named = aboutAny(besides(listed, plainly));
        const unnamed = aboutAny([...besides(plainly, listed), ...denied]);
        const [was, is] = [isAllowed(before.subject), isAllowed(subject)];
        const questions = [all(is, not(was), not(named)), all(was, not(is), not(unnamed))];
        expect(decide(questions, universeOf(subject)), holder).to.deep.equal([undefined, undefined]);
        const ids = [...new Set([...added, ...gone].map(({ id }) => id))].sort();
        if (ids.length > 0) found[holder] = ids.join(" ");
      }
      expect(found).to.deep.equal(moves[option]);
    });
  }
});

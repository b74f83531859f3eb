import { expect } from "chai";
import fc from "fast-check";
import { roleOf } from "../../cli/diff/access";
import { compare } from "../../cli/diff/compare";
import { documentOf } from "../../cli/policy/document";
import { changesBetween } from "./changes";
import type { Document } from "./evaluator";
import { pairs } from "./pairs";
import { meansTheSame } from "./rewrites";
import { picks, rewritten } from "./rewritten";
import { seed } from "./soundness";

describe("what means the same is no change", () => {
  before(() => console.log(`    FC_SEED=${seed}`));

  const few = ["by default", "every way is open", "sessions serve one tenant, in every way"];
  meansTheSame([...few, "few models are invoked on mantle, in one project, and through profiles"]);

  it("several ways at once, of any documents", () => {
    const property = fc.property(pairs, picks, ({ old }, pick) => {
      expect(changesBetween(old, rewritten(old, pick))).to.deep.equal([]);
    });
    fc.assert(property, { numRuns: 500, seed });
  });

  it("statements in another document of the role", () => {
    const property = fc.property(pairs, fc.nat(3), ({ old, now }, at) => {
      const role = (all: Document[]) => ({
        ...{ roles: [{ ...roleOf("r"), policies: all.map((one, index) => documentOf(`${index}`, one)) }] },
        ...{ policies: [], others: new Map(), attached: true },
      });
      const all = [...old.Statement, ...now.Statement];
      const parts = [all.slice(at), all.slice(0, at)].map((Statement) => ({ ...old, Statement }));
      expect(compare(role([old, now]), role(parts))).to.deep.equal([]);
    });
    fc.assert(property, { numRuns: 100, seed });
  });
});

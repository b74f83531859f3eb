import { expect } from "chai";
import fc from "fast-check";
import { argsOf } from "../../cli/access/site";
import { roleOf } from "../../cli/diff/access";
import { compare } from "../../cli/diff/compare";
import { defaultStandIn } from "../../cli/plan/run";
import { documentOf } from "../../cli/policy/document";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { documentsOf } from "../mutation/tally";
import { changesBetween } from "./changes";
import type { Document } from "./evaluator";
import { pairs } from "./pairs";
import { picks, rewritten, waysToRewrite } from "./rewritten";
import { seed } from "./soundness";

describe("what means the same is no change", function () {
  this.timeout(60_000);
  const documents: Document[] = [];
  before(async () => {
    console.log(`    FC_SEED=${seed}`);
    for (const options of [
      ...Object.values(optionSets(defaultStandIn)),
      ...Object.values(extensions(defaultStandIn)),
    ]) {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      documents.push(...(documentsOf(site) as unknown as Document[]));
    }
  });

  for (const way of waysToRewrite) {
    it(`${way}: every document of every option`, () => {
      const texts = new Set(documents.map((one) => JSON.stringify(one)));
      for (const text of texts) {
        const document: Document = JSON.parse(text);
        const other = rewritten(document, () => 0, [way]);
        expect(changesBetween(document, other)).to.deep.equal([]);
        expect(changesBetween(other, document)).to.deep.equal([]);
      }
    });
  }

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

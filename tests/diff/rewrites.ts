import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { allOptions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { documentsOf } from "../mutation/tally";
import { changesBetween } from "./changes";
import type { Document } from "./evaluator";
import { rewritten, waysToRewrite } from "./rewritten";

/** A test for each way to write a document otherwise: no document of these sets of options changes by it. */
export function meansTheSame(names: string[]): void {
  const texts = new Set<string>();
  before(async () => {
    for (const name of names) {
      const site = await siteOf(
        { ...argsOf("production", defaultStandIn), ...allOptions[name] },
        defaultStandIn,
      );
      for (const document of documentsOf(site)) texts.add(JSON.stringify(document));
    }
  });

  for (const way of waysToRewrite) {
    it(`${way}: every document`, () => {
      for (const text of texts) {
        const document: Document = JSON.parse(text);
        const other = rewritten(document, () => 0, [way]);
        expect(changesBetween(document, other)).to.deep.equal([]);
        expect(changesBetween(other, document)).to.deep.equal([]);
      }
    });
  }
}

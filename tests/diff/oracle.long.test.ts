import { expect } from "chai";
import fc from "fast-check";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { extensions, optionSets } from "../access/options";
import { siteOf } from "../access/siteOf";
import { statementsOf } from "../judge/documents";
import { mutantsOf } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import { editedAtRandom, none, unsound } from "./oracle";
import { seed } from "./soundness";

/** Proofs of all requests: what the gate says not to grow does not, by no evaluation of examples. */
describe("what is said not to grow is proven not to, by the engine", () => {
  const sets = Object.values({ ...optionSets(defaultStandIn), ...extensions(defaultStandIn) });
  const sites: Site[] = [];
  before(async () => {
    console.log(`    FC_SEED=${seed}`);
    // One after the other: Pulumi's mocks are one for the process.
    for (const options of sets) {
      sites.push(await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn));
    }
  });

  it("of every mutant of the documents of every option set", async () => {
    const counts = none();
    const known = new Set<string>();
    for (const site of sites) {
      for (const document of documentsOf(site)) {
        // Option sets share most of their documents.
        const text = JSON.stringify(document);
        if (known.has(text)) continue;
        known.add(text);
        for (const { name, original, mutated } of await mutantsOf(document)) {
          expect(unsound(original, mutated, counts), name).to.equal(undefined);
        }
      }
    }
    console.table(counts);
    expect(counts.edits).to.be.greaterThan(3000);
  });

  it("of wild edits", async () => {
    const counts = none();
    const documents = sites.flatMap(documentsOf);
    const texts = [
      ...new Set(JSON.stringify(documents.map(statementsOf)).match(/(?<=")[^"\\]+(?=")/g) ?? []),
    ];
    const edits = fc
      .constantFrom(...documents)
      .chain((document) => fc.tuple(fc.constant(document), editedAtRandom(document, texts)));
    fc.assert(
      fc.property(edits, ([document, edited]) => {
        expect(unsound(document, edited, counts)).to.equal(undefined);
      }),
      { numRuns: 10_000, seed },
    );
    console.table(counts);
  });
});

import { conditionPairs, pairs, resourcePairs } from "./pairs";
import { expectSound, seed } from "./soundness";

describe("what is said not to grow does not, in many more pairs", () => {
  before(() => console.log(`    FC_SEED=${seed}`));

  it("by an evaluator of its own, over every request of a small world", () => {
    console.table({
      "any documents": expectSound(pairs, 10_000),
      "other conditions": expectSound(conditionPairs, 60_000),
      "other resources": expectSound(resourcePairs, 5000),
    });
  });
});

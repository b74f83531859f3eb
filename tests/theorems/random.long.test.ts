import { conditionPairs, pairs, resourcePairs } from "../diff/pairs";
import { seed } from "../diff/soundness";
import { expectExact } from "./random";

describe("the engine's answers about many more random documents hold", () => {
  before(() => console.log(`    FC_SEED=${seed}`));

  it("each witness by the evaluator, and each never over requests of a small world", () => {
    console.table({
      "any documents": expectExact(pairs, 2000, seed),
      "other conditions": expectExact(conditionPairs, 3000, seed),
      "other resources": expectExact(resourcePairs, 1500, seed),
    });
  });
});

import { expect } from "chai";
import { matrix } from "../access/matrix";
import type { Site } from "../access/site";
import { equivalents } from "../mutation/equivalents";
import type { Mutant } from "../mutation/mutants";
import { type Answer, answerOn, changesBetween } from "./changes";
import { type Effect, effectsOf, widensForOtherValues } from "./effects";

export type Tally = Record<Exclude<Effect, "does both">, Record<Answer, number>>;

/**
 * What the comparison says of each mutant of a site's documents: all that widens is growth; what narrows is not, but where
 * the mutant also lets in a value that no row asks for.
 */
export async function expectTold(site: Site, isWanted?: (mutant: Mutant) => boolean): Promise<Tally> {
  const none = () => ({ growth: 0, "no growth": 0, "no change": 0 });
  const tally: Tally = { widens: none(), narrows: none(), "is equivalent": none() };
  const [rows, listed] = [matrix(site), equivalents(site)];
  for (const { mutant, effect } of await effectsOf(site, isWanted)) {
    const answer = answerOn(changesBetween(mutant.original, mutant.mutated));
    tally[effect === "does both" ? "widens" : effect][answer]++;
    const name = `${mutant.name} ${effect}`;
    if (effect === "widens" || effect === "does both") expect(answer, name).to.equal("growth");
    else if (effect === "is equivalent") expect(listed.has(mutant.name), name).to.equal(true);
    else if (answer === "growth") expect(await widensForOtherValues(mutant, rows), name).to.equal(true);
    else expect(answer, name).to.equal("no growth");
  }
  return tally;
}

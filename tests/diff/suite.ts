import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Site } from "../../cli/access/site";
import { type Mutant, mutantsOf } from "../mutation/mutants";
import { documentsOf } from "../mutation/tally";
import { type Answer, answerOn, changesBetween } from "./changes";
import { type Effect, effectOf, widensForOtherValues } from "./effects";

export type Tally = Record<Effect, Record<Answer, number>>;
const none = () => ({ growth: 0, "no growth": 0, "no change": 0 });

/** Growth that no row asks for, whatever its values, by the name of the mutant. */
const unasked: [name: RegExp, reason: string][] = [
  [/: ArnLike \S+: to \*$/, "what ArnLike makes of a text that is no ARN is not said"],
  [/: (AWS|Federated) to arn:aws:iam::999999999999:/, "another account is let in in place of the right one"],
  [/ to \S*\$\{[^}]*$/, "a variable that is cut off is text, of another resource"],
];

/**
 * What the comparison says of each mutant of a site's documents: all that widens is growth; what narrows is not, but where
 * the mutant also lets something in that no row asks for.
 */
export async function expectTold(
  site: Site,
  isWanted: (mutant: Mutant) => boolean = () => true,
): Promise<Tally> {
  const tally: Tally = { widens: none(), "does both": none(), narrows: none(), "is equivalent": none() };
  const rows = matrix(site);
  const mutants = (await Promise.all(documentsOf(site).map(mutantsOf))).flat();
  for (const mutant of mutants.filter(isWanted)) {
    const answer = answerOn(changesBetween(mutant.original, mutant.mutated));
    const effect = await effectOf(mutant, rows);
    tally[effect][answer]++;
    const name = `${mutant.name} ${effect}`;
    if (effect === "widens" || effect === "does both") expect(answer, name).to.equal("growth");
    else if (effect === "is equivalent") continue;
    else if (answer === "growth" && !unasked.some(([pattern]) => pattern.test(mutant.name)))
      expect(await widensForOtherValues(mutant, rows), name).to.equal(true);
    else if (answer !== "growth") expect(answer, name).to.equal("no growth");
  }
  return tally;
}

import { expect } from "chai";
import fc from "fast-check";
import { answerOn, changesBetween } from "./changes";
import {
  conditionsHold,
  type Document,
  isAbout,
  type Reading,
  type Request,
  readings,
  type Statement,
} from "./evaluator";
import { askedActions, askedPrincipals, askedResources, type Pair, tag, tags } from "./pairs";

export const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

export interface Counts {
  pairs: number;
  "no growth, and none found": number;
  "growth, and found": number;
  "growth, and none found": number;
}

/** Whatever is said not to grow lets no request through that was not let through, and loses no deny. */
export function expectSound(pairs: fc.Arbitrary<Pair>, runs: number): Counts {
  const counts: Counts = {
    pairs: 0,
    "no growth, and none found": 0,
    "growth, and found": 0,
    "growth, and none found": 0,
  };
  const property = fc.property(pairs, (pair) => {
    const answer = answerOn(changesBetween(pair.old, pair.now));
    const grown = growthOf(pair);
    counts.pairs++;
    if (answer === "growth") counts[grown ? "growth, and found" : "growth, and none found"]++;
    else counts["no growth, and none found"]++;
    if (answer !== "growth") expect(grown).to.equal(undefined);
  });
  fc.assert(property, { numRuns: runs, seed });
  return counts;
}

/** A request that the new document allows or no longer denies, other than the old one. */
function growthOf({ about, old, now }: Pair): unknown {
  const hasVariables = JSON.stringify([old, now]).includes("${aws");
  const contexts = about.reduce<Request["context"][]>(
    (all, { key, given }) =>
      all.flatMap((one) => given.map((values) => withKey(one, key.toLowerCase(), values))),
    (hasVariables ? tags : [undefined]).map((values) => withKey({}, tag, values)),
  );
  const principals = JSON.stringify([old, now]).includes('Principal"') ? askedPrincipals : [""];
  const where = askedActions.flatMap((action) =>
    askedResources.flatMap((resource) => principals.map((principal) => ({ action, resource, principal }))),
  );
  for (const reading of readings) {
    const seen = new Set<string>();
    for (const context of contexts) {
      const [before, after] = [old, now].map((document) => holding(document, context, reading));
      // Where the same statements hold and the variable stands for the same, requests are decided alike.
      const state = JSON.stringify([before, after, context[tag]]);
      if (!before || !after || seen.has(state)) continue;
      seen.add(state);
      for (const place of where) {
        const request = { ...place, context };
        const is = (statements: Statement[], effect: Statement["Effect"]) =>
          statements.some((one) => one.Effect === effect && isAbout(one, request, reading));
        if (is(after, "Allow") && !is(before, "Allow")) return { newly: "allowed", request, reading };
        if (is(before, "Deny") && !is(after, "Deny")) return { newly: "not denied", request, reading };
      }
    }
  }
  return undefined;
}

/** The statements whose conditions hold. */
function holding(document: Document, context: Request["context"], reading: Reading): Statement[] {
  return document.Statement.filter((one) => conditionsHold(one, context, reading));
}

function withKey(context: Request["context"], key: string, values: string[] | undefined): Request["context"] {
  return values === undefined ? context : { ...context, [key]: values };
}

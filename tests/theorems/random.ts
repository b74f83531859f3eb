import { expect } from "chai";
import fc from "fast-check";
import { documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import { type Reading, readings } from "../../cli/policy/holds";
import type { Decision, PolicySet, Request } from "../../cli/policy/request";
import { Undecided } from "../../cli/theorems/automaton";
import { all, allowed, type Claim, denied, not } from "../../cli/theorems/claim";
import { decide, type Witness } from "../../cli/theorems/decide";
import { askedActions, askedPrincipals, askedResources, type Pair, tag, tags } from "../diff/pairs";

export interface Counts {
  questions: number;
  never: number;
  "with a witness": number;
  undecided: number;
  /** Requests of the small world that were decided one by one. */
  asked: number;
}

/** What is asked of a pair of documents, and how the evaluator decides a request of it. */
export interface Question {
  claim: Claim;
  holds(request: Request, reading: Reading): boolean;
}

/** What the newer document allows and the older did not, and what the older denied and the newer does not. */
export function questionsOf(pair: Pair): Question[] {
  const isResource = JSON.stringify([pair.old, pair.now]).includes('Principal"');
  const [old, now] = [pair.old, pair.now].map((one): PolicySet => {
    const document = documentOf("document", one);
    return isResource ? { identity: [], resource: document } : { identity: [document] };
  }) as [PolicySet, PolicySet];
  const decides = (set: PolicySet, wanted: Decision) => (request: Request, reading: Reading) =>
    evaluate(request, set, reading).decision === wanted;
  const [nowAllows, oldAllows] = [decides(now, "allowed"), decides(old, "allowed")];
  const [nowDenies, oldDenies] = [decides(now, "explicit deny"), decides(old, "explicit deny")];
  return [
    {
      claim: all(allowed(now), not(allowed(old))),
      holds: (...asked) => nowAllows(...asked) && !oldAllows(...asked),
    },
    {
      claim: all(denied(old), not(denied(now))),
      holds: (...asked) => oldDenies(...asked) && !nowDenies(...asked),
    },
  ];
}

/** What the engine answers; undefined where it says that it cannot. */
function answersTo(questions: Question[]): (Witness | undefined)[] | undefined {
  try {
    return decide(questions.map(({ claim }) => claim));
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    return undefined;
  }
}

/** Each answer holds: a witness is decided so by the evaluator, and where there is none no request of a small world is. */
export function expectExact(pairs: fc.Arbitrary<Pair>, runs: number, seed: number): Counts {
  const counts: Counts = { questions: 0, never: 0, "with a witness": 0, undecided: 0, asked: 0 };
  fc.assert(
    fc.property(pairs, fc.infiniteStream(fc.nat()), (pair, numbers) => {
      const questions = questionsOf(pair);
      const answers = answersTo(questions);
      if (!answers) counts.undecided++;
      for (const [at, { holds }] of (answers ? questions : []).entries()) {
        counts.questions++;
        const witness = answers?.[at];
        if (witness) {
          counts["with a witness"]++;
          expect(holds(witness.request, witness.reading), JSON.stringify(witness)).to.equal(true);
          expect(
            withoutOneKey(witness.request).filter((request) => holds(request, witness.reading)),
            "with a key that it can do without",
          ).to.deep.equal([]);
          continue;
        }
        counts.never++;
        for (let asked = 0; asked < 60; asked++) {
          const request = requestOf(pair, numbers);
          for (const reading of readings) {
            counts.asked++;
            if (holds(request, reading)) expect.fail(JSON.stringify({ request, reading }));
          }
        }
      }
    }),
    { numRuns: runs, seed },
  );
  return counts;
}

/** The same request without each of its keys in turn. */
function withoutOneKey(request: Request): Request[] {
  const entries = Object.entries(request.context);
  return entries.map((one) => ({
    ...request,
    context: Object.fromEntries(entries.filter((other) => other !== one)),
  }));
}

function requestOf({ about, old, now }: Pair, numbers: Iterator<number>): Request {
  const one = <T>(items: readonly T[]): T => items[(numbers.next().value as number) % items.length] as T;
  const hasPrincipal = JSON.stringify([old, now]).includes('Principal"');
  // AWS tells a key once, or several times where documents ask of sets.
  const ofSets = /"For(All|Any)/.test(JSON.stringify([old, now]));
  const possible = (given: (typeof about)[number]["given"]) =>
    given.filter((values) => ofSets || !Array.isArray(values) || values.length === 1);
  const context = [
    ...about.map(({ key, given }) => [key, one(possible(given))] as const),
    [tag, one(tags)] as const,
  ];
  const told = context.flatMap(([key, given]) => (given ? [[key.toLowerCase(), given] as const] : []));
  return {
    principal: hasPrincipal ? one(askedPrincipals) : "arn:aws:iam::111111111111:user/u",
    action: one(askedActions),
    resource: one(askedResources),
    accountId: one(["111111111111", "111111111111", "222222222222"]),
    context: Object.fromEntries(told),
  };
}

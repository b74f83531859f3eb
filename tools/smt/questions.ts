import fc from "fast-check";
import { defaultStandIn } from "../../cli/plan/run";
import { Undecided } from "../../cli/theorems/automaton";
import type { Claim } from "../../cli/theorems/claim";
import { anyRequest, decide, type Universe } from "../../cli/theorems/decide";
import { claimAgainst, universeOf } from "../../cli/theorems/promises";
import { problemOf } from "../../cli/theorems/smt/problem";
import { promisesOf } from "../../components/promises/promises";
import { argsOf } from "../../tests/access/argsOf";
import { extensions, optionSets } from "../../tests/access/options";
import { conditionPairs, pairs, resourcePairs } from "../../tests/diff/pairs";
import { questionsOf } from "../../tests/theorems/random";
import { type Case, caseOf } from "../../tests/theorems/subjects";

/** A question, what the engine answers, and the same in SMT-LIB. */
export interface Question {
  name: string;
  answer: "sat" | "unsat";
  text: string;
}

export interface Asked {
  questions: Question[];
  /** What cannot be answered or written, by the reason. */
  refused: Map<string, number>;
  /** Seconds of processor that the engine took. */
  seconds: number;
}

/** Every promise of each option set, in production of aws. */
export async function promiseQuestions(): Promise<Asked> {
  const asked: Asked = { questions: [], refused: new Map(), seconds: 0 };
  const sets = { ...optionSets(defaultStandIn), ...extensions(defaultStandIn) };
  for (const [option, options] of Object.entries(sets)) {
    questionsOfCase(await caseOf({ ...argsOf("production", defaultStandIn), ...options }), option, asked);
  }
  return asked;
}

/** The promises of one component. */
function questionsOfCase({ scope, subjects }: Case, name: string, asked: Asked): void {
  const promises = promisesOf(scope);
  for (const holder of new Set(promises.map(({ of }) => of))) {
    const subject = subjects[holder];
    if (!subject) throw new Error(`There are no documents of ${holder}.`);
    const own = promises.filter(({ of }) => of === holder);
    const claims = own.map((promise) => claimAgainst(promise, subject));
    ask(
      own.map(({ id }) => `${name}, ${holder}, ${id}`),
      claims,
      universeOf(subject),
      asked,
    );
  }
}

/** What random pairs of documents allow more, or deny less. */
export function randomQuestions(count: number, seed: number): Asked {
  const asked: Asked = { questions: [], refused: new Map(), seconds: 0 };
  for (const [kind, one] of Object.entries({
    documents: pairs,
    conditions: conditionPairs,
    resources: resourcePairs,
  })) {
    for (const [at, pair] of fc.sample(one, { numRuns: Math.ceil(count / 3), seed }).entries()) {
      const claims = questionsOf(pair).map(({ claim }) => claim);
      ask([`${kind} ${at}, more is allowed`, `${kind} ${at}, less is denied`], claims, anyRequest, asked);
    }
  }
  return asked;
}

function ask(names: string[], claims: Claim[], universe: Universe, asked: Asked): void {
  try {
    const start = process.cpuUsage();
    const witnesses = decide(claims, universe);
    const { user, system } = process.cpuUsage(start);
    asked.seconds += (user + system) / 1e6;
    const questions = claims.map((claim, at): Question => {
      const answer = witnesses[at] ? "sat" : "unsat";
      return { name: names[at] ?? "", answer, text: problemOf(claim, universe) };
    });
    asked.questions.push(...questions);
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    const why = error.message.replace(/\$\{[^}]*\}|aws:\S+/g, "...");
    asked.refused.set(why, (asked.refused.get(why) ?? 0) + claims.length);
  }
}

import { join } from "node:path";
import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { textTable } from "../table";
import { answersOfCvc5 } from "./cvc5";
import { type Asked, promiseQuestions, type Question, randomQuestions } from "./questions";

const seed = Number(process.env.FC_SEED ?? 1);
const pairs = Number(process.env.SMT_PAIRS ?? 2000);

/** `npm run test:smt`: whether cvc5 answers as the engine does, to every promise and to random pairs of documents. */
async function main(folder: string): Promise<number> {
  const promises = await promiseQuestions();
  const random = randomQuestions(pairs, seed);
  const results = [
    await held("promises of every option set", promises, join(folder, "promises")),
    await held(`${pairs} random pairs, FC_SEED=${seed}`, random, join(folder, "random")),
  ];
  const canary = promises.questions.slice(0, 1).map((one): Question => ({ ...one, text: spoiled(one.text) }));
  const [found] = await answersOfCvc5(canary, join(folder, "canary"));
  if (found?.answer !== "sat") throw new Error("A promise of nothing is not found: cvc5 has not looked.");
  console.log(
    textTable([
      ["", "questions", "sat", "unsat", "no answer in time", "refused", "differ"],
      ...results.map(({ row }) => row),
    ]),
  );
  for (const one of results.flatMap(({ different }) => different)) console.log(one);
  for (const [why, count] of random.refused) console.log(`refused: ${why} (${count})`);
  return results.every(({ different }) => different.length === 0) ? 0 : 1;
}

/** The same question with a claim that any request fulfils. */
const spoiled = (text: string) => text.replace(/\(assert [^\n]*\)\n\(check-sat\)/, "(check-sat)");

async function held(what: string, { questions, refused }: Asked, folder: string) {
  const answers = await answersOfCvc5(questions, folder);
  const count = (wanted: string) => String(answers.filter(({ answer }) => answer === wanted).length);
  const isAnswer = (answer = "") => answer === "sat" || answer === "unsat";
  const silent = answers.filter(({ answer }) => !isAnswer(answer)).length;
  const different = questions.flatMap(({ name, answer, text }, at) =>
    answers[at]?.answer === answer || !isAnswer(answers[at]?.answer)
      ? []
      : [`${name}: ${answer}, but cvc5 says ${answers[at]?.answer}\n${text}`],
  );
  const left = [...refused.values()].reduce((sum, one) => sum + one, 0);
  const row = [
    what,
    String(questions.length),
    count("sat"),
    count("unsat"),
    String(silent),
    String(left),
    String(different.length),
  ];
  return { row, different };
}

endWith(inTemporaryFolder(main));

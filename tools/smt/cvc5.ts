import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installPython, venvOf } from "../../tests/support/python";
import type { Question } from "./questions";

const requirements = join(__dirname, "requirements.txt");

/** What cvc5 answers to each question, and the seconds that it takes. Alike questions are asked once. */
export async function answersOfCvc5(
  questions: Question[],
  folder: string,
): Promise<{ answer: string; seconds: number }[]> {
  const venv = venvOf("cvc5", requirements);
  await installPython(venv, "cvc5", "-r", requirements);
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const { text } of questions) if (!files.has(text)) files.set(text, `${files.size}.smt2`);
  for (const [text, name] of files) writeFileSync(join(folder, name), text);
  const said = execFileSync(join(venv, "bin/python"), [join(__dirname, "judge.py"), folder], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const answers = JSON.parse(said) as Record<string, [string, number]>;
  return questions.map(({ text }) => {
    const [answer = "", seconds = 0] = answers[files.get(text) ?? ""] ?? [];
    return { answer, seconds };
  });
}

import { promisesOf } from "../../components/promises/promises";
import { Unreadable } from "../policy/document";
import type { Deployment } from "../review/deployment";
import { doubtOf, hardestFor, untoldIn } from "../review/proving";
import type { ReviewedPromise } from "../review/review";
import type { maskOf } from "../review/reviewing";
import type { Component } from "../review/subjects";
import { sentenceOf } from "../review/words";
import { writeFiles } from "../review/writeFiles";
import { Undecided } from "../theorems/automaton";
import { anyRequest } from "../theorems/decide";
import { claimAgainst, ofServices, universeOf } from "../theorems/promises";
import { problemOf } from "../theorems/smt/problem";

/**
 * Writes each promise as a question in SMT-LIB, and a page that says how to have it answered by somebody else's program.
 * Secrets are masked before the question is made of them: a text that stands for another stands for it everywhere.
 */
export function writeProblems(folder: string, asked: Asked[], words: Words): string {
  const problems = asked.flatMap((one, at) => problemsOf(one, asked.length > 1 ? `${at + 1}-` : "", words));
  const files = Object.fromEntries(problems.flatMap(({ file, text }) => (text ? [[file, text]] : [])));
  writeFiles(folder, { ...files, "README.md": pageOf(problems) }, "--smt");
  const [all, written] = [problems.length, Object.keys(files).length];
  const missing = all > written ? ` ${all - written} could not be written: it says why.` : "";
  return `${written} questions written to ${folder}; its README.md says how to have them answered.${missing}`;
}

interface Asked {
  component: Component;
  outcomes: ReviewedPromise[];
}

interface Words {
  mask: ReturnType<typeof maskOf>;
  shown: NonNullable<Deployment["shown"]>;
}

interface Problem {
  file: string;
  sentence: string;
  expected: "sat" | "unsat";
  /** Undefined where it cannot be written. */
  text: string | undefined;
  why: string;
}

function problemsOf({ component, outcomes }: Asked, prefix: string, { mask, shown }: Words): Problem[] {
  const { scope, subjects } = component;
  const promises = mask(promisesOf(scope));
  return [...subjects].flatMap(([holder, attached]) =>
    promises
      .filter(({ of }) => of === holder)
      .map((promise): Problem => {
        const sentence = shown(sentenceOf(promise));
        const file = `${prefix}${`${holder} ${promise.id}`.replace(/[^A-Za-z0-9]+/g, "-")}.smt2`;
        const expected = promise.answer === "open" ? "sat" : "unsat";
        const refused = (why: string) => ({ file, sentence, expected, text: undefined, why }) as const;
        if (attached.isSecret) return refused("a policy is a secret as a whole");
        const [doubt, untold] = [doubtOf(attached), untoldIn(attached)];
        if (doubt !== "") return refused(shown(mask(doubt)));
        const found = outcomes.find((one) => one.of === holder && one.id === promise.id);
        if (found?.outcome === "not proven" && found.why === untold) return refused(shown(mask(untold)));
        try {
          const all = found?.outcome === "broken" ? attached.subject : hardestFor(promise, attached);
          const set = ofServices(promise, all);
          const masked = mask(set);
          const asked = { ...anyRequest, ...(attached.role !== undefined && { role: attached.role }) };
          const question = problemOf(claimAgainst(promise, masked), universeOf(masked, asked));
          const head = [`; ${sentence}`, `; Expected: ${expected}.`].map(ascii).join("\n");
          return { file, sentence, expected, text: `${head}\n${question}`, why: "" };
        } catch (error) {
          if (!(error instanceof Undecided) && !(error instanceof Unreadable)) throw error;
          return refused(shown(error.message));
        }
      }),
  );
}

/** SMT-LIB's own characters. */
const ascii = (text: string) => text.replace(/[^ -~]/g, "?");

function pageOf(problems: Problem[]): string {
  const written = problems.filter(({ text }) => text !== undefined);
  const missing = problems.filter(({ text }) => text === undefined);
  const cell = (text: string) => text.replace(/\s+/g, " ").replace(/[|\\`*_<]/g, "\\$&");
  return `# Promises as questions in SMT-LIB

Each file asks whether there is a request that breaks a sentence, in the language of SMT solvers (SMT-LIB 2.6, theory of
strings). \`unsat\`: there is none, whatever action, resource and conditions it has, so the sentence holds. \`sat\`: there is one.
Of what remains open the question is whether there is a request that shows it.

The questions are made of the documents by translation alone: the engine that hipaa-iam proves the sentences with has no
part in them. cvc5 answers them without hipaa-iam:

\`\`\`sh
python3 -m venv venv && venv/bin/pip install cvc5==1.4.2
venv/bin/python - <<'EOF'
import cvc5, pathlib
for file in sorted(pathlib.Path(".").glob("*.smt2")):
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setOption("strings-exp", "true")
    parser = cvc5.InputParser(solver)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, str(file))
    answer = ""
    while not (command := parser.nextCommand()).isNull():
        answer += str(command.invoke(solver, parser.getSymbolManager()))
    expected = file.read_text().split("Expected: ")[1].split(".")[0]
    print("as expected" if answer.strip() == expected else "OTHERWISE", file.name, answer.strip())
EOF
\`\`\`

How to read a file: a statement of a policy is a function, above which it stands as IAM writes it; where IAM's documentation
can be read in more ways than one there is a function for each. \`has KEY\` says whether a request has a condition key. The last
assertion is the question: the statements that grant and those that deny, and the requests that the sentence is about.
Each secret stands as \`(secret)\` with its number, and a value that is not known offline as a text that nothing else is.

| file | expected | sentence |
|---|---|---|
${written.map(({ file, expected, sentence }) => `| ${file} | ${expected} | ${cell(sentence)} |`).join("\n")}
${missing.length > 0 ? `\nNot written:\n\n${missing.map(({ sentence, why }) => `- ${cell(sentence)}: ${cell(why)}`).join("\n")}\n` : ""}`;
}

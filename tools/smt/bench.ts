import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deploymentOf } from "../../cli/review/offline";
import { componentsOf } from "../../cli/review/subjects";
import { claimAgainst, universeOf } from "../../cli/theorems/promises";
import { problemOf } from "../../cli/theorems/smt/problem";
import { promisesOf } from "../../components/promises/promises";
import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { repository } from "../../tests/support/folder";
import { installPython, venvOf } from "../../tests/support/python";
import { inTurns, median } from "../bench/statistics";
import { textTable } from "../table";

const requirements = join(__dirname, "requirements.txt");
const venv = venvOf("cvc5", requirements);
const z3 = resolve(__dirname, "../../.cache/z3-solver-5.2.0");
const turns = 5;
/** It gives up on many, after two seconds each: once is enough. */
const turnsOfZ3 = 1;

/** By file what a solver answers and the seconds that it takes. */
type Answers = Record<string, [answer: string, seconds: number]>;

/**
 * `npm run bench:smt`: seconds of processor for all promises of the production stack, by the engine, by cvc5 and by
 * z3-solver, each in a process of its own whose start is not counted.
 */
async function main(folder: string): Promise<number> {
  await installPython(venv, "cvc5", "-r", requirements);
  if (!existsSync(z3)) {
    mkdirSync(z3, { recursive: true });
    execFileSync("npm", ["install", "--prefix", z3, "--no-save", "--silent", "z3-solver@5.2.0"]);
  }
  const place = join(folder, "promises");
  const file = join(folder, "promises.json");
  await writeQuestions(place, file);
  const run = (command: string, ...args: string[]) =>
    JSON.parse(execFileSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28 }));
  const answers: Record<string, Answers> = {};
  const total = (kind: string, found: Answers) => {
    answers[kind] = found;
    return Object.values(found).reduce((sum, [, one]) => sum + one, 0);
  };
  const judge = [join(__dirname, "judge.py"), place];
  const inBoth = await inTurns(["engine", "cvc5"], turns, (kind) =>
    kind === "engine"
      ? Number(run(process.execPath, "--require", "ts-node/register", join(__dirname, "engine.ts"), file))
      : total("cvc5", run(join(venv, "bin/python"), ...judge)),
  );
  const ofZ3 = await inTurns(["z3-solver"], turnsOfZ3, () => total("z3-solver", answersOfZ3(place)));
  const seconds = { ...inBoth, ...ofZ3 };
  const own = median(seconds.engine);
  const count = readdirSync(place).length;
  const rows = Object.entries(seconds).map(([kind, all]) => {
    const given = Object.values(answers[kind] ?? {}).filter(
      ([answer]) => !/^(sat|unsat)$/.test(answer),
    ).length;
    return [
      kind,
      median(all).toFixed(3),
      (median(all) / own).toFixed(1),
      kind === "engine" ? "" : String(given),
    ];
  });
  console.log(`${count} promises of the production stack, medians of ${turns}, z3-solver once`);
  console.log(textTable([["", "CPU s", "to the engine's", "not answered"], ...rows]));
  return 0;
}

/** It is started anew after each question at which it has to be stopped. */
function answersOfZ3(place: string): Answers {
  const files = readdirSync(place).length;
  const all: [file: string, answer: string, seconds: number][] = [];
  while (all.length < files) {
    const more = [join(__dirname, "z3.js"), place, join(z3, "node_modules/z3-solver"), String(all.length)];
    const lines = execFileSync(process.execPath, more, { encoding: "utf8" }).trim().split("\n");
    all.push(...lines.map((line) => JSON.parse(line)));
  }
  return Object.fromEntries(all.map(([file, answer, seconds]) => [file, [answer, seconds]]));
}

async function writeQuestions(place: string, file: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  const { resources } = await deploymentOf({
    folder: repository,
    stack: "production",
    standIn: {},
    config: [],
  });
  const all = componentsOf(resources).flatMap(({ scope, subjects }) =>
    [...subjects].map(([holder, { subject }]) => {
      const promises = promisesOf(scope).filter(({ of }) => of === holder);
      for (const promise of promises) {
        const text = problemOf(claimAgainst(promise, subject), universeOf(subject));
        writeFileSync(join(place, `${holder} ${promise.id}.smt2`.replaceAll(" ", "-")), text);
      }
      return { promises, subject };
    }),
  );
  writeFileSync(file, JSON.stringify(all));
}

endWith(inTemporaryFolder(main));

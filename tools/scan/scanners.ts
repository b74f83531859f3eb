import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { progress } from "../../tests/support/command";
import { installPython, venvOf } from "../../tests/support/python";
import type { ScannedDocument } from "./documents";
import { template } from "./template";
import type { Finding } from "./verdict";

const requirements = join(__dirname, "requirements.txt");
const checkovRequirements = join(__dirname, "requirements-checkov.txt");
const linters = venvOf("scan", requirements);
const checkov = venvOf("checkov", checkovRequirements);

/** Installs the scanners, once for each state of their requirements. */
export async function installScanners(): Promise<void> {
  await installPython(linters, "cfn-lint, cloudsplaining, parliament and zizmor", "-r", requirements);
  await installPython(checkov, "checkov", "-r", checkovRequirements);
}

/** What the scanners find in documents, each finding of a document once. */
export async function findings(documents: ScannedDocument[], folder: string): Promise<Finding[]> {
  progress(`Scanning ${documents.length} documents.`);
  const { text, nameOf } = template(documents);
  const file = join(folder, "template.json");
  writeFileSync(file, text);
  const all = [
    ...(await findingsOfCfnLint(file, nameOf)),
    ...(await findingsOfCheckov(file, nameOf)),
    ...(await findingsOfPolicies(documents)),
  ];
  return [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
}

type Names = ReadonlyMap<string, string>;

async function findingsOfCfnLint(file: string, nameOf: Names): Promise<Finding[]> {
  const args = [join(linters, "bin/cfn-lint"), "--format", "json", "--include-checks", "I", "--", file];
  const found: { Rule: { Id: string }; Location: { Path: (string | number)[] } }[] = JSON.parse(
    await output(linters, args),
  );
  return found.map(({ Rule, Location: { Path = [] } }) => ({
    scanner: "cfn-lint",
    finding: Rule.Id,
    document: nameOf.get(String(Path[1])) ?? Path.join("/"),
    sid: "",
  }));
}

async function findingsOfCheckov(file: string, nameOf: Names): Promise<Finding[]> {
  const args = [
    join(checkov, "bin/checkov"),
    "-f",
    file,
    "--framework",
    "cloudformation",
    "-o",
    "json",
    "--quiet",
    "--compact",
  ];
  const { results }: { results: { failed_checks: { check_id: string; resource: string }[] } } = JSON.parse(
    await output(checkov, [...args, "--skip-download"]),
  );
  return results.failed_checks.map(({ check_id, resource }) => ({
    scanner: "checkov",
    finding: check_id,
    document: nameOf.get(resource.slice(resource.lastIndexOf(".") + 1)) ?? resource,
    sid: "",
  }));
}

/** parliament and cloudsplaining know policies of identities only. */
async function findingsOfPolicies(documents: ScannedDocument[]): Promise<Finding[]> {
  const policies = documents.filter(({ kind }) => kind === "managed policy");
  const numbered = Object.fromEntries(policies.map(({ document }, index) => [index, document]));
  const program = join(__dirname, "policies.py");
  const found: Finding[] = JSON.parse(await output(linters, [program], JSON.stringify(numbered)));
  return found.map((finding) => ({ ...finding, document: policies[Number(finding.document)]?.name ?? "" }));
}

/** What zizmor says of the workflows in a folder, without asking anybody. */
export async function findingsOfWorkflows(folder: string): Promise<Finding[]> {
  const args = ["--offline", "--no-progress", "--format", "json", folder];
  type Location = { symbolic: { key: { Local?: { verbatim_path: string } } } };
  const found: { ident: string; ignored: boolean; locations: Location[] }[] = JSON.parse(
    await outputOf(join(linters, "bin/zizmor"), args),
  );
  return found
    .filter(({ ignored }) => !ignored)
    .map(({ ident, locations }) => ({
      scanner: "zizmor",
      finding: ident,
      document: basename(locations[0]?.symbolic.key.Local?.verbatim_path ?? ""),
      sid: "",
    }));
}

/** What a program prints. That it found something is no failure: that it prints nothing is. */
function output(venv: string, args: string[], input = ""): Promise<string> {
  return outputOf(join(venv, "bin/python"), args, input);
}

async function outputOf(command: string, args: string[], input = ""): Promise<string> {
  const child = spawn(command, args, {
    env: { ...process.env, AWS_DEFAULT_REGION: "us-east-1" },
  });
  child.stdin.end(input);
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk) => {
      text[stream] += chunk;
    });
  }
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (text.stdout.trim() === "") throw new Error(`${args[0]} printed nothing: ${text.stderr}`);
  return text.stdout;
}

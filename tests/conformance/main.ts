import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { ResourceState } from "../../cli/plan/resources";
import { requireEngine } from "../e2e/support/engine";
import { installMoto, startApi } from "../e2e/support/moto";
import { cliEnvironment, repository } from "../e2e/support/project";
import { endProcessesOf } from "../e2e/support/session";
import { compareStates, type Tally } from "./compare";
import { given, type Program } from "./program";
import { programs } from "./programs";

const run = promisify(execFile);
const stack = "t";

interface Row {
  name: string;
  tally: Tally | undefined;
  /** Why there is none. */
  note: string;
  failed: boolean;
}

/**
 * `npm run test:conformance [NAME...]`: runs each program offline and with the real engine on the local API, and compares
 * their states field by field. Equal, or unknown with its origin: anything else is a failure.
 */
async function main(names: string[]): Promise<number> {
  await requireEngine();
  execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
  await installMoto();
  const wanted = programs.filter(({ name }) => names.length === 0 || names.includes(name));
  const root = mkdtempSync(join(tmpdir(), "hipaa-iam-conformance-"));
  const api = await startApi();
  try {
    const environment = { ...cliEnvironment(root, api.endpoint), TMPDIR: root, HOME: root };
    const outputs = await deployGiven(root, environment);
    const rows: Row[] = [];
    const queue = [...wanted];
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const row = await rowOf(next, root, environment, outputs);
        rows.push(row);
        const verdict = row.failed ? `FAILED ${lineOf(row)}` : `ok ${row.name}`;
        process.stderr.write(`${verdict} (${rows.length} of ${wanted.length})\n`);
      }
    };
    await Promise.all([worker(), worker()]);
    rows.sort((a, b) => (a.name < b.name ? -1 : 1));
    console.log(table(rows));
    return rows.some(({ failed }) => failed) ? 1 : 0;
  } finally {
    await api.stop();
    await endProcessesOf(root);
    rmSync(root, { recursive: true, force: true });
  }
}

type Environment = Record<string, string>;

async function deployGiven(root: string, environment: Environment): Promise<Record<string, unknown>> {
  const folder = folderOf({ name: "given", files: { "index.js": given } }, root, {}, "prod");
  await deploy(folder, environment, "prod");
  const { stdout } = await pulumi(folder, environment, ["stack", "output", "--json", "--stack", "prod"]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function rowOf(
  program: Program,
  root: string,
  environment: Environment,
  outputs: Record<string, unknown>,
): Promise<Row> {
  const { name, refused, secrets = {}, before } = program;
  try {
    const folder = folderOf(program, root, outputs, stack);
    if (before !== undefined) {
      writeFileSync(join(folder, "index.js"), header + before);
      await deploy(folder, environment, stack, secrets);
      writeFileSync(join(folder, "index.js"), header + program.index);
    }
    const engine =
      before === undefined
        ? await deploy(folder, environment, stack, secrets)
        : await update(folder, environment, stack);
    const offline = await offlineStates(folder, process.execPath);
    if (refused) {
      const note = offline.error ?? "it ran";
      const isSo = refused.test(note);
      return { name, tally: undefined, note: isSo ? "refused offline" : note, failed: !isSo };
    }
    if (offline.error !== undefined) return { name, tally: undefined, note: offline.error, failed: true };
    const tally = compareStates(engine, offline.states);
    for (const node of name.startsWith("esm-") ? await otherNodes() : []) {
      const other = await offlineStates(folder, node);
      if (other.error !== undefined)
        return { name, tally: undefined, note: `${node}: ${other.error}`, failed: true };
      tally.differences.push(...compareStates(engine, other.states).differences);
    }
    return { name, tally, note: "", failed: tally.differences.length > 0 };
  } catch (error) {
    const { stdout = "", message } = error as Error & { stdout?: string };
    return { name, tally: undefined, note: `${message}\n${stdout}`.slice(0, 3000), failed: true };
  }
}

/** Makes the folder of a program. */
function folderOf(program: Program, root: string, outputs: Record<string, unknown>, name: string): string {
  const folder = join(root, program.name);
  mkdirSync(folder);
  if (program.folder) cpSync(join(repository, program.folder), folder, { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const ofProgram = program.folder ? "" : `${program.name}:`;
  const config = {
    "aws:region": "us-east-1",
    // Without these the local API is not found for buckets.
    ...{ "aws:skipRequestingAccountId": "true", "aws:s3UsePathStyle": "true", "aws:maxRetries": "2" },
    "aws:skipCredentialsValidation": "true",
    ...Object.fromEntries(Object.entries(outputs).map(([key, value]) => [`given:${key}`, value])),
    ...Object.fromEntries(
      Object.entries(program.config ?? {}).map(([key, value]) => [
        key.includes(":") ? key : `${ofProgram}${key}`,
        value,
      ]),
    ),
  };
  const files = {
    ...(!program.folder && {
      "Pulumi.yaml": `name: ${program.name}\nruntime: nodejs\nmain: index.js\n`,
      "package.json": "{}",
    }),
    [`Pulumi.${name}.yaml`]: stringify({ config }),
    ...(program.index !== undefined && { "index.js": header + program.index }),
    ...program.files,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(
      join(folder, file),
      text.replaceAll("%config%", stringify({ config }).slice("config:\n".length)),
    );
  }
  return folder;
}

const header = `const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const given = new pulumi.Config("given");
const doc = (resource, more = {}) => pulumi.jsonStringify({ Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: resource, ...more }] });
const trust = (principal = { Service: "ec2.amazonaws.com" }) => pulumi.jsonStringify({ Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }] });
`;

function pulumi(folder: string, environment: Environment, args: string[]) {
  const env = { ...clean(process.env), ...environment };
  return run("pulumi", [...args, "--non-interactive"], { cwd: folder, env, maxBuffer: 2 ** 26 });
}

/** Nothing of the user's accounts, profiles and Pulumi settings reaches the programs. */
function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(AWS|PULUMI|MOTO)_/.test(name)),
  );
}

async function deploy(
  folder: string,
  environment: Environment,
  name: string,
  secrets: Record<string, string> = {},
) {
  await pulumi(folder, environment, ["stack", "init", name]);
  for (const [key, value] of Object.entries(secrets)) {
    await pulumi(folder, environment, ["config", "set", "--secret", key, value, "--stack", name]);
  }
  return update(folder, environment, name);
}

async function update(folder: string, environment: Environment, name: string) {
  await pulumi(folder, environment, ["up", "--yes", "--skip-preview", "--stack", name]);
  const { stdout } = await pulumi(folder, environment, [
    "stack",
    "export",
    "--show-secrets",
    "--stack",
    name,
  ]);
  return JSON.parse(stdout).deployment.resources ?? [];
}

/** ES modules are loaded otherwise by each: Node.js 22 and 24 import TypeScript themselves. */
const otherNodes = (): Promise<string[]> => {
  others ??= Promise.all(
    ["22", "24"].map(async (version) => {
      const { stdout } = await run("npx", [
        "--yes",
        "-p",
        `node@${version}`,
        "node",
        "-p",
        "process.execPath",
      ]);
      return stdout.trim();
    }),
  );
  return others;
};
let others: Promise<string[]> | undefined;

async function offlineStates(
  folder: string,
  node: string,
): Promise<{ states: ResourceState[]; error?: undefined } | { error: string }> {
  const script = join(__dirname, "offline.ts");
  try {
    const { stdout } = await run(node, ["tools/run.js", script, folder, stack], {
      cwd: repository,
      maxBuffer: 2 ** 26,
    });
    return { states: JSON.parse(stdout) };
  } catch (error) {
    return { error: (error as { stderr?: string }).stderr || String(error) };
  }
}

function lineOf({ name, tally, note, failed }: Row): string {
  const { equal = 0, unknown = 0, differences = [] } = tally ?? {};
  const counts = [equal + unknown + differences.length, equal, unknown].map((one) => String(one).padStart(6));
  const line = `${name.padEnd(34)} ${tally ? counts.join(" ") : `      ${note.trim()}`}${failed ? "  FAILED" : ""}`;
  const told = differences.map(
    ({ field, engine, offline }) =>
      `    ${field}\n      engine  ${short(engine)}\n      offline ${short(offline)}`,
  );
  return [line, ...told].join("\n");
}

function table(rows: Row[]): string {
  const lines = rows.map(lineOf);
  const sum = (count: (tally: Tally) => number) =>
    String(rows.reduce((all, { tally }) => all + (tally ? count(tally) : 0), 0)).padStart(6);
  const totals = [
    sum(({ equal, unknown, differences }) => equal + unknown + differences.length),
    ...[sum(({ equal }) => equal), sum(({ unknown }) => unknown)],
  ];
  return [
    `${"program".padEnd(34)} fields  equal unknown with origin`,
    ...lines,
    `${`${rows.length} programs`.padEnd(34)} ${totals.join(" ")}`,
  ].join("\n");
}

const short = (value: unknown) => (JSON.stringify(value) ?? "nothing").slice(0, 400);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.stack, (error as { stdout?: string }).stdout ?? "");
    process.exit(1);
  },
);

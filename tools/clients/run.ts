import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Line } from "../../cli/sandbox/lines";
import { progress } from "../../tests/support/command";
import { type Size, withFiles } from "./files";
import { programsPath } from "./programs";
import { commandOf, type Opening, openings, packagesFolder, type Suite } from "./suites";

/** What a client did with one kind of data, and what the sandbox saw of it. */
export interface Cell {
  client: string;
  version: string;
  data: string;
  /** Of what it stored, where it was tried with several. */
  size?: Size;
  /** What was set, of the client; empty as it is. */
  setting: string;
  opening: Opening;
  /** What the person sees of a failure; empty where all went well. */
  sees: string;
  /** The requests. */
  lines: Line[];
}

type Told = Omit<Cell, "opening" | "lines"> & { begun: number; ended: number };

const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf";
const model = "us.anthropic.claude-sonnet-5-5";
const settings = [
  `hipaa-iam:secretArns=["${secret}"]`,
  'hipaa-iam:bedrockInferenceRegions=["us-east-1","us-east-2","us-west-2"]',
];
const anchor =
  "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/11111111-1111-4111-8111-111111111111";
/** What a way to open the sandbox needs besides. */
const more: Partial<Record<Opening, string[]>> = {
  streaming: ["hipaa-iam:bedrockStreaming=true"],
  certificate: [`hipaa-iam:rolesAnywhere={"trustAnchorArn":"${anchor}","subjectCommonName":"backend"}`],
};
const repository = resolve(__dirname, "../..");

/**
 * Runs suites one after the other, each in a sandbox of the stack dev that is opened as they ask for. What cannot be had,
 * such as the packages of a suite, is told to `miss`.
 */
export async function runSuites(suites: Suite[], miss: (what: string) => void): Promise<Cell[]> {
  const cells: Cell[] = [];
  await withFiles(async (files) => {
    for (const opening of openings) {
      const some = suites.filter((suite) => suite.opening === opening);
      if (some.length === 0) continue;
      await inSandbox(opening, async (variables, lines) => {
        for (const suite of some)
          cells.push(...(await runOrMiss(suite, { ...variables, ...files }, lines, miss)));
      });
    }
  });
  return cells;
}

async function inSandbox(
  opening: Opening,
  work: (variables: Record<string, string>, lines: Line[]) => Promise<void>,
): Promise<void> {
  const config = [...settings, ...(more[opening] ?? [])];
  const given = [
    ...config.flatMap((pair) => ["--config", pair]),
    ...(["caller", "certificate"].includes(opening) ? [] : ["--as-role"]),
  ];
  const args = [
    join(repository, "dist/cli/main.js"), // What users run.
    "sandbox",
    "--stack",
    "dev",
    "--json",
    ...given,
  ];
  const process_ = spawn(process.execPath, args, { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
  const lines: Line[] = [];
  try {
    const variables = await new Promise<Record<string, string>>((found, failed) => {
      process_.once("close", () => failed(new Error("The sandbox has ended.")));
      createInterface({ input: process_.stdout }).on("line", (text) => {
        const told = JSON.parse(text);
        if (told.variables) found(told.variables);
        else lines.push(told);
      });
    });
    await work(variables, lines);
  } finally {
    await ended(process_);
  }
}

async function ended(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return;
  process_.kill("SIGINT");
  await once(process_, "close");
}

/** The suites of programs that are no packages of Python or Node.js. */
const programmed = new Set(["programs", "pipes", "barman", "mongo", "certificate"]);

/** One suite that does not run leaves the others to be run. */
async function runOrMiss(
  suite: Suite,
  variables: Record<string, string>,
  lines: Line[],
  miss: (what: string) => void,
): Promise<Cell[]> {
  try {
    return await runSuite(suite, variables, lines, miss);
  } catch (error) {
    process.stderr.write(`${suite.name}, ${suite.opening}: ${(error as Error).message}\n`);
    miss(`the clients of ${suite.name} in ${basename(suite.file)}`);
    return [];
  }
}

async function runSuite(
  suite: Suite,
  variables: Record<string, string>,
  lines: Line[],
  miss: (what: string) => void,
): Promise<Cell[]> {
  const [command, ...args] = await commandOf(suite);
  progress(`${suite.name}, ${suite.opening}`);
  const env: NodeJS.ProcessEnv = {
    ...clean(process.env),
    ...variables,
    ...{ MODEL_ID: model, SECRET_ARN: secret, SECRET_NAME: "database", ENVIRONMENT: "dev" },
    ...{
      PACKAGES: suite.file.endsWith(".mjs") ? packagesFolder() : "",
      PROGRAMS: programmed.has(suite.name) ? programsPath(miss) : "",
    },
    ...{ OPENING: suite.opening, TRUST_ANCHOR_ARN: anchor },
    ...(suite.opening === "bearer" && { AWS_BEARER_TOKEN_BEDROCK: "a-key-of-somebody" }),
    REQUESTS_CA_BUNDLE: variables.AWS_CA_BUNDLE,
    ...{ OTEL_SDK_DISABLED: "true", PYTHONDONTWRITEBYTECODE: "1" },
  };
  const child = spawn(command, args, {
    env,
    cwd: "/",
    stdio: ["ignore", "pipe", process.env.VERBOSE ? "inherit" : "ignore"],
  });
  const told: Told[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => {
    if (text.startsWith('{"client"')) told.push(JSON.parse(text));
  });
  await once(child, "close");
  if (told.length === 0) throw new Error(`The clients of ${suite.name} did not run: VERBOSE=1 shows why.`);
  await new Promise((resolve) => setTimeout(resolve, 500)); // For the last lines.
  return told.map(({ begun, ended, ...cell }) => ({
    ...{ ...cell, opening: suite.opening },
    lines: lines.filter(
      ({ time }) => Date.parse(time) / 1000 >= begun - 0.001 && Date.parse(time) / 1000 <= ended,
    ),
  }));
}

/** No credentials and settings of who runs it. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^AWS_/.test(name)));
}

import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { installPython, venvOf } from "../../tests/support/python";
import { installed } from "./installed";

/**
 * How the sandbox is opened: with the role's own session, with streaming too, with a bearer token of Bedrock beside the
 * session, for who has to assume the role, or for who has a certificate.
 */
export const openings = ["role", "streaming", "bearer", "caller", "certificate"] as const;
export type Opening = (typeof openings)[number];

/** Clients that can live in one environment, and the file that runs them. */
export interface Suite {
  name: string;
  file: string;
  /** Pinned versions; the name of a file beside the cells. */
  requirements: string;
  opening: Opening;
}

const python = (name: string, opening: Opening = "role", requirements = name): Suite => ({
  ...{ name, opening },
  file: join(__dirname, "python", `${name}.py`),
  requirements: join(__dirname, "python", `${requirements}.txt`),
});
const javascript = (name: string, opening: Opening): Suite => ({
  ...{ name, opening },
  file: join(__dirname, "javascript", `${name}.mjs`),
  requirements: join(__dirname, "javascript/package.json"),
});
const go = (opening: Opening): Suite => ({
  ...{ name: "go", opening },
  file: join(__dirname, "go/main.go"),
  requirements: join(__dirname, "go/go.sum"),
});

const models = ["models", "litellm", "haystack", "llama_index", "crewai"];

export const suites: Suite[] = [
  ...["s3", "asynchronous", "awswrangler", "duckdb", "barman", "keys", "tink", "mongo"].map((name) =>
    python(name),
  ),
  ...["programs", "pipes"].map((name) => python(name, "role", "programs")),
  ...(["role", "streaming", "bearer"] as const).flatMap((opening) => [
    ...models.map((name) => python(name, opening)),
    javascript("clients", opening),
    go(opening),
  ]),
  python("credentials", "caller", "s3"),
  javascript("credentials", "caller"),
  go("caller"),
  python("certificate", "certificate", "programs"),
];

/** Installs a suite's packages into .cache/, once, and says what runs its file. */
export async function commandOf({
  name,
  file,
  requirements,
}: Suite): Promise<[command: string, ...args: string[]]> {
  if (file.endsWith(".mjs")) return [process.execPath, file];
  if (file.endsWith(".go")) return [goProgram(file, requirements)];
  const venv = venvOf(`clients-${basename(requirements, ".txt")}`, requirements);
  await installPython(venv, `clients (${name})`, "-r", requirements);
  return [join(venv, "bin/python"), join(__dirname, "python/cells.py"), file];
}

function goProgram(file: string, sums: string): string {
  const text = [file, sums].map((one) => readFileSync(one, "utf8")).join();
  const folder = installed("go", text, (half) => {
    execFileSync("go", ["build", "-o", join(half, "clients"), "."], { cwd: dirname(file), stdio: "inherit" });
  });
  return join(folder, "clients");
}

/** Where the packages of Node.js are. */
export function packagesFolder(): string {
  const manifest = join(__dirname, "javascript/package.json");
  return installed("javascript", readFileSync(manifest, "utf8"), (half) => {
    copyFileSync(manifest, join(half, "package.json"));
    execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: half, stdio: "inherit" });
  });
}

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPython, venvOf } from "../../tests/support/python";

/** How the sandbox is opened: with the role's own session, with streaming too, or for who has to assume the role. */
export type Opening = "role" | "streaming" | "caller";

/** Clients that can live in one environment, and the file that runs them. */
export interface Suite {
  name: string;
  file: string;
  /** Pinned versions; the name of a file beside the cells. */
  requirements: string;
  opening: Opening;
}

const python = (name: string, opening: Opening = "role", requirements = name, file = name): Suite => ({
  ...{ name, opening },
  file: join(__dirname, "python", `${file}.py`),
  requirements: join(__dirname, "python", `${requirements}.txt`),
});

const models = ["models", "litellm", "haystack", "llama_index"];

export const suites: Suite[] = [
  ...["s3", "asynchronous", "awswrangler", "keys", "tink"].map((name) => python(name)),
  ...["awscli", "barman"].map((name) => python(name, "role", name, "commands")),
  python("programs", "role", "awscli"),
  ...models.flatMap((name) => [python(name), python(name, "streaming")]),
  ...(["role", "streaming"] as const).map((opening) => ({
    ...{ name: "javascript", opening },
    file: join(__dirname, "javascript/cells.mjs"),
    requirements: join(__dirname, "javascript/package.json"),
  })),
  python("credentials", "caller", "s3"),
];

/** Installs a suite's packages into .cache/, once, and says what runs its file. */
export async function commandOf({
  name,
  file,
  requirements,
}: Suite): Promise<[command: string, ...args: string[]]> {
  if (file.endsWith(".mjs")) return [process.execPath, file];
  const of = `clients-${requirements
    .split("/")
    .at(-1)
    ?.replace(/\.txt$/, "")}`;
  const venv = venvOf(of, requirements);
  await installPython(venv, `clients (${name})`, "-r", requirements);
  return [join(venv, "bin/python"), join(__dirname, "python/cells.py"), file];
}

/** Where the packages of Node.js are. */
export function packagesFolder(): string {
  const manifest = join(__dirname, "javascript/package.json");
  const hash = createHash("sha256").update(readFileSync(manifest)).digest("hex").slice(0, 12);
  const folder = resolve(__dirname, `../../.cache/clients-javascript-${hash}`);
  if (existsSync(folder)) return folder;
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  copyFileSync(manifest, join(half, "package.json"));
  try {
    execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: half, stdio: "inherit" });
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return folder;
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { progress } from "./command";

/** The virtual environment of files of requirements: others than before get another. */
export function venvOf(name: string, ...requirements: string[]): string {
  const text = requirements.map((file) => readFileSync(file, "utf8")).join();
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return resolve(__dirname, `../../.cache/${name}-${hash}`);
}

/** Installs Python packages into a virtual environment of the project's ignored folder, once. */
export async function installPython(venv: string, what: string, ...packages: string[]): Promise<void> {
  await installPythonWith("python3", venv, what, ...packages);
}

/** The same with another Python. */
export async function installPythonWith(
  python: string,
  venv: string,
  what: string,
  ...packages: string[]
): Promise<void> {
  if (existsSync(venv)) return;
  const run = promisify(execFile);
  const half = `${venv}.${process.pid}`; // Only a whole installation gets the name.
  removeHalfOnes(venv);
  progress(`Installing ${what} into .cache/ (once, a minute or two).`);
  try {
    await run(python, ["-m", "venv", half]);
    await run(join(half, "bin/python"), ["-m", "pip", "install", "--quiet", ...packages]);
    renameSync(half, venv);
  } catch (error) {
    if (existsSync(venv)) return; // Another run has made it meanwhile.
    throw new Error(`Cannot install ${what}: ${(error as Error).message}`);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

/** Takes away what an installation has left that was killed. */
function removeHalfOnes(venv: string): void {
  const folder = dirname(venv);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, pid] = name.startsWith(basename(venv))
      ? (/^\.(\d+)$/.exec(name.slice(basename(venv).length)) ?? [])
      : [];
    if (pid && !isRunning(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

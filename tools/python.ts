import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Installs Python packages into a virtual environment of the project's ignored folder, once. */
export async function installPython(venv: string, what: string, ...packages: string[]): Promise<void> {
  if (existsSync(venv)) return;
  const run = promisify(execFile);
  const half = `${venv}.${process.pid}`; // Only a whole installation gets the name.
  process.stderr.write(`Installing ${what} into .cache/ (once, about a minute).\n`);
  try {
    await run("python3", ["-m", "venv", half]);
    await run(join(half, "bin/python"), ["-m", "pip", "install", "--quiet", ...packages]);
    renameSync(half, venv);
  } catch (error) {
    throw new Error(`Cannot install ${what}: ${(error as Error).message}`);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

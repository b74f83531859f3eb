import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPython, venvOf } from "../../support/python";
import { repository } from "./project";

const folder = join(repository, "examples/backend");
const requirements = ["requirements.txt", "requirements-test.txt"].map((file) => join(folder, file));
const venv = venvOf("backend", ...requirements);

/** The Python that has boto3. */
export const backendPython = join(venv, "bin/python");

/** Installs what examples/backend needs. */
export const installBackend = () =>
  installPython(venv, "what examples/backend needs", "-r", join(folder, "requirements-test.txt"));

/** Runs the tests of examples/backend in an environment; what pytest says is in the error where they fail. */
export async function runBackendTests(environment: Record<string, string>): Promise<void> {
  const pytest = ["-B", "-m", "pytest", "-q", "-p", "no:cacheprovider"];
  const env = { ...process.env, ...environment };
  try {
    await promisify(execFile)(backendPython, pytest, { cwd: folder, env });
  } catch (error) {
    throw new Error((error as { stdout?: string }).stdout || String(error));
  }
}

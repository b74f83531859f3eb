import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWith } from "../support/command";
import { installBackend } from "./support/backend";
import { requireEngine } from "./support/engine";
import { printFaultTable } from "./support/faultTable";
import { installMoto } from "./support/moto";
import { endProcessesOf } from "./support/session";

/**
 * `npm run test:e2e`: runs mocha in a process session and a temporary folder of its own, and takes both away at the
 * end, however it ends. Arguments go to mocha.
 */
async function main(): Promise<number> {
  await requireEngine();
  // The examples and the plugin are the package as it is built. Within the suite, which tries itself, it is.
  if (!process.env.E2E_FAULT_TABLE) execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  await installMoto();
  await installBackend();

  const folder = mkdtempSync(join(tmpdir(), "hipaa-iam-e2e-"));
  const mocha = spawn(process.execPath, [require.resolve("mocha/bin/mocha.js"), ...mochaArgs()], {
    cwd: join(__dirname, "../.."),
    env: suiteEnvironment(folder),
    stdio: ["ignore", "inherit", "inherit"],
    detached: true, // The leader of a new session: all that the suite starts can be found by it.
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => mocha.kill("SIGKILL"));
  try {
    return await new Promise<number>((resolve, reject) => {
      mocha.on("error", reject).on("close", (code) => resolve(code ?? 130));
    });
  } finally {
    await endProcessesOf(folder);
    printFaultTable(faultTable(folder));
    rmSync(folder, { recursive: true, force: true });
  }
}

function mochaArgs(): string[] {
  return ["--config", join(__dirname, ".mocharc.yaml"), ...process.argv.slice(2)];
}

const faultTable = (folder: string) => join(folder, "faults.jsonl");

/** Nothing of the user's accounts, profiles and Pulumi settings reaches the suite. */
function suiteEnvironment(folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI|MOTO)_/.test(name));
  const quiet = {
    E2E_FAULT_TABLE: faultTable(folder),
    ...{ NO_PROXY: "127.0.0.1,localhost", no_proxy: "127.0.0.1,localhost" },
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  return { ...Object.fromEntries(own), ...quiet, TMPDIR: folder, HOME: folder };
}

endWith(main());

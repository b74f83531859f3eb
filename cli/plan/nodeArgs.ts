import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { workingFolder } from "./entry";
import { UsageError } from "./errors";
import { isStandingAlone } from "./idle";
import { insteadDeploy } from "./insteadDeploy";
import { readProject } from "./stackFile";

/** Tells the process that is started again which arguments it has. */
const mark = "HIPAA_IAM_NODEARGS";

/**
 * Starts this command again with the arguments that Pulumi.yaml has Node.js started with (runtime: options: nodeargs):
 * what they load may change what the program does. They count from the folder that the program is run in.
 */
export function obeyNodeArgs(project: string): void {
  const { main, options } = readProject(project);
  const words = wordsIn(String(options.nodeargs ?? ""));
  const pathOf = (path: string) => resolve(workingFolder(project, main), path);
  const args = words.map((word) =>
    word.replace(/^(--[\w-]+=)?(\.\.?\/.*)$/, (_, option = "", path = "") => option + pathOf(path)),
  );
  if (args.length === 0 || process.env[mark] === args.join(" ")) return;
  if (!isStandingAlone()) {
    throw new UsageError(`Pulumi.yaml: nodeargs need a process of their own. ${insteadDeploy}`);
  }
  const env = { ...process.env, [mark]: args.join(" ") };
  const command = [...process.execArgv, ...args, ...process.argv.slice(1)];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit", env });
  process.removeAllListeners("exit"); // It has said all that there is to say.
  process.exit(status ?? 2);
}

/** As a shell parts them. */
function wordsIn(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/["']/g, ""));
}

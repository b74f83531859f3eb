import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestStack } from "./stack";

/** The blocks of shell commands under a heading of a page in docs/, as a reader would copy them. */
export function commandsOf(page: string, heading: string): string[] {
  const text = readFileSync(join(__dirname, "../../../docs", page), "utf8");
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`));
  const blocks = [...(section ?? "").matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  if (blocks.length === 0) throw new Error(`docs/${page} has no commands under "${heading}".`);
  return blocks;
}

/** Runs a page's commands in a stack's checkout. `variables` are those that the page asks its reader to set. */
export async function follow(stack: TestStack, commands: string[], variables: Record<string, string> = {}) {
  const env = { ...process.env, ...stack.environment, stack: stack.stack.name, ...variables };
  return promisify(execFile)("bash", ["-euo", "pipefail", "-c", commands.join("")], {
    cwd: stack.folder,
    env,
  });
}

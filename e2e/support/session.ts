import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Ends every process of a session. Pulumi puts its plugins into process groups of their own, and orphans lose their
 * parent, but the session stays with them all.
 */
export async function endSession(session: number | undefined): Promise<void> {
  for (let pids = processesOf(session); pids.length > 0; pids = processesOf(session)) {
    for (const pid of pids) kill(pid);
    await sleep(50);
  }
}

export function processesOf(session: number | undefined): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,sess=,stat="], { encoding: "utf8" });
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, sess, stat]) => Number(sess) === session && !stat?.startsWith("Z"))
    .map(([pid]) => Number(pid));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

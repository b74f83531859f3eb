import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Ends every process of a session. Pulumi puts its plugins into process groups of their own, and orphans lose their
 * parent, but the session stays with them all.
 */
export const endSession = (session: number | undefined) =>
  endAll(() => processes("sess=").filter(({ column }) => Number(column.trim()) === session));

/**
 * Ends every process that was started with a folder in its environment or arguments, in whatever session: a suite has a
 * folder of its own, as TMPDIR, that all it starts inherit.
 */
export const endProcessesOf = (folder: string) =>
  endAll(() => processes("command=").filter(({ column }) => column.includes(folder)));

/** Again and again, as one may start another before it ends. */
async function endAll(found: () => { pid: number }[]): Promise<void> {
  for (let those = found(); those.length > 0; those = found()) {
    for (const { pid } of those) kill(pid);
    await sleep(50);
  }
}

/** Living processes with a column of what ps knows of them; `e` adds their environment to their command. */
function processes(column: "sess=" | "command="): { pid: number; column: string }[] {
  const table = execFileSync("ps", ["axeww", "-o", `pid=,stat=,${column}`], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return table.split("\n").flatMap((line) => {
    const [, pid, stat = "", rest = ""] = /^ *(\d+) +(\S+) (.*)$/.exec(line) ?? [];
    return pid && !stat.startsWith("Z") ? [{ pid: Number(pid), column: rest }] : [];
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

import { execFileSync } from "node:child_process";

interface Process {
  pid: number;
  parent: number;
  /** Resident memory, MB. */
  resident: number;
  command: string;
}

/**
 * Watches what the processes that this one starts hold in memory: all of them together, and the Pulumi program alone.
 * Pages that processes share are counted for each.
 */
export function watchMemory(): { stop(): { all: number; program: number } } {
  const peak = { all: 0, program: 0 };
  const timer = setInterval(() => {
    const running = descendants(process.pid);
    const sum = (processes: Process[]) => processes.reduce((total, { resident }) => total + resident, 0);
    peak.all = Math.max(peak.all, sum(running));
    peak.program = Math.max(
      peak.program,
      sum(running.filter(({ command }) => /pulumi\/cmd\/run\b(?!-)/.test(command))),
    );
  }, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

function descendants(ancestor: number): Process[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,args="], { encoding: "utf8" });
  const processes = table
    .trim()
    .split("\n")
    .map((line): Process => {
      const [pid, parent, kilobytes, ...command] = line.trim().split(/\s+/);
      return {
        pid: Number(pid),
        parent: Number(parent),
        resident: Number(kilobytes) / 1024,
        command: command.join(" "),
      };
    });
  const below = (pid: number): Process[] =>
    processes.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(ancestor);
}

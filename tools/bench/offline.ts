import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { progress } from "../../tests/support/command";
import type { OfflineRun } from "./programs/offline";
import type { Way } from "./programs/program";
import type { Table } from "./report";
import { inTurns, median } from "./statistics";

const ways: Way[] = ["component", "hand-written"];
const counts = [1, 10, 100, 1000];
/** Runs of each, fewer of what takes long. */
const runsOf = (count: number) => (count < 1000 ? 9 : 5);

/** Time and memory without an engine, against the same resources written by hand. */
export async function offline(programs: string): Promise<Table[]> {
  const rows: string[][] = [];
  const took: number[] = [];
  for (const count of counts) {
    const runs = await inTurns(ways, runsOf(count), (way) => {
      progress(`${count} of ${way}`);
      return output<OfflineRun>(programs, "offline.js", way, String(count));
    });
    const of = (way: Way, key: keyof OfflineRun) => median(runs[way].map((run) => run[key]));
    const cells = (key: keyof OfflineRun, digits: number) => {
      const [component = 0, byHand = 0] = ways.map((way) => of(way, key));
      return [component.toFixed(digits), byHand.toFixed(digits), (component / byHand).toFixed(2)];
    };
    took.push(of("component", "cpu"));
    rows.push([
      String(count),
      ...cells("milliseconds", 0),
      ...cells("cpu", 0),
      ...cells("megabytes", 0),
      ...cells("invokes", 0),
    ]);
  }
  const [, ten = 0, hundred = 0, thousand = 0] = took;
  const growth = (thousand - hundred) / 900 / ((hundred - ten) / 90);
  return [
    {
      title: "Without an engine: a program of so many",
      head: [
        "count",
        ...["ms, component", "ms, by hand", "ratio"],
        ...["CPU ms, component", "CPU ms, by hand", "ratio"],
        ...["MB, component", "MB, by hand", "ratio"],
        ...["invokes, component", "invokes, by hand", "ratio"],
      ],
      rows,
      targets: [
        ["CPU, 1,000 components", Number(rows.at(-1)?.[6]), 1.1],
        ["CPU, 1 component, with what it imports", Number(rows[0]?.[6]), 1.1],
        ["memory, 1,000 components", Number(rows.at(-1)?.[9]), 1.1],
        ["memory, 1 component", Number(rows[0]?.[9]), 1.1],
        ["growth: CPU of each component from 100 to 1,000, against from 10 to 100", growth, 1.1],
      ],
    },
  ];
}

/** Milliseconds from the start of a process to the first registration. */
export async function start(programs: string): Promise<Table[]> {
  const kinds = ["hipaa-iam", "@pulumi/aws/iam", "@pulumi/aws"] as const;
  const runs = await inTurns(kinds, 9, (kind) => {
    progress(`start with ${kind}`);
    return output<{ milliseconds: number }>(programs, "start.js", kind).milliseconds;
  });
  return [
    {
      title: "From the start of the process to the first registration",
      head: ["the program imports", "ms"],
      rows: kinds.map((kind) => [kind, median(runs[kind]).toFixed(0)]),
      targets: [
        ["hipaa-iam against @pulumi/aws", median(runs["hipaa-iam"]) / median(runs["@pulumi/aws"]), 1.1],
      ],
    },
  ];
}

function output<T>(programs: string, ...args: string[]): T {
  const [file = "", ...rest] = args;
  const text = execFileSync(process.execPath, [join(programs, file), ...rest], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return JSON.parse(text);
}

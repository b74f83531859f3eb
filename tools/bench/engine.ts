import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FaultyApi } from "../../tests/e2e/support/faultyApi";
import { startApi } from "../../tests/e2e/support/moto";
import { checkout, repository } from "../../tests/e2e/support/project";
import { TestStack } from "../../tests/e2e/support/stack";
import { progress } from "../../tests/support/command";
import type { Way } from "./programs/program";
import type { Table } from "./report";
import { inTurns, median } from "./statistics";

const times = 7;
/** As a user's, where the project's own settings decide about type checks. */
const environment = { PULUMI_NODEJS_TRANSPILE_ONLY: "" };

/** `pulumi preview` and `up` with the real engine, against a local API. */
export async function engine(programs: string): Promise<Table[]> {
  const api = await startApi();
  const counting = await FaultyApi.start(api.endpoint);
  try {
    return [await previews(counting.endpoint), await ups(programs, counting, api.endpoint)];
  } finally {
    counting.stop();
    await api.stop();
  }
}

/** The stack's program as it stands, under the CLI's default type check, and a program that does nothing. */
async function previews(endpoint: string): Promise<Table> {
  const stacks = {
    "as it stands": await TestStack.open(checkout(), "dev", endpoint, { environment }),
    "under the default type check": await TestStack.open(typeChecked(), "dev", endpoint, { environment }),
    "an empty program of JavaScript": await TestStack.open(empty(), "dev", endpoint, { environment }),
  };
  const kinds = Object.keys(stacks) as (keyof typeof stacks)[];
  for (const kind of kinds) await stacks[kind].preview(); // Not measured: the first fills the disk's cache.
  const seconds = await inTurns(kinds, times, (kind) => {
    progress(`preview of ${kind}`);
    return timed(() => stacks[kind].preview());
  });
  const [asItStands = 0, checked = 0, nothing = 0] = kinds.map((kind) => median(seconds[kind]));
  return {
    title: "`pulumi preview` of the dev stack",
    head: ["program", "seconds"],
    rows: kinds.map((kind) => [kind, median(seconds[kind]).toFixed(2)]),
    targets: [
      ["preview, against the default type check", asItStands / checked, 0.6],
      ["preview, against an empty program", asItStands / nothing, 2.2],
    ],
  };
}

async function ups(programs: string, counting: FaultyApi, api: string): Promise<Table> {
  const ways: Way[] = ["component", "hand-written"];
  const stacks: Record<string, TestStack> = {};
  for (const way of ways) {
    stacks[way] = await TestStack.open(projectOf(programs), "dev", counting.endpoint, {
      environment: { ...environment, BENCH_WAY: way },
    });
  }
  const calls: Record<string, number> = {};
  const runs = await inTurns(ways, times, async (way) => {
    const stack = stacks[way] as TestStack;
    progress(`up of ${way}`);
    const preview = await timed(() => stack.preview());
    counting.calls.length = 0;
    const up = await timed(() => stack.up());
    calls[way] = counting.calls.length;
    await stack.destroy();
    await fetch(`${api}/moto-api/reset`, { method: "POST" });
    return { preview, up };
  });
  const of = (way: Way, key: "preview" | "up") => median(runs[way].map((run) => run[key]));
  const row = (what: string, component: number, byHand: number, digits: number) => {
    return [what, component.toFixed(digits), byHand.toFixed(digits), (component / byHand).toFixed(2)];
  };
  const rows = [
    row("preview, seconds", of("component", "preview"), of("hand-written", "preview"), 2),
    row("up, seconds", of("component", "up"), of("hand-written", "up"), 2),
    row("calls to the AWS API", calls.component ?? 0, calls["hand-written"] ?? 0, 0),
  ];
  return {
    title: "One component with the engine, compiled to JavaScript, against the same written by hand",
    head: ["", "component", "by hand", "ratio"],
    rows,
    targets: [
      ["preview, one component", Number(rows[0]?.[3]), 1.1],
      ["up, one component", Number(rows[1]?.[3]), 1.1],
    ],
  };
}

async function timed(run: () => Promise<{ succeeded: boolean; errors: string[] }>): Promise<number> {
  const start = performance.now();
  const { succeeded, errors } = await run();
  if (!succeeded) throw new Error(errors.join("\n"));
  return (performance.now() - start) / 1000;
}

/** The checkout without what leaves type checks out: the project's option, and swc for ts-node. */
function typeChecked(): string {
  const folder = checkout();
  drop(join(folder, "Pulumi.yaml"), /\n {2}options:\n(?: {4}.*\n)+/, "\n");
  drop(join(folder, "tsconfig.json"), /^ *"ts-node": .*\n/m, "");
  return folder;
}

function drop(file: string, what: RegExp, instead: string): void {
  const text = readFileSync(file, "utf8");
  const changed = text.replace(what, instead);
  if (changed === text) throw new Error(`${file} has nothing like ${what}.`);
  writeFileSync(file, changed);
}

function empty(): string {
  const folder = mkdtempSync(join(tmpdir(), "empty-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: hipaa-iam\nruntime: nodejs\nmain: index.js\n");
  writeFileSync(join(folder, "index.js"), "");
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function projectOf(programs: string): string {
  const folder = mkdtempSync(join(tmpdir(), "program-"));
  cpSync(programs, folder, { recursive: true });
  const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
  writeFileSync(join(folder, "Pulumi.yaml"), `name: hipaa-iam\n${runtime}\nmain: index.js\n`);
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}
